"""Registrations a second of many clients at one session, beside a bare locked insert.

Fifty threads, each with a connection of its own, want seats in the same session, four times each.
Ours is ``register`` as the page calls it for somebody with a proved mailbox: limits, who it is, how
many sessions he has, the lock, the counted seats, the registration, its sealed message. The yardstick
locks the session's row and inserts a registration, no more. Both in turns, at a session of their own,
after one call of each that is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from threading import Barrier
from typing import Any

from bench.ratios import Ratio

CLIENTS, EACH, TURNS = 50, 4, 5
LEAST = 0.5


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
    for call in (ours, bare):
        call(_session(), 0, 0)  # a process reads its translations and its models once
    for _turn in range(TURNS):
        for name, call in (("ours", ours), ("bare", bare)):
            rates[name].append(_rate(call))
    ours_, bare_ = median(rates["ours"]), median(rates["bare"])
    what, against = f"registering, {CLIENTS} clients", "bare locked insert"
    return [Ratio(what, against, "", CLIENTS, "median", ours_, bare_, LEAST, True, unit="/s")]


def _session() -> Any:
    from outreach.enums import SessionState
    from tests.factories.outreach import make_session

    return make_session(state=SessionState.OPEN, seats=CLIENTS * EACH + 1)


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

    session = _session()
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
