"""From the attacker's side: other people's links, other purposes, old tokens, and what pages give away."""

from __future__ import annotations

import datetime
import itertools
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from outreach.domain.counting_seats import free_seats
from outreach.domain.joining import cancel
from outreach.domain.tokens import Purpose, confirmation_code, make_token, ticket_code
from outreach.enums import RegistrationState, SessionState
from outreach.joining_messages import link
from outreach.models import Feedback, Registration, Session
from tests.factories.outreach import make_host
from tests.outreach.joining.everybody import HOUR, again, ask, join, open_session, proved_user

pytestmark = pytest.mark.django_db


def address(purpose: Purpose, token: str) -> str:
    return reverse(f"outreach:join-{purpose}", args=[token])


def offered(session: Session) -> Registration:
    """Somebody who waited and has an offer now."""
    first, second = join(session, session.seats), join(session)
    cancel(registration=first)
    return again(second)


@pytest.mark.parametrize(
    ("made_for", "used_for"),
    [pair for pair in itertools.product(Purpose, Purpose) if pair[0] != pair[1]],
)
def test_a_token_is_good_for_its_one_purpose(client, made_for, used_for):
    row = offered(open_session(seats=2))
    wrong = address(used_for, make_token(row, made_for))
    assert client.get(wrong).status_code == 404
    assert client.post(wrong).status_code in (404, 405)
    assert again(row).state == RegistrationState.OFFERED


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_token_with_another_s_number_is_no_address(client, purpose):
    session = open_session(seats=2)
    mine, theirs = join(session), offered(open_session(seats=1))
    token = make_token(theirs, purpose)
    _content, _dot, seal = token.rpartition(".")
    for forged in (
        f"{mine.public_id}.{seal}",
        mine.public_id,
        f"{mine.public_id}.",
        f"{mine.pk}.{seal}",
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token + "x",
    ):
        assert client.get(address(purpose, forged)).status_code == 404
        assert client.post(address(purpose, forged)).status_code in (404, 405)
    assert again(mine).state == RegistrationState.PLACED


def test_looking_at_a_link_does_nothing(client):
    """Mail programs open links before people do."""
    session = open_session(seats=5)
    unconfirmed, placed, given = ask(session), join(session), offered(open_session(seats=1))
    for row, purpose in (
        (unconfirmed, Purpose.CONFIRM),
        (placed, Purpose.CANCEL),
        (given, Purpose.OFFER),
        (placed, Purpose.FEEDBACK),
    ):
        assert client.get(link(row, purpose)).status_code == 200
        assert client.head(link(row, purpose)).status_code == 200
        assert again(row).state == row.state
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("purpose", "moved"),
    [
        (Purpose.CONFIRM, {"registered_at": -2 * HOUR}),
        (Purpose.CANCEL, {"begins_at": -1 * HOUR}),
        (Purpose.VIEW, {"begins_at": -31 * 24 * HOUR}),
        (Purpose.TICKET, {"begins_at": -3 * 24 * HOUR}),
        (Purpose.FEEDBACK, {"begins_at": -31 * 24 * HOUR}),
    ],
)
def test_an_old_link_says_that_it_is_old_and_does_nothing(client, purpose, moved):
    session = open_session()
    row = ask(session) if purpose == Purpose.CONFIRM else join(session)
    url = link(row, purpose)
    now = timezone.now()
    if "registered_at" in moved:
        Registration.objects.filter(pk=row.pk).update(registered_at=now + moved["registered_at"])
    else:
        begins = now + moved["begins_at"]
        Session.objects.filter(pk=session.pk).update(begins_at=begins, ends_at=begins + HOUR)
    before = again(row).state
    assert client.get(url).status_code == 410
    assert client.post(url, {"rating": 5}).status_code in (405, 410)
    assert again(row).state == before
    assert not Feedback.objects.exists()


def test_the_link_of_an_offer_that_passed_on_is_over(client):
    row = offered(open_session(seats=1))
    url = link(row, Purpose.OFFER)
    Registration.objects.filter(pk=row.pk).update(offered_until=timezone.now() - HOUR)
    assert client.get(url).status_code == 410
    assert client.post(url).status_code == 410
    assert again(row).state == RegistrationState.OFFERED  # until the clock passes it on


def test_an_old_offer_s_link_takes_no_newer_offer(client):
    row = offered(open_session(seats=1))
    old = link(row, Purpose.OFFER)
    later = row.offered_until + datetime.timedelta(minutes=5)
    Registration.objects.filter(pk=row.pk).update(offered_until=later)
    assert client.post(old).status_code == 410
    assert client.post(link(again(row), Purpose.OFFER)).status_code == 302
    assert again(row).state == RegistrationState.PLACED


def test_a_session_that_was_moved_takes_its_links_with_it(client):
    session = open_session()
    row = join(session)
    url = link(row, Purpose.CANCEL)
    later = session.begins_at + datetime.timedelta(days=30)
    Session.objects.filter(pk=session.pk).update(begins_at=later, ends_at=later + HOUR)
    assert client.get(url).status_code == 200


