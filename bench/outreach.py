"""`python -m bench.outreach`: planning, the month's page and registering in a year of 2,000 sessions.

* One move of a session (200 teachers, 150 venues) is checked against everything around it; beside it
  stands one bare query of the rows it needs: the same sessions, read in one go, nothing made of them.
  At most 5 times. A day of 80 sessions costs at most 8 times what a day of 10 does: no worse than
  in proportion to the day's sessions.
* The month's public page: at most 4 database queries, however full the month.
* Registrations a second of 50 clients (threads) at one session on PostgreSQL, each through limits,
  checks, lock, counting and the message to the person; beside it 50 clients that lock the session's row
  and insert a registration, no more. At least half.

Runs on a PostgreSQL (TEST_DATABASE_URL, or one of its own); without one on SQLite, and the last is
left out. BENCH_SESSIONS changes the 2,000.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Barrier
from typing import Any

from bench.ratios import Ratio, median_and_p95, record, table
from bench.visits import counting
from tests.servers.postgres import PostgresServer
from tests.servers.process import ServerUnavailable

SESSIONS = int(os.environ.get("BENCH_SESSIONS", "2000"))
TEACHERS, VENUES, PROGRAMMES = 200, 150, 40
MOVES, WARM = 60, 10
FEW, FULL = 10, 80
CLIENTS, EACH, TURNS = 50, 4, 3
CHECK_LIMIT, QUERIES, REGISTERING = 5.0, 4, 0.5


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as address:
        _set_up(Path(folder), address)
        begin = time.perf_counter()
        fill()
        print(f"{SESSIONS:,} sessions made in {time.perf_counter() - begin:.0f} s", flush=True)
        ratios = [*planning(), *the_month()]
        if address.startswith("postgres"):
            ratios += registering()
        else:
            print("Registering was not measured: no PostgreSQL.")
        _close()
        record(ratios)
        print(table(ratios))
        return int(not all(ratio.held for ratio in ratios))


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of an empty database that is thrown away afterwards."""
    given, server = os.environ.get("TEST_DATABASE_URL"), None
    if not given:
        try:
            server = PostgresServer()
            server.start()
            given = server.url
        except ServerUnavailable as missing:
            print(f"PostgreSQL: {missing}")
            yield f"sqlite:///{folder / 'bench.sqlite3'}"
            return
    import psycopg

    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        try:
            yield f"{given.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]
    if server is not None:
        server.remove()


