"""委员会审议: records what the committee decided, and takes the step that follows from it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications import rules
from applications.domain import acts
from applications.domain.refusals import StepRefused
from applications.domain.transitioning import lock_case, transition
from applications.enums import CaseAct, Decision, State
from applications.models import Case, CommitteeDecision
from media.models import PrivateFile


@dataclass(frozen=True, slots=True)
class Meeting:
    """One sitting: when, what was said."""

    met_on: datetime.date
    minutes: str
    minutes_file: PrivateFile | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the committee said of one case. ``reason`` goes to the applicant when it is rejected."""

    case_id: int
    votes_for: int
    votes_against: int
    abstentions: int
    decision: Decision
    reason: str = ""
    experts: Sequence[int] = ()

    @property
    def present(self) -> int:
        return self.votes_for + self.votes_against + self.abstentions


@transaction.atomic
def record_decision(
    *,
    meeting: Meeting,
    outcome: Outcome,
    by: User,
    seen: int | None = None,
    now: datetime.datetime | None = None,
) -> CommitteeDecision:
    """Write the decision down. 不通过 and 退回 are carried out at once; 公示 waits for the notice.

    A decision recorded wrongly is recorded again: the last one holds. Raises StepRefused,
    ValidationError, PermissionDenied.
    """
    moment = now or timezone.now()
    case = lock_case(outcome.case_id)
    if not rules.may_review(by, case):
        raise PermissionDenied(_("您不能为这件申报登记委员会决定。"))
    if case.state != State.COMMITTEE:
        raise StepRefused(
            _("这件申报现在是“%(state)s”，不在委员会审议中。请刷新页面看最新情况。")
            % {"state": case.get_state_display()},
            code="moved-on",
        )
    if seen is not None and seen != case.events_written:
        raise StepRefused(
            _("您打开页面之后，这件申报又有了新的办理记录。请刷新后再办理。"), code="moved-on"
        )
    problems = list(_flaws(meeting, outcome, case, timezone.localdate(moment)))
    if problems:
        raise ValidationError(problems)
    decision = CommitteeDecision.objects.create(
        case=case,
        met_on=meeting.met_on,
        votes_for=outcome.votes_for,
        votes_against=outcome.votes_against,
        abstentions=outcome.abstentions,
        decision=outcome.decision,
        minutes=meeting.minutes.strip(),
        minutes_file=meeting.minutes_file,
        recorded_at=moment,
        recorded_by=by,
    )
    votes = [outcome.votes_for, outcome.votes_against, outcome.abstentions]
    data = {"decision": outcome.decision, "met_on": meeting.met_on.isoformat(), "votes": votes}
    acts.note(case=case, act=CaseAct.DECIDED, by=by, at=moment, data=data)
    _carry_out(outcome, by, moment)
    return decision


@transaction.atomic
def record_sitting(
    *,
    meeting: Meeting,
    outcomes: Iterable[Outcome],
    by: User,
    now: datetime.datetime | None = None,
) -> list[CommitteeDecision]:
    """One sitting on several cases, all of them or none. Errors name their case."""
    done: list[CommitteeDecision] = []
    problems: list[str] = []
    for outcome in outcomes:
        try:
            done.append(record_decision(meeting=meeting, outcome=outcome, by=by, now=now))
        except ValidationError as error:
            case = Case.objects.get(pk=outcome.case_id)
            problems += [f"{case.number} {case.title}：{one}" for one in error.messages]
    if not done and not problems:
        problems.append(_("请至少填写一件申报的表决结果。"))
    if problems:
        raise ValidationError(problems)
    return done


def _flaws(meeting: Meeting, outcome: Outcome, case: Case, today: datetime.date) -> Iterable[str]:
    came = timezone.localdate(case.state_since)
    if meeting.met_on > today:
        yield _("会议日期还没有到。")
    elif meeting.met_on < came:
        yield _("会议日期早于提交委员会的日期（%(day)s）。") % {"day": came}
    if not meeting.minutes.strip():
        yield _("请写明会议纪要。")
    if min(outcome.votes_for, outcome.votes_against, outcome.abstentions) < 0:
        yield _("票数不能是负数。")
    elif not outcome.present:
        yield _("请填写表决票数。")
    else:
        yield from _votes_against_decision(outcome)


def _votes_against_decision(outcome: Outcome) -> Iterable[str]:
    """More than half of those present decide (abstentions count as present)."""
    words = {"present": outcome.present, "votes": outcome.votes_for}
    majority = outcome.votes_for * 2 > outcome.present
    if outcome.decision == Decision.NOTICE and not majority:
        yield _("出席 %(present)d 人，同意 %(votes)d 票，未过半数，不能进入公示。") % words
    if outcome.decision == Decision.REJECT and majority:
        yield _("出席 %(present)d 人，同意 %(votes)d 票，已过半数，不能登记为不通过。") % words


def _carry_out(outcome: Outcome, by: User, now: datetime.datetime) -> None:
    if outcome.decision == Decision.REJECT:
        transition(case_id=outcome.case_id, name="reject", by=by, reason=outcome.reason, now=now)
    elif outcome.decision == Decision.RETURN:
        transition(
            case_id=outcome.case_id,
            name="send_back",
            by=by,
            reason=outcome.reason,
            wanted={"experts": list(outcome.experts)},
            now=now,
        )
