"""A teacher or a venue answers by a link: without an account, once, and only about what was asked."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from outreach.confirmation_links import LIFETIME, token_of
from outreach.domain.confirming import ask_again, give_answer, record_answer
from outreach.domain.refusals import StepRefused
from outreach.domain.transitioning import transition
from outreach.enums import Answer, Party, SessionState
from outreach.models import Confirmation, Session
from safeguards.chain import flaws_of
from tests.factories.outreach import make_outreach_staff, make_session, make_teacher

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    """One that waits for its teacher and its venue."""
    made = make_session()
    transition(session_id=made.pk, name="publish", by=make_outreach_staff())
    return Session.objects.get(pk=made.pk)


def asked(session: Session, party: Party = Party.TEACHER) -> Confirmation:
    return session.confirmations.get(party=party, outdated=False)


def link(confirmation: Confirmation) -> str:
    return reverse("outreach:confirm", args=[token_of(confirmation)])


def body_of(response: Any) -> str:
    return str(response.content.decode())


def test_each_party_gets_a_link_of_its_own(session: Session) -> None:
    told = Message.objects.filter(key__startswith="outreach:confirmation-")
    links = {re.search(r"/classes/confirm/[^/\s]+/", one.body) for one in told}
    assert None not in links
    assert len({found[0] for found in links if found}) == 2


def test_looking_changes_nothing(session: Session, client: Client) -> None:
    response = client.get(link(asked(session)))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert session.venue.name in body_of(response)
    assert asked(session).answer == Answer.WAITING


def test_when_both_agree_the_session_is_confirmed(session: Session, client: Client) -> None:
    client.post(link(asked(session)), {"answer": "agreed"})
    session.refresh_from_db()
    assert session.state == SessionState.PENDING
    response = client.post(
        link(asked(session, Party.VENUE)), {"answer": "agreed", "note": "走南门"}, follow=True
    )
    session.refresh_from_db()
    assert session.state == SessionState.CONFIRMED
    assert "已答复：可以" in body_of(response)
    assert "走南门" in body_of(response)
    assert session.events.get(step="confirm").actor is None
    assert list(flaws_of(session)) == []


def test_a_declined_one_tells_whoever_plans(session: Session, client: Client) -> None:
    planner, host = make_outreach_staff(), make_outreach_staff("host")
    response = client.post(link(asked(session)), {"answer": "declined", "note": " "})
    assert response.status_code == 422
    assert "请写一句原因" in body_of(response)
    client.post(link(asked(session)), {"answer": "declined", "note": "那天在外地"})
    session.refresh_from_db()
    assert session.state == SessionState.PENDING
    told = Message.objects.filter(subject__startswith="老师不能参加")
    assert planner.pk in {one.recipient_id for one in told}
    assert host.pk not in {one.recipient_id for one in told}
    assert all("那天在外地" in one.body for one in told)


def test_a_second_answer_is_told_that_the_first_stands(session: Session, client: Client) -> None:
    address = link(asked(session))
    client.post(address, {"answer": "agreed"})
    again = client.post(address, {"answer": "declined", "note": "变了"})
    assert again.status_code == 409
    assert "已答复：可以" in body_of(again)
    assert asked(session).answer == Answer.AGREED


def test_a_link_about_an_older_plan_changes_nothing(session: Session, client: Client) -> None:
    address = link(asked(session))
    Session.objects.filter(pk=session.pk).update(
        begins_at=session.begins_at + datetime.timedelta(days=1),
        ends_at=session.ends_at + datetime.timedelta(days=1),
    )
    looked = client.get(address)
    assert looked.status_code == 410
    assert "后来改过" in body_of(looked)
    refused = client.post(address, {"answer": "declined", "note": "我写的话"})
    assert refused.status_code == 409
    assert "我写的话" in body_of(refused)
    assert asked(session).answer == Answer.WAITING
    with pytest.raises(StepRefused) as refusal:
        give_answer(confirmation_id=asked(session).pk, agreed=True)
    assert refusal.value.code == "outdated"


def test_answers_to_an_older_plan_confirm_nothing(session: Session) -> None:
    session.confirmations.update(answer=Answer.AGREED, answered_at=timezone.now())
    Session.objects.filter(pk=session.pk).update(teacher=make_teacher())
    with pytest.raises(StepRefused, match="安排又改过"):
        transition(session_id=session.pk, name="confirm", by=make_outreach_staff())


@pytest.mark.parametrize("step", ["cancel", "take_back"])
def test_a_link_ends_with_what_it_asks_about(session: Session, client: Client, step: str) -> None:
    address = link(asked(session))
    transition(session_id=session.pk, name=step, by=make_outreach_staff(), reason="老师生病")
    assert client.get(address).status_code == 410
    assert client.post(address, {"answer": "agreed"}).status_code == 409
    assert not session.confirmations.filter(answer=Answer.AGREED).exists()


def test_a_link_ends_when_the_session_begins(session: Session) -> None:
    with pytest.raises(StepRefused) as refusal:
        give_answer(confirmation_id=asked(session).pk, agreed=True, now=session.begins_at)
    assert refusal.value.code == "over"


def test_a_link_ends_after_its_time(
    session: Session, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = timezone.now().timestamp() - LIFETIME.total_seconds() - 60
    with monkeypatch.context() as patch:
        patch.setattr(signing.time, "time", lambda: then)
        address = link(asked(session))
    response = client.get(address)
    assert response.status_code == 410
    assert "已经过期" in body_of(response)
    assert session.venue.name not in body_of(response)


@pytest.mark.parametrize("change", ["key", "purpose", "cut", "nonsense"])
def test_a_forged_link_leads_nowhere(session: Session, client: Client, change: str) -> None:
    mine, theirs = asked(session), asked(session, Party.VENUE)
    token = token_of(mine)
    forged = {
        "key": token.replace(str(mine.pk), str(theirs.pk), 1),
        "purpose": signing.TimestampSigner(sep=".", salt="outreach.other").sign(str(mine.pk)),
        "cut": token[:-1],
        "nonsense": "确认" * 200,
    }[change]
    response = client.post(reverse("outreach:confirm", args=[forged]), {"answer": "agreed"})
    assert response.status_code == 404
    assert not session.confirmations.exclude(answer=Answer.WAITING).exists()


def test_staff_write_down_what_was_said_on_the_telephone(session: Session) -> None:
    planner = make_outreach_staff()
    teacher = asked(session)
    with pytest.raises(PermissionDenied):
        record_answer(confirmation_id=teacher.pk, agreed=True, by=make_outreach_staff("host"))
    record_answer(confirmation_id=teacher.pk, agreed=False, note="要出差", by=planner)
    record_answer(confirmation_id=teacher.pk, agreed=True, note="出差改期", by=planner)
    record_answer(confirmation_id=asked(session, Party.VENUE).pk, agreed=True, by=planner)
    session.refresh_from_db()
    assert session.state == SessionState.CONFIRMED
    assert asked(session).recorded_by == planner
    answers = session.events.filter(step="answer").values_list("actor", "data__by_telephone")
    assert list(answers) == [(planner.pk, True)] * 3


def test_who_is_asked_again_gets_a_new_link_and_the_old_one_says_so(
    session: Session, client: Client
) -> None:
    planner, old = make_outreach_staff(), asked(session)
    new = ask_again(confirmation_id=old.pk, by=planner)
    assert client.get(link(old)).status_code == 410
    assert client.get(link(new)).status_code == 200
    assert Message.objects.filter(key=f"outreach:confirmation-{new.pk}").exists()
    with pytest.raises(StepRefused):
        ask_again(confirmation_id=old.pk, by=planner)
