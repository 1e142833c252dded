"""Fifty people and one seat: one of them gets it, all others a plain word or a place in the queue."""

from __future__ import annotations

import time
from collections import Counter
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Sum

from outreach.domain import joining, waiting
from outreach.domain.counting_seats import Sums, sums_of
from outreach.domain.joining import cancel, confirm
from outreach.domain.refusals import JoiningRefused
from outreach.enums import TAKES_SEATS, RegistrationState
from outreach.models import Registration, Session
from safeguards.statements import in_one_go
from tests.outreach.joining.everybody import again, ask, join, open_session, proved_user
from tests.racing import race

PEOPLE = 50


def taken(session: Session) -> int:
    rows = session.registrations.filter(state__in=TAKES_SEATS)
    return rows.aggregate(sum=Sum("seats"))["sum"] or 0


def test_fifty_people_book_the_last_seat(racing_database):
    session = open_session(seats=1, waitlist_seats=0)
    asked = [ask(session) for _one in range(PEOPLE)]
    found = race(*(partial(confirm, registration=row) for row in asked))
    assert Counter(row.state for row in found) == {"placed": 1, "expired": PEOPLE - 1}
    assert taken(session) == 1


def test_fifty_people_with_accounts_book_the_last_seat(racing_database):
    session = open_session(seats=1, waitlist_seats=0)
    users = [proved_user() for _one in range(PEOPLE)]
    found = race(*(partial(ask, session, by=one, contact=one.email) for one in users))
    placed = [one for one in found if isinstance(one, Registration)]
    refused = [one for one in found if isinstance(one, JoiningRefused)]
    assert [one.state for one in placed] == [RegistrationState.PLACED]
    assert {one.code for one in refused} == {"full"}
    assert len(refused) == PEOPLE - 1
    assert taken(session) == 1


def test_the_queue_takes_as_many_as_it_has_room_for(racing_database):
    session = open_session(seats=1, waitlist_seats=9)
    asked = [ask(session) for _one in range(PEOPLE)]
    found = race(*(partial(confirm, registration=row) for row in asked))
    assert Counter(row.state for row in found) == {"placed": 1, "waiting": 9, "expired": 40}
    places = session.registrations.filter(state="waiting").values_list("position", flat=True)
    assert len(set(places)) == 9


def test_one_person_in_ten_windows_registers_once(racing_database):
    session = open_session(seats=20)
    asked = ask(session, contact="same@example.com")
    race(*(partial(confirm, registration=asked) for _one in range(10)))
    assert session.registrations.count() == 1
    assert taken(session) == 1


def test_two_cancel_and_each_seat_is_offered_once(racing_database):
    session = open_session(seats=2)
    first, second = join(session), join(session)
    waits = [join(session) for _one in range(4)]
    race(partial(cancel, registration=first), partial(cancel, registration=second))
    assert [again(row).state for row in waits] == ["offered", "offered", "waiting", "waiting"]


def test_without_the_lock_the_same_race_goes_wrong(racing_database, monkeypatch):
    """What the tests above show is the lock's work: taken away, seats are sold twice or people get errors."""
    session = open_session(seats=1, waitlist_seats=0)
    asked = [ask(session) for _one in range(8)]

    def unlocked(session_id: int) -> Session:
        return Session.objects.select_related("programme", "venue").get(pk=session_id)

    counted = waiting.sums_of

    def slowly(session: Session) -> Sums:
        sums = counted(session)
        time.sleep(0.5)
        return sums

    monkeypatch.setattr(joining, "lock_to_join", unlocked)
    monkeypatch.setattr(waiting, "sums_of", slowly)
    if connection.vendor == "sqlite":  # where the lock is the mode in which transactions begin
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    found = race(*(partial(confirm, registration=row) for row in asked))
    errors = [one for one in found if isinstance(one, Exception)]
    assert not any(isinstance(one, JoiningRefused) for one in errors)
    assert taken(session) > 1 or errors


def test_without_the_lock_people_with_accounts_share_the_last_seat(racing_database, monkeypatch):
    """The same for who is placed at once: what is counted before the lock is not true after it."""
    session = open_session(seats=1, waitlist_seats=0)
    users = [proved_user() for _one in range(8)]

    def unlocked(seen: Session, **asked: Any) -> tuple[Session, Sums]:
        sums = sums_of(seen, digest=asked["digest"], user=asked["user"])
        time.sleep(0.5)
        in_one_go(*asked["first"])  # on SQLite the first row that is written locks as well
        return seen, sums

    monkeypatch.setattr(joining, "lock_and_count", unlocked)
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    found = race(*(partial(ask, session, by=one, contact=one.email) for one in users))
    assert taken(session) > 1 or [
        one for one in found if isinstance(one, Exception) and not isinstance(one, JoiningRefused)
    ]
