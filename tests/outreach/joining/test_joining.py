"""Registering, confirming, cancelling: who holds a seat and who is told what."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from messaging.models import Message
from outreach.domain import joining
from outreach.domain.counting_seats import free_seats
from outreach.domain.joining import cancel, confirm, confirm_by_code
from outreach.domain.parties import Party
from outreach.domain.refusals import JoiningRefused
from outreach.domain.tokens import CONFIRM_WITHIN
from outreach.enums import RegistrationKind, RegistrationState, SessionState
from outreach.models import Registration
from safeguards.limiting import TooManyTries
from tests.factories.outreach import make_session
from tests.outreach.joining.everybody import again, ask, join, open_session, proved_user, words_to

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def refusal(call, *args, **told) -> str:
    with pytest.raises(JoiningRefused) as caught:
        call(*args, **told)
    return caught.value.code


def test_an_unconfirmed_registration_holds_no_seat_and_a_confirmed_one_does():
    session = open_session(seats=2)
    row = ask(session, 2, contact="guest@example.com")
    assert row.state == RegistrationState.UNCONFIRMED
    assert free_seats(session) == 2
    assert confirm(registration=row).state == RegistrationState.PLACED
    assert free_seats(session) == 0
    assert len(words_to("guest@example.com")) == 2


def test_the_code_of_the_message_confirms_and_no_other_does():
    session = open_session()
    row = ask(session, contact="13800000001")
    code = re.search(r"验证码 (\d{6})", words_to("+8613800000001")[0])[1]
    wrong = f"{(int(code) + 1) % 10**6:06}"
    told = {"session_id": session.pk, "public_id": row.public_id, "address": "192.0.2.1"}
    assert refusal(confirm_by_code, code=wrong, **told) == "wrong-code"
    assert confirm_by_code(code=f" {code[:3]} {code[3:]}", **told).state == RegistrationState.PLACED


def test_codes_cannot_be_tried_out():
    session = open_session()
    row = ask(session)
    told = {"session_id": session.pk, "public_id": row.public_id}
    for number in range(joining.CODE_BY_REGISTRATION.most):
        refusal(confirm_by_code, code=f"x{number}", address=f"192.0.2.{number}", **told)
    with pytest.raises(TooManyTries):
        confirm_by_code(code="000000", address="192.0.2.99", **told)


def test_a_code_that_is_late_confirms_nothing():
    row = ask(open_session())
    assert refusal(confirm, registration=row, now=row.registered_at + CONFIRM_WITHIN) == "lapsed"
    assert confirm(registration=row, now=row.registered_at + CONFIRM_WITHIN - MINUTE).state == (
        RegistrationState.PLACED
    )


def test_confirming_twice_places_once():
    session = open_session(seats=5)
    row = ask(session, 2)
    confirm(registration=row)
    assert confirm(registration=row).state == RegistrationState.PLACED
    assert free_seats(session) == 3


def test_a_proved_mailbox_needs_no_confirmation_and_another_one_does():
    user = proved_user("proved@example.com")
    session = open_session()
    assert ask(session, by=user, contact="Proved@Example.com").state == RegistrationState.PLACED
    other = ask(open_session(), by=user, contact="else@example.com")
    assert other.state == RegistrationState.UNCONFIRMED


def test_one_person_registers_once_however_the_number_is_written():
    session = open_session()
    join(session, contact="138 0000 0002")
    assert ask(session, contact="+86 13800000002") is None
    assert session.registrations.count() == 1


def test_whoever_asks_for_a_known_contact_learns_nothing_and_its_holder_is_told():
    session = open_session()
    join(session, contact="known@example.com")
    before = len(words_to("known@example.com"))
    assert ask(session, contact="known@example.com", name="别人") is None
    assert "已经报过名" in words_to("known@example.com")[before]


def test_one_account_registers_once_with_either_contact():
    user = proved_user("both@example.com")
    session = open_session()
    ask(session, by=user, contact="both@example.com")
    with pytest.raises(JoiningRefused, match="已经报过"):
        ask(session, by=user, contact="both@example.com")


def test_registering_again_before_confirming_replaces_the_first_try():
    session = open_session()
    first = ask(session, 2, contact="twice@example.com")
    second = ask(session, 3, contact="twice@example.com")
    assert again(first).state == RegistrationState.EXPIRED
    assert refusal(confirm, registration=first) == "lapsed"
    assert confirm(registration=second).seats == 3


def test_full_then_the_waitlist_then_a_plain_full():
    session = open_session(seats=2, waitlist_seats=3)
    assert join(session, 2).state == RegistrationState.PLACED
    late = ask(session, 2)
    assert join(session, 2).state == RegistrationState.WAITING
    assert confirm(registration=late).state == RegistrationState.EXPIRED
    assert "满了" in words_to(late.contact)[-1]
    assert refusal(ask, session, 2) == "full"
    assert join(session, 1).state == RegistrationState.WAITING
    assert free_seats(session) == 0


def test_a_party_larger_than_the_session_is_told_so_at_once():
    assert refusal(ask, open_session(seats=10), 11) == "too-large"


@pytest.mark.parametrize(
    ("party", "field"),
    [
        (Party(RegistrationKind.SINGLE, 2, 0), "adults"),
        (Party(RegistrationKind.FAMILY, 0, 2), "adults"),
        (Party(RegistrationKind.FAMILY, 3, 4), "minors"),
        (Party(RegistrationKind.FAMILY, 1, -1), "minors"),
        (Party(RegistrationKind.GROUP, 2, 20), "group_name"),
    ],
)
def test_what_a_party_must_be(party, field):
    with pytest.raises(ValidationError) as caught:
        ask(open_session(seats=100), party=party)
    assert list(caught.value.message_dict) == [field]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": SessionState.CONFIRMED},
        {"state": SessionState.CLOSED},
        {"state": SessionState.HELD},
        {"state": SessionState.CANCELLED},
        {"state": SessionState.OPEN, "open_to_public": False},
        {"state": SessionState.OPEN, "published_at": None},
        {"state": SessionState.OPEN, "registration_closes_at": timezone.now()},
    ],
)
def test_where_registration_is_not_open_nobody_registers(fields):
    session = make_session(**fields)
    assert refusal(ask, session) == "not-open"
    assert not session.registrations.exists()


def test_nobody_holds_seats_in_more_sessions_than_he_can_go_to():
    for _one in range(joining.MOST_SESSIONS):
        join(open_session(), contact="hoarder@example.com")
    row = ask(open_session(), contact="hoarder@example.com")
    assert refusal(confirm, registration=row) == "too-many-sessions"


def test_forms_cannot_be_flooded_and_failed_tries_count():
    session = open_session()
    for number in range(joining.REGISTER_BY_ADDRESS.most):
        ask(session, contact=f"flood{number}@example.com", address="192.0.2.7")
    with pytest.raises(TooManyTries):
        ask(session, address="192.0.2.7")
    assert ask(session, address="192.0.2.8").state == RegistrationState.UNCONFIRMED


def test_nobody_s_mailbox_is_flooded():
    session = open_session()
    for number in range(joining.REGISTER_BY_CONTACT.most):
        ask(session, contact="victim@example.com", address=f"192.0.2.{number}")
    with pytest.raises(TooManyTries):
        ask(session, contact="victim@example.com", address="192.0.2.200")
    assert len(words_to("victim@example.com")) == joining.REGISTER_BY_CONTACT.most


def test_cancelling_gives_the_seats_to_the_next_one_once():
    session = open_session(seats=2)
    first, second = join(session, 2), join(session, 2)
    cancel(registration=first)
    cancel(registration=first)
    assert again(first).state == RegistrationState.CANCELLED
    assert again(second).state == RegistrationState.OFFERED
    assert len([one for one in words_to(second.contact) if "有名额了" in one]) == 1


def test_nothing_is_cancelled_once_the_session_has_begun():
    session = open_session()
    row = join(session)
    assert refusal(cancel, registration=row, now=session.begins_at) == "begun"
    assert again(row).state == RegistrationState.PLACED


def test_names_contacts_and_links_are_readable_neither_in_the_table_nor_in_the_outbox(db):
    from django.db import connection

    row = join(open_session(), contact="secret@example.com", name="张秘密")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outreach_registration WHERE id = %s", [row.pk])
        stored = str(cursor.fetchall())
    assert "secret@example.com" not in stored
    assert "张秘密" not in stored
    told = str(list(Message.objects.values()))
    assert "secret@example.com" not in told
    assert "joined/" not in told


def test_a_registration_costs_a_handful_of_queries(django_assert_max_num_queries):
    session = open_session(seats=100)
    for _one in range(20):
        join(session)
    row = Registration.objects.none()
    with django_assert_max_num_queries(30):
        row = ask(session)
    with django_assert_max_num_queries(30):
        confirm(registration=row)