def _set_up(folder: Path, address: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ["DATABASE_URL"] = address
    os.environ["PRIVATE_MEDIA_ROOT"] = str(folder / "private")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("load_workdays", verbosity=0)


def _close() -> None:
    from django.db import connections

    connections.close_all()


def fill() -> None:
    """A year of sessions, teachers who each teach some projects, venues all over the district."""
    from outreach.enums import SessionState, VenueType
    from outreach.models import OpeningHours, Session, TravelTime
    from tests.factories.outreach import make_programme, make_teacher, make_venue
    from tests.factories.registry import make_project

    projects = [make_project(f"示例项目{number}") for number in range(20)]
    programmes = [make_programme(projects[number % 20]) for number in range(PROGRAMMES)]
    teachers = [
        make_teacher(projects[number % 20], projects[(number + 1) % 20])
        for number in range(TEACHERS)
    ]
    kinds = list(VenueType)
    venues = [
        make_venue(
            kinds[number % len(kinds)],
            latitude=f"39.{100000 + number * 311}",
            longitude=f"117.{200000 + number * 457}",
        )
        for number in range(VENUES)
    ]
    OpeningHours.objects.bulk_create(
        OpeningHours(venue=venue, weekday=day, opens="08:00", closes="21:00")
        for venue in venues
        for day in range(7)
    )
    TravelTime.objects.bulk_create(
        TravelTime(origin=venue, destination=other, minutes=20) for venue, other in pairwise(venues)
    )
    Session.objects.bulk_create(
        _session(number, day, programmes, venues, teachers, SessionState.CONFIRMED)
        for number, day in enumerate(days())
    )


def days() -> Iterator[datetime.date]:
    """The days of the sessions: one of ten, one of eighty, the rest spread evenly over the year."""
    first = year_begins()
    yield from [first + datetime.timedelta(days=100)] * FEW
    yield from [first + datetime.timedelta(days=200)] * FULL
    for number in range(SESSIONS - FEW - FULL):
        ahead = number % 350
        yield first + datetime.timedelta(days=ahead + (ahead in (100, 200)))


def year_begins() -> datetime.date:
    from django.utils import timezone

    return timezone.localdate() + datetime.timedelta(days=1)


def _session(
    number: int, day: datetime.date, programmes: Any, venues: Any, teachers: Any, state: str
) -> Any:
    from django.utils import timezone

    from outreach.models import Session
    from tests.factories.outreach import at

    begins_at = at(day, 9 + 2 * (number % 5))
    return Session(
        programme=programmes[number % PROGRAMMES],
        venue=venues[(number * 7 + number // 350) % VENUES],
        teacher=teachers[(number * 11 + number // 350) % TEACHERS],
        begins_at=begins_at,
        ends_at=begins_at + datetime.timedelta(minutes=90),
        seats=20,
        state=state,
        published_at=timezone.now(),
    )


def planning() -> list[Ratio]:
    """A move checked, and the bare query; then the day of ten and the day of eighty."""
    from outreach import queries

    usual = list(queries.sessions().order_by("pk")[FEW + FULL :: 29][:MOVES])
    checked, bare = _alternating(usual)
    ratios = [
        Ratio("check of one move", "one bare query", "", SESSIONS, name, ours, plain, CHECK_LIMIT)
        for name, ours, plain in zip(
            ("median", "p95"), median_and_p95(checked), median_and_p95(bare), strict=True
        )
    ]
    few, full = (
        median(_alternating(list(queries.sessions().order_by("pk")[first:last]))[0])
        for first, last in ((0, FEW), (FEW, FEW + FULL))
    )
    grown = f"check, day of {FULL}"
    growth = Ratio(grown, f"day of {FEW}", "", SESSIONS, "median", full, few, FULL / FEW)
    return [*ratios, growth]


def _alternating(sessions: list[Any]) -> tuple[list[float], list[float]]:
    """Milliseconds of the check and of the bare query for each session moved by half an hour."""
    from outreach.domain.conflicts import conflicts_of

    checked, bare = [], []
    for number, session in enumerate([*sessions[:WARM], *sessions]):
        moved = 30 if number % 2 else -30
        session.begins_at += datetime.timedelta(minutes=moved)
        session.ends_at += datetime.timedelta(minutes=moved)
        ours, plain = _timed(lambda: conflicts_of(session)), _timed(_bare_query(session))  # noqa: B023
        if number >= min(WARM, len(sessions)):
            checked.append(ours)
            bare.append(plain)
    return checked, bare


def _bare_query(session: Any) -> Callable[[], Any]:
    """The sessions around it, with what the check reads of them, in one query of Django's."""
    from django.db.models import Q

    from outreach.domain.surroundings import ALIKE_DAYS, COLUMNS
    from outreach.enums import BUSY
    from outreach.localtime import ONE_DAY, ONE_WEEK, at_local, local_day, monday_of
    from outreach.models import Session

    monday = at_local(monday_of(local_day(session.begins_at)))
    reach = (ALIKE_DAYS + 1) * ONE_DAY
    wanted = (
        Q(venue=session.venue_id, begins_at__lt=session.ends_at, ends_at__gt=session.begins_at)
        | Q(teacher=session.teacher_id, begins_at__gte=monday, begins_at__lt=monday + ONE_WEEK)
        | Q(
            programme=session.programme_id,
            begins_at__gt=session.begins_at - reach,
            begins_at__lt=session.begins_at + reach,
        )
    )
    return lambda: list(
        Session.objects.filter(wanted, state__in=BUSY).order_by().values_list(*COLUMNS)
    )


def _timed(call: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1000


def the_month() -> list[Ratio]:
    """Queries of the month's page as everybody sees it, for the emptiest and the fullest month."""
    from django.test import Client

    most = 0
    for number in (0, 100, 200):
        day = year_begins() + datetime.timedelta(days=number)
        for _time in range(2):
            with counting() as queries:
                begin = time.perf_counter()
                answer = Client().get(f"/classes/calendar/?month={day:%Y-%m}")
                taken = (time.perf_counter() - begin) * 1000
            if answer.status_code != 200:
                raise RuntimeError(f"{day:%Y-%m}: {answer.status_code}")
            most = max(most, queries())
        print(f"month {day:%Y-%m}: {queries()} queries, {taken:.0f} ms")
    return [Ratio("month page, queries", "one", "", SESSIONS, "most", most, 1, QUERIES, unit="")]


def registering() -> list[Ratio]:
    """Registrations a second at one session, and bare locked inserts, in turns."""
    from outreach.domain.joining import Person, register
    from outreach.domain.parties import Party
    from outreach.enums import RegistrationKind, RegistrationState
    from outreach.models import Registration, Session

    users = _people()
    party = Party(RegistrationKind.SINGLE)

    def ours(session: Any, client: int, number: int) -> None:
        user = users[client * EACH + number]
        made = register(
            session_id=session.pk,
            party=party,
            person=Person("示例", user.email),
            by=user,
            address=f"10.0.{client}.{number}",
        )
        if made is None or made.state != RegistrationState.PLACED:
            raise RuntimeError("not placed")

    def bare(session: Any, client: int, number: int) -> None:
        from django.db import transaction

        with transaction.atomic():
            Session.objects.select_for_update().get(pk=session.pk)
            Registration.objects.create(
                session=session,
                kind=RegistrationKind.SINGLE,
                state=RegistrationState.PLACED,
                name="示例",
                contact=f"bare{client}-{number}@example.com",
                contact_digest=f"{client}-{number}",
                seats=1,
            )

    rates: dict[str, list[float]] = {"ours": [], "bare": []}
    for _turn in range(TURNS):
        for name, call in (("ours", ours), ("bare", bare)):
            rates[name].append(_rate(call))
    ours_, bare_ = median(rates["ours"]), median(rates["bare"])
    what, against = f"registering, {CLIENTS} clients", "bare locked insert"
    return [Ratio(what, against, "", CLIENTS, "median", ours_, bare_, REGISTERING, True, unit="/s")]


def _people() -> list[Any]:
    """Accounts with a mailbox that was verified: who has one is placed at once."""
    from allauth.account.models import EmailAddress

    from accounts.models import User

    users = User.objects.bulk_create(
        User(username=f"bench{n}", email=f"bench{n}@example.com", password="!")
        for n in range(CLIENTS * EACH)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return users


def _rate(call: Callable[[Any, int, int], None]) -> float:
    """Calls a second of all clients together, at a session of their own with seats for all."""
    from django.db import connection

    from outreach.enums import SessionState
    from tests.factories.outreach import make_session

    session = make_session(state=SessionState.OPEN, seats=CLIENTS * EACH + 1)
    start = Barrier(CLIENTS + 1)

    def client(which: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(60)
            for number in range(EACH):
                call(session, which, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(client, which) for which in range(CLIENTS)]
        start.wait(60)
        begin = time.perf_counter()
        for one in running:
            one.result()
        taken = time.perf_counter() - begin
    if session.registrations.count() != CLIENTS * EACH:
        raise RuntimeError("not everybody was placed")
    return CLIENTS * EACH / taken


if __name__ == "__main__":
    sys.exit(main())
