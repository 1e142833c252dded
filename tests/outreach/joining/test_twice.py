"""The same person a second time: a button pressed twice, the way back, another contact, another spelling."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from outreach.domain.answering import give_feedback
from outreach.domain.joining import cancel, confirm, confirm_by_code
from outreach.domain.refusals import AlreadyJoined, JoiningRefused
from outreach.domain.tokens import CONFIRM_WITHIN, Purpose, confirmation_code
from outreach.enums import LIVE, RegistrationState, SessionState
from outreach.joining_messages import link
from outreach.models import Feedback, Registration, Session
from tests.outreach.joining.everybody import (
    HOUR,
    again,
    ask,
    join,
    open_session,
    proved_user,
    words_to,
)

pytestmark = pytest.mark.django_db
FORM = {"kind": "single", "name": "张三", "website": ""}


def test_the_last_seat_pressed_twice_leads_to_the_registration_and_not_to_full(client):
    user = proved_user("last@example.com")
    session = open_session(seats=1, waitlist_seats=0)
    client.force_login(user)
    address = f"/classes/{session.pk}/join/"
    told = FORM | {"contact": "last@example.com"}
    first, second = client.post(address, told), client.post(address, told, follow=True)
    assert second.redirect_chain == [(first["Location"], 302)]
    assert "您已经报过这一场" in second.content.decode()
    assert session.registrations.count() == 1
    assert client.get(address)["Location"] == first["Location"], "the way back"


def test_the_form_pressed_twice_is_one_registration_one_message_and_one_link_that_works(client):
    session = open_session()
    address = f"/classes/{session.pk}/join/"
    told = FORM | {"contact": "twice@example.com"}
    first, second = client.post(address, told), client.post(address, told)
    assert first["Location"] == second["Location"]
    [row] = session.registrations.all()
    assert len(words_to("twice@example.com")) == 1
    assert confirm(registration=row).state == RegistrationState.PLACED


def test_whoever_asks_again_later_gets_a_message_again():
    session = open_session()
    now = timezone.now()
    ask(session, contact="later@example.com", name="张三", now=now)
    second = ask(
        session,
        contact="later@example.com",
        name="张三",
        now=now + datetime.timedelta(minutes=5),
    )
    assert len(words_to("later@example.com")) == 2
    assert again(second).state == RegistrationState.UNCONFIRMED


@pytest.mark.parametrize(
    "spelling",
    [
        "13800138000",
        "+8613800138000",
        "+86 138 0013 8000",
        "0086 13800138000",
        "138-0013-8000",
        "１３８００１３８０００",
        " 138 0013 8000 ",
    ],
)
def test_one_telephone_in_any_spelling_is_one_person(spelling):
    session = open_session()
    join(session, contact="13800138000")
    assert ask(session, contact=spelling) is None
    assert session.registrations.filter(state__in=LIVE).count() == 1


@pytest.mark.parametrize(
    "spelling",
    ["Zhang@Example.com", " zhang@example.com ", "ZHANG@EXAMPLE.COM", "ｚｈａｎｇ＠example.com"],
)
def test_one_mailbox_in_any_spelling_is_one_person(spelling):
    session = open_session()
    join(session, contact="zhang@example.com")
    assert ask(session, contact=spelling) is None


def test_an_account_registers_once_whatever_contact_it_types():
    user, session = proved_user("one@example.com"), open_session()
    mine = ask(session, by=user, contact="one@example.com")
    with pytest.raises(AlreadyJoined) as refused:
        ask(session, by=user, contact="other@example.com")
    assert refused.value.registration == mine
    assert not words_to("other@example.com")


def test_two_contacts_of_an_account_asked_before_either_answers_give_one_seat(client):
    user, session = proved_user("own@example.com"), open_session()
    rows = [ask(session, by=user, contact=f"{name}@example.com") for name in ("first", "second")]
    client.force_login(user)
    placed = client.post(link(rows[0], Purpose.CONFIRM))["Location"]
    response = client.post(link(rows[1], Purpose.CONFIRM))
    assert response["Location"] == placed
    assert again(rows[1]).state == RegistrationState.UNCONFIRMED
    cancel(registration=rows[0])
    assert confirm(registration=rows[1]).state == RegistrationState.PLACED


def test_the_code_of_a_message_opens_nothing_once_its_hour_is_over():
    session = open_session()
    row = join(session)
    told = {"session_id": session.pk, "public_id": row.public_id, "address": "192.0.2.1"}
    code = confirmation_code(row)
    assert confirm_by_code(code=code, **told).pk == row.pk
    late = row.registered_at + CONFIRM_WITHIN
    with pytest.raises(JoiningRefused) as refused:
        confirm_by_code(code=code, now=late, **told)
    assert refused.value.code == "lapsed"


@pytest.mark.parametrize("state", [SessionState.CANCELLED, SessionState.POSTPONED])
def test_the_link_to_confirm_says_that_the_session_does_not_take_place(client, state):
    session = open_session()
    row = ask(session)
    Session.objects.filter(pk=session.pk).update(state=state)
    Registration.objects.filter(pk=row.pk).update(state=RegistrationState.CANCELLED)
    response = client.get(link(row, Purpose.CONFIRM), follow=True)
    words = "这一场取消了" if state == SessionState.CANCELLED else "这一场延期了"
    assert words in response.content.decode()


def test_nobody_says_how_it_was_before_it_is_over():
    session = open_session()
    row = join(session)
    for now in (session.begins_at + HOUR / 2, session.ends_at - HOUR / 60):
        with pytest.raises(JoiningRefused) as refused:
            give_feedback(registration=row, rating=5, text="", now=now)
        assert refused.value.code == "too-early"
    give_feedback(registration=row, rating=5, text="", now=session.ends_at)
    give_feedback(registration=row, rating=4, text="", now=session.ends_at)
    assert [one.rating for one in Feedback.objects.all()] == [4]


def test_who_gave_his_seat_back_is_not_asked_how_it_was(client):
    session = open_session()
    row = join(session)
    cancel(registration=row)
    assert client.get(link(row, Purpose.FEEDBACK))["Location"] == link(row, Purpose.VIEW)


@pytest.mark.parametrize(
    "contact",
    ["a@localhost", "a@b.cn\r\nBcc: c@d.cn", "a@b@c.cn", "010-12345678", "12345", "a@b.cn, c@d.cn"],
)
def test_what_no_message_reaches_is_refused(contact):
    with pytest.raises(ValidationError):
        ask(open_session(), contact=contact)
    assert not Registration.objects.exists()
