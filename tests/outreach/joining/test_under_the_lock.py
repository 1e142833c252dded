"""What a registration costs those behind it, and that a message written early is never a false one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging.models import Envelope, Message
from outreach.domain import joining
from outreach.domain.counting_seats import Sums, lock_and_count
from outreach.domain.joining import cancel, confirm
from outreach.domain.refusals import JoiningRefused
from outreach.models import Registration, Session, Venue
from safeguards.limiting import counting_tries
from tests.outreach.joining.everybody import ask, join, open_session, proved_user, words_to

pytestmark = pytest.mark.django_db


def statements(call) -> list[str]:
    """Verb and table of each, without what begins and ends a transaction."""
    with CaptureQueriesContext(connection) as caught:
        call()
    sent = [part for one in caught.captured_queries for part in TOGETHER.split(one["sql"])]
    found = [re.match(r'(\w+)[^"]*"(\w+)"', sql) for sql in sent]
    return [
        f"{one[1]} {one[2].partition('_')[2]}"
        for one in found
        if one is not None and one[1] in ("SELECT", "INSERT", "UPDATE", "DELETE")
    ]


TOGETHER = re.compile(r'^WITH above AS \(|(?<=RETURNING "id")\) |;\n')
"""What stands before and between statements that PostgreSQL is sent in one go."""


def full_of_people(people: int = 5) -> Session:
    session = open_session(seats=100)
    for _one in range(people):
        join(session)
    return session


def test_under_the_lock_a_registration_counts_and_is_written_and_nothing_else():
    session, user = full_of_people(), proved_user()
    assert statements(lambda: ask(session, by=user, contact=user.email)) == [
        "INSERT lookuptry",
        "SELECT session",  # with the coming sessions of this contact and the account's mailbox
        "INSERT message",
        "INSERT envelope",
        "SELECT session",  # from here on others wait
        "SELECT registration",
        "INSERT registration",
    ]


def test_the_same_for_somebody_without_an_account_and_for_confirming():
    session = full_of_people()
    asked: list[Registration] = []
    assert statements(lambda: asked.append(ask(session))) == [
        "INSERT lookuptry",
        "SELECT session",
        "INSERT message",
        "INSERT envelope",
        "SELECT session",
        "SELECT registration",
        "INSERT registration",
    ]
    assert statements(lambda: confirm(registration=asked[0])) == [
        "SELECT session",
        "SELECT registration",
        "SELECT registration",
        "SELECT registration",
        "UPDATE registration",
        "INSERT message",
        "INSERT envelope",
    ]


def test_it_costs_no_more_with_two_hundred_people_than_with_five():
    session = full_of_people(5)
    few = statements(lambda: join(session))
    many = [row for row in Registration.objects.filter(session=session)[:1] for _one in range(200)]
    Registration.objects.bulk_create(
        Registration(
            **{
                one.attname: getattr(row, one.attname)
                for one in Registration._meta.concrete_fields
                if one.attname not in ("id", "public_id", "contact_digest")
            },
            contact_digest=str(number),
        )
        for number, row in enumerate(many)
    )
    Session.objects.filter(pk=session.pk).update(seats=1000)
    assert statements(lambda: join(session)) == few


def test_who_finds_the_seats_gone_is_told_that_he_waits_and_nothing_else():
    session = open_session(seats=1)
    join(session)
    user = proved_user("late@example.com")
    tried = counting_tries([(joining.REGISTER_BY_ADDRESS, "192.0.2.1")], now=timezone.now())
    seen = joining.look_before(session.pk, digest="", user=None, now=timezone.now(), first=tried)
    assert not seen.has_queue  # so seats are expected
    assert ask(session, by=user, contact=user.email).state == "waiting"
    (told,) = words_to("late@example.com")
    assert "候补第 1 位" in told
    assert Message.objects.filter(sealed=True).count() == Envelope.objects.count()


def test_where_people_wait_no_seat_is_foretold():
    session = open_session(seats=1)
    join(session), join(session)
    user = proved_user("third@example.com")
    found = statements(lambda: ask(session, by=user, contact=user.email))
    assert not [one for one in found if one.startswith("DELETE")]
    assert "候补第 2 位" in words_to("third@example.com")[0]


def test_who_is_refused_is_told_nothing():
    session = open_session(seats=1, waitlist_seats=0)
    join(session)
    user, before = proved_user("refused@example.com"), Message.objects.count()
    with pytest.raises(JoiningRefused):
        ask(session, by=user, contact=user.email)
    assert Message.objects.count() == before
    assert words_to("refused@example.com") == []


def test_whoever_types_a_known_contact_leaves_no_code_in_the_outbox():
    session = open_session()
    join(session, contact="known@example.com")
    before = words_to("known@example.com")
    assert ask(session, contact="known@example.com") is None
    (told,) = words_to("known@example.com")[len(before) :]
    assert "已经报过名" in told


def test_a_process_that_dies_before_the_seats_are_written_has_told_nobody(monkeypatch):
    def dies(*_given, **_told):
        raise MemoryError

    session, user = open_session(), proved_user("nobody@example.com")
    monkeypatch.setattr(joining, "stand_in_line", dies)
    with pytest.raises(MemoryError):
        ask(session, by=user, contact=user.email)
    assert words_to("nobody@example.com") == []
    assert not session.registrations.exists()


def test_what_was_changed_between_looking_and_locking_is_told_as_it_is_now(monkeypatch):
    session, user = open_session(), proved_user("moved@example.com")

    def after_a_change(seen: Session, **asked: Any) -> tuple[Session, Sums]:
        Venue.objects.filter(pk=session.venue_id).update(name="新的示例文化馆")
        return lock_and_count(seen, **asked)

    monkeypatch.setattr(joining, "lock_and_count", after_a_change)
    ask(session, by=user, contact=user.email)
    (told,) = words_to("moved@example.com")
    assert "新的示例文化馆" in told


def test_every_placed_registration_has_its_message():
    session = open_session(seats=3)
    for number in range(5):
        user = proved_user(f"all{number}@example.com")
        ask(session, by=user, contact=user.email)
    first = session.registrations.order_by("pk")[0]
    cancel(registration=first)
    keys = set(Message.objects.values_list("key", flat=True))
    for row in session.registrations.all():
        expected = "waiting" if row.position > 3 else "placed"
        assert f"outreach:{expected}-{row.public_id}" in keys


def test_on_postgresql_there_are_three_ways_to_the_database_and_two_of_them_under_the_lock():
    session, user = full_of_people(), proved_user()
    with CaptureQueriesContext(connection) as caught:
        ask(session, by=user, contact=user.email)
    sent = [one["sql"] for one in caught if "SAVEPOINT" not in one["sql"]]
    if connection.vendor == "postgresql":
        assert ["FOR UPDATE" in sql for sql in sent] == [False, True, False]
    else:  # within the process there is no way to go: each statement by itself
        assert len(sent) > 3
        assert not [sql for sql in sent if ";\n" in sql]


def test_a_session_that_is_closed_between_looking_and_locking_takes_nobody(monkeypatch):
    session, user = open_session(), proved_user()

    def after_a_change(seen: Session, **asked: Any) -> tuple[Session, Sums]:
        Session.objects.filter(pk=session.pk).update(state="closed")
        return lock_and_count(seen, **asked)

    monkeypatch.setattr(joining, "lock_and_count", after_a_change)
    with pytest.raises(JoiningRefused) as caught:
        ask(session, by=user, contact=user.email)
    assert caught.value.code == "not-open"
    assert words_to(user.email) == []
