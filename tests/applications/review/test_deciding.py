"""委员会审议: votes, minutes, what follows; one sitting on several cases."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from applications.domain.deciding import Meeting, Outcome, record_decision, record_sitting
from applications.domain.refusals import StepRefused
from applications.enums import CaseAct, Decision, State
from applications.models import Case, CommitteeDecision
from safeguards.chain import flaws_of
from tests.factories.applications import make_case, make_expert, make_staff

pytestmark = pytest.mark.django_db


def before_committee(**fields: Any) -> Case:
    """A case that came to the committee a while ago."""
    return make_case(State.COMMITTEE, now=timezone.now() - datetime.timedelta(hours=1), **fields)


def meeting(days: int = 0, minutes: str = "会议纪要") -> Meeting:
    return Meeting(timezone.localdate() + datetime.timedelta(days=days), minutes)


def outcome(
    case: Case, decision: Decision, votes: tuple[int, int, int] = (9, 0, 0), **more: Any
) -> Outcome:
    return Outcome(case.pk, *votes, decision, **more)


def test_a_decision_for_the_notice_is_recorded_and_waits_for_it():
    case = before_committee()
    secretary = make_staff("secretary")
    decision = record_decision(
        meeting=meeting(), outcome=outcome(case, Decision.NOTICE, (6, 3, 2)), by=secretary
    )
    case.refresh_from_db()
    assert case.state == State.COMMITTEE
    assert case.decisions.get() == decision
    event = case.events.get(step=CaseAct.DECIDED)
    assert event.data["votes"] == [6, 3, 2]
    assert "会议纪要" not in str(event.data)
    assert list(flaws_of(case)) == []


def test_a_rejection_takes_the_step_with_its_reason_at_once():
    case = before_committee()
    record_decision(
        meeting=meeting(),
        outcome=outcome(case, Decision.REJECT, (2, 7, 0), reason="传承脉络不清"),
        by=make_staff("secretary"),
    )
    case.refresh_from_db()
    assert case.state == State.NOT_PASSED
    assert "传承脉络不清" in case.letters.latest("pk").body


def test_sending_back_opens_a_new_panel_of_the_experts_named():
    case = before_committee()
    expert = make_expert()
    record_decision(
        meeting=meeting(),
        outcome=outcome(case, Decision.RETURN, (1, 1, 7), reason="分歧较大", experts=[expert.pk]),
        by=make_staff("secretary"),
    )
    case.refresh_from_db()
    assert case.state == State.EXPERT_REVIEW
    assert case.panels.get(closed_at__isnull=True).members.get().expert == expert


@pytest.mark.parametrize(
    ("votes", "decision", "sentence"),
    [
        ((5, 4, 1), Decision.NOTICE, "未过半数"),
        ((5, 0, 5), Decision.NOTICE, "未过半数"),
        ((6, 4, 0), Decision.REJECT, "已过半数"),
        ((0, 0, 0), Decision.NOTICE, "票数"),
        ((-1, 9, 0), Decision.REJECT, "负数"),
    ],
)
def test_votes_that_do_not_carry_the_decision_are_refused(votes, decision, sentence):
    case = before_committee()
    with pytest.raises(ValidationError, match=sentence):
        record_decision(
            meeting=meeting(),
            outcome=outcome(case, decision, votes, reason="理由"),
            by=make_staff("secretary"),
        )
    assert not CommitteeDecision.objects.exists()


def test_a_meeting_lies_between_the_review_and_today_and_has_minutes():
    case = before_committee()
    secretary = make_staff("secretary")
    for held, sentence in (
        (meeting(1), "还没有到"),
        (meeting(-3), "早于"),
        (meeting(minutes=" "), "纪要"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            record_decision(meeting=held, outcome=outcome(case, Decision.NOTICE), by=secretary)


@pytest.mark.parametrize("missing", ["reason", "experts"])
def test_what_the_step_lacks_undoes_the_decision_too(missing):
    case = before_committee()
    more = {"reason": "分歧较大", "experts": [make_expert().pk]}
    more.pop(missing)
    with pytest.raises(StepRefused):
        record_decision(
            meeting=meeting(),
            outcome=outcome(case, Decision.RETURN, (1, 1, 7), **more),
            by=make_staff("secretary"),
        )
    case.refresh_from_db()
    assert case.state == State.COMMITTEE
    assert not case.decisions.exists()
    assert list(flaws_of(case)) == []


@pytest.mark.parametrize("role", ["officer", "guide", "publisher", "handler"])
def test_no_other_office_records_decisions(role):
    case = before_committee()
    with pytest.raises(PermissionDenied):
        record_decision(
            meeting=meeting(), outcome=outcome(case, Decision.NOTICE), by=make_staff(role)
        )


def test_a_secretary_does_not_decide_his_own_case():
    secretary = make_staff("secretary")
    case = before_committee(applicant=secretary)
    with pytest.raises(PermissionDenied):
        record_decision(meeting=meeting(), outcome=outcome(case, Decision.NOTICE), by=secretary)


def test_only_a_case_before_the_committee_is_decided_and_an_old_page_is_refused():
    secretary = make_staff("secretary")
    accepted = make_case(State.ACCEPTED)
    with pytest.raises(StepRefused, match="不在委员会审议中"):
        record_decision(meeting=meeting(), outcome=outcome(accepted, Decision.NOTICE), by=secretary)
    case = before_committee()
    with pytest.raises(StepRefused) as refused:
        record_decision(
            meeting=meeting(),
            outcome=outcome(case, Decision.NOTICE),
            by=secretary,
            seen=case.events_written - 1,
        )
    assert refused.value.code == "moved-on"


def test_one_sitting_on_several_cases_is_written_whole():
    first, second = before_committee(), before_committee()
    record_sitting(
        meeting=meeting(),
        outcomes=[
            outcome(first, Decision.NOTICE),
            outcome(second, Decision.REJECT, (0, 9, 0), reason="材料不实"),
        ],
        by=make_staff("secretary"),
    )
    assert Case.objects.get(pk=first.pk).decisions.get().decision == Decision.NOTICE
    assert Case.objects.get(pk=second.pk).state == State.NOT_PASSED


def test_one_wrong_row_keeps_the_whole_sitting_back_and_names_its_case():
    good, bad = before_committee(), before_committee()
    with pytest.raises(ValidationError) as refused:
        record_sitting(
            meeting=meeting(),
            outcomes=[outcome(good, Decision.NOTICE), outcome(bad, Decision.NOTICE, (1, 8, 0))],
            by=make_staff("secretary"),
        )
    assert [bad.number in one for one in refused.value.messages] == [True]
    assert not CommitteeDecision.objects.exists()
    assert list(flaws_of(Case.objects.get(pk=good.pk))) == []