def test_a_photo_of_the_code_at_the_door_cancels_nothing_and_tells_no_name(client):
    row = join(open_session(), name="张秘密", contact="secret@example.com")
    page = client.get(link(row, Purpose.TICKET)).content.decode()
    for word in ("张秘密", "secret@example.com", "joined/cancel", "joined/view"):
        assert word not in page


def test_a_code_that_was_given_back_says_so(client):
    row = join(open_session())
    assert "扫一下就签到了" in client.get(link(row, Purpose.TICKET)).content.decode()
    cancel(registration=row)
    assert "不能再用来签到" in client.get(link(row, Purpose.TICKET)).content.decode()


def test_scanned_by_staff_the_code_leads_to_the_sign_in_page(client):
    row = join(open_session())
    client.force_login(make_host(row.session))
    answer = client.get(link(row, Purpose.TICKET))
    assert answer.status_code == 302
    assert ticket_code(row) in answer["Location"]


def test_no_page_of_a_registration_shows_name_or_contact_or_is_kept_anywhere(client):
    session = open_session(seats=5)
    row = join(session, name="张秘密", contact="secret@example.com")
    unconfirmed = ask(session, name="李秘密", contact="13800000009")
    given = offered(open_session(seats=1))
    for one, purpose in (
        (row, Purpose.VIEW),
        (row, Purpose.CANCEL),
        (row, Purpose.FEEDBACK),
        (unconfirmed, Purpose.CONFIRM),
        (given, Purpose.OFFER),
    ):
        answer = client.get(link(one, purpose))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "same-origin"
        for word in ("秘密", "secret@", "13800000009", one.name, one.contact):
            assert word not in answer.content.decode()


def test_the_form_of_a_session_knows_nothing_of_who_joined(client):
    session = open_session()
    row = join(session, name="张秘密", contact="secret@example.com")
    page = client.get(reverse("outreach:join", args=[session.pk])).content.decode()
    assert "秘密" not in page
    assert row.public_id not in page


def test_a_known_contact_and_a_new_one_are_answered_alike(client):
    """Who types a stranger's mailbox must not learn whether it is registered."""
    session = open_session()
    join(session, contact="known@example.com")
    url = reverse("outreach:join", args=[session.pk])
    told = {"kind": "single", "name": "某人", "adults": "1", "minors": "0", "needs": ""}
    shapes = []
    for contact in ("known@example.com", "fresh@example.com"):
        answer = client.post(url, {**told, "contact": contact}, follow=True)
        assert answer.status_code == 200
        target = answer.redirect_chain[0][0]
        assert re.fullmatch(rf"/classes/{session.pk}/join/[\w-]{{22}}/", target)
        text = answer.content.decode().replace(target, "")
        shapes.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text))
        wrong = client.post(target, {"code": "000000"}).content.decode()
        assert "验证码不对" in wrong
    assert shapes[0] == shapes[1]


def test_a_code_is_good_for_its_own_registration_and_session(client):
    first, second = open_session(), open_session()
    mine, theirs = ask(first), ask(second)
    code = confirmation_code(mine)
    if confirmation_code(theirs) != code:
        url = reverse("outreach:join-code", args=[second.pk, theirs.public_id])
        assert client.post(url, {"code": code}).status_code == 200
    url = reverse("outreach:join-code", args=[second.pk, mine.public_id])
    assert client.post(url, {"code": code}).status_code == 200
    assert again(mine).state == again(theirs).state == RegistrationState.UNCONFIRMED
    assert free_seats(second) == second.seats


def test_own_registrations_are_only_one_s_own(client):
    me, other = proved_user("me@example.com"), proved_user("other@example.com")
    mine = ask(open_session(title="我的面塑课"), by=me, contact="me@example.com")
    ask(open_session(title="别人的剪纸课"), by=other, contact="other@example.com")
    assert client.get(reverse("outreach:mine")).status_code == 302
    client.force_login(me)
    page = client.get(reverse("outreach:mine")).content.decode()
    assert "我的面塑课" in page
    assert "别人的剪纸课" not in page
    assert link(mine, Purpose.VIEW) in page


@pytest.mark.parametrize("state", [SessionState.DRAFT, SessionState.PENDING])
def test_what_is_not_public_has_no_form(client, state):
    session = open_session()
    Session.objects.filter(pk=session.pk).update(state=state)
    assert client.get(reverse("outreach:join", args=[session.pk])).status_code == 404
    assert client.get(reverse("outreach:join", args=[10**6])).status_code == 404


def test_a_program_that_fills_in_everything_registers_nobody(client):
    session = open_session()
    told = {
        **{"kind": "single", "name": "机器", "contact": "robot@example.com"},
        "website": "https://spam.example",
    }
    client.post(reverse("outreach:join", args=[session.pk]), told)
    assert not session.registrations.exists()
