"""`python -m bench.outreach`: planning, the month's page and registering in a year of 2,000 sessions.

* One move of a session (200 teachers, 150 venues) is checked against everything around it; beside it
  stands one bare query of the rows it needs: the same sessions, read in one go, nothing made of them.
  At most 5 times. A day of 80 sessions costs at most 8 times what a day of 10 does: no worse than
  in proportion to the day's sessions.
* The month's public page: at most 4 database queries, however full the month.
* Registrations a second of 50 clients at one session on PostgreSQL beside bare locked inserts, see
  ``bench.registrations``. At least half.

Runs on a PostgreSQL (TEST_DATABASE_URL, or one of its own); without one on SQLite, and the last is
left out. BENCH_SESSIONS changes the 2,000.
"""

from __future__ import annotations

import datetime
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.class_year import FEW, FULL, SESSIONS, fill, year_begins
from bench.ratios import Ratio, median_and_p95, record, table
from bench.registrations import registering
from bench.site_database import close, database, set_up
from bench.visits import counting

MOVES, WARM = 60, 10
CHECK_LIMIT, QUERIES = 5.0, 4


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as address:
        set_up(Path(folder), address)
        begin = time.perf_counter()
        fill()
        print(f"{SESSIONS:,} sessions made in {time.perf_counter() - begin:.0f} s", flush=True)
        ratios = [*planning(), *the_month()]
        if address.startswith("postgres"):
            ratios += registering()
        else:
            print("Registering was not measured: no PostgreSQL.")
        close()
        record(ratios)
        print(table(ratios))
        return int(not all(ratio.held for ratio in ratios))


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


if __name__ == "__main__":
    sys.exit(main())
