"""专家评审: experts declare, turn down and score; the secretary replaces who cannot.

Everything happens under the lock on the case, so that no score is written once a panel is closed.
"""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications import expert_messages, rules
from applications.domain import acts, conflicts
from applications.domain.refusals import StepRefused
from applications.domain.transitioning import lock_case
from applications.enums import CaseAct, MemberState, State
from applications.models import Expert, PanelMember, Score
from applications.sheets import Sheet, flaws_of

BEFORE_SCORING = (MemberState.INVITED, MemberState.DECLARED)
GONE = (MemberState.RECUSED, MemberState.DECLINED, MemberState.REPLACED)


@transaction.atomic
def declare(*, member_id: int, by: User, now: datetime.datetime | None = None) -> PanelMember:
    """The expert says that nothing binds him to the applicant; only then may he read the dossier.

    Saying it twice is the same as once. Refused when the house knows of a relation.
    """
    member = _own_part(member_id, by)
    if member.state in (MemberState.DECLARED, MemberState.SCORED):
        return member
    _expect(member, MemberState.INVITED)
    found = conflicts.relations(expert=member.expert, case=member.panel.case)
    if found:
        raise StepRefused([*found, _("请选择“回避”，我们会另请专家。")])
    member.state = MemberState.DECLARED
    member.declared_at = now or timezone.now()
    member.statement = _("本人与申报人、申报单位没有利害关系，能够公正评审。")
    member.save(update_fields=["state", "declared_at", "statement"])
    _note(member, CaseAct.DECLARED, by, member.declared_at)
    return member


@transaction.atomic
def recuse(
    *, member_id: int, by: User, reason: str, now: datetime.datetime | None = None
) -> PanelMember:
    """回避: something binds him. Possible until the panel is closed; scores given before count no more."""
    member = _own_part(member_id, by)
    _expect(member, *BEFORE_SCORING, MemberState.SCORED)
    _turn_down(member, MemberState.RECUSED, reason)
    _note(member, CaseAct.RECUSED, by, now or timezone.now())
    return member


@transaction.atomic
def decline(
    *, member_id: int, by: User, reason: str, now: datetime.datetime | None = None
) -> PanelMember:
    """谢绝: he has no time or feels not competent. Not after his scores are in."""
    member = _own_part(member_id, by)
    _expect(member, *BEFORE_SCORING)
    _turn_down(member, MemberState.DECLINED, reason)
    _note(member, CaseAct.DECLINED, by, now or timezone.now())
    return member


@transaction.atomic
def save_sheet(
    *, member_id: int, by: User, sheet: Sheet, seen: int | None = None, window: str = ""
) -> PanelMember:
    """Keep what is written so far. Scores that are in are changed by handing them in again alone.

    Refused when another window has saved since the revision ``seen``; ``window`` names one's own.
    """
    member = _own_part(member_id, by)
    if member.state == MemberState.SCORED:
        raise StepRefused(_("您已提交评分。要修改，请改好后再按“提交评分”。"), code="handed-in")
    _expect(member, MemberState.DECLARED)
    _write(member, sheet, whole=False, seen=seen, window=window)
    return member


@transaction.atomic
def hand_in(
    *,
    member_id: int,
    by: User,
    sheet: Sheet,
    seen: int | None = None,
    window: str = "",
    now: datetime.datetime | None = None,
) -> PanelMember:
    """The expert's scores, opinion and vote. They can be handed in again until the panel is closed."""
    moment = now or timezone.now()
    member = _own_part(member_id, by)
    _expect(member, MemberState.DECLARED, MemberState.SCORED)
    act = CaseAct.RESCORED if member.state == MemberState.SCORED else CaseAct.SCORED
    member.state = MemberState.SCORED
    member.scored_at = moment
    _write(member, sheet, whole=True, seen=seen, window=window)
    _note(member, act, by, moment)
    return member


@transaction.atomic
def replace_expert(
    *,
    member_id: int,
    expert_id: int,
    by: User,
    reason: str = "",
    now: datetime.datetime | None = None,
) -> PanelMember:
    """The secretary asks somebody else in place of one who recused, declined or does not answer.

    A reason is needed where the expert himself gave none.
    """
    moment = now or timezone.now()
    old = _locked(member_id)
    case = old.panel.case
    if not rules.may_review(by, case):
        raise PermissionDenied(_("您不能为这件申报更换专家。"))
    _expect_open(old)
    if old.state in (MemberState.SCORED, MemberState.REPLACED) or hasattr(old, "replacement"):
        raise StepRefused(_("这位专家已经评分或已经更换，不用再换。请刷新页面。"))
    if old.state in BEFORE_SCORING and not reason.strip():
        raise StepRefused(_("请写明为什么更换。"))
    expert = _replacement(old, expert_id, by, timezone.localdate(moment))
    if old.state in BEFORE_SCORING:
        old.state = MemberState.REPLACED
        old.statement = reason.strip()
        old.save(update_fields=["state", "statement"])
        expert_messages.thank(old)
    new = PanelMember.objects.create(
        panel=old.panel, expert=expert, invited_at=moment, replaces=old
    )
    expert_messages.invite(new)
    data = {"panel": old.panel.number, "expert": old.expert.name, "replacement": expert.name}
    acts.note(case=case, act=CaseAct.REPLACED, by=by, at=moment, reason=reason.strip(), data=data)
    return new


def remind_experts(today: datetime.date) -> int:
    """Remind who has not scored and has few days left, or is late; how many. Safe to run twice."""
    reminded = 0
    waiting = PanelMember.objects.filter(
        panel__closed_at__isnull=True,
        panel__case__state=State.EXPERT_REVIEW,
        state__in=BEFORE_SCORING,
    ).exclude(reminded_on=today)
    for member in waiting.select_related("expert__user", "panel__case__version"):
        days = member.panel.case.terms.reminder_days
        if member.panel.due_on - today > datetime.timedelta(days=days):
            continue
        with transaction.atomic():
            expert_messages.remind(member, today)
            PanelMember.objects.filter(pk=member.pk).update(reminded_on=today)
        reminded += 1
    return reminded


def _locked(member_id: int) -> PanelMember:
    """The part, read after the case was locked."""
    case_id = PanelMember.objects.values_list("panel__case_id", flat=True).get(pk=member_id)
    case = lock_case(case_id)
    member = PanelMember.objects.select_related("panel", "expert__user").get(pk=member_id)
    member.panel.case = case
    return member


def _own_part(member_id: int, by: User) -> PanelMember:
    member = _locked(member_id)
    if member.expert.user_id != by.pk or rules.is_applicant(by, member.panel.case):
        raise PermissionDenied(_("这不是您的评审任务。"))
    _expect_open(member)
    return member


def _expect_open(member: PanelMember) -> None:
    if member.panel.closed_at is not None or member.panel.case.state != State.EXPERT_REVIEW:
        raise StepRefused(_("这件申报的评审已经结束，评分已锁定。"), code="closed")


def _expect(member: PanelMember, *states: MemberState) -> None:
    if member.state not in states:
        raise StepRefused(
            _("您在这件申报中的状态是“%(state)s”，不能这样做。请刷新页面看最新情况。")
            % {"state": member.get_state_display()},
            code="moved-on",
        )


def _turn_down(member: PanelMember, state: MemberState, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("请简单写明理由，只有评审秘书能看到。")})
    member.state = state
    member.statement = reason.strip()
    member.save(update_fields=["state", "statement"])


def _write(
    member: PanelMember, sheet: Sheet, *, whole: bool, seen: int | None, window: str
) -> None:
    own = window and window == member.window
    if seen is not None and seen != member.revision and not own:
        raise StepRefused(
            _("您在另一个窗口保存过这份评分。请核对下面的内容，再保存一次。"), code="stale"
        )
    problems: dict[str, list[str]] = {}
    for name, sentence in flaws_of(sheet, member.panel.case.form, whole=whole):
        problems.setdefault(name or "__all__", []).append(sentence)
    if problems:
        raise ValidationError(problems)
    for item, mark in sheet.marks.items():
        Score.objects.update_or_create(
            member=member,
            item=item,
            defaults={"points": mark.points, "remark": mark.remark.strip()},
        )
    member.in_favour = sheet.in_favour
    member.opinion = sheet.opinion.strip()
    member.revision += 1
    member.window = window
    member.save(update_fields=["state", "scored_at", "in_favour", "opinion", "revision", "window"])


def _replacement(old: PanelMember, expert_id: int, by: User, day: datetime.date) -> Expert:
    expert = Expert.objects.select_related("user").filter(pk=expert_id).first()
    if expert is None:
        raise StepRefused(_("所选专家已不在专家库里，请重新选择。"))
    problems = list(conflicts.reasons_against(expert=expert, case=old.panel.case, day=day))
    if old.panel.members.filter(expert=expert).exists():
        problems.append(_("%(name)s已经在这个专家组里。") % {"name": expert.name})
    if expert.user_id == by.pk:
        problems.append(_("组织评审的人不能同时做这件申报的专家。"))
    if problems:
        raise StepRefused(problems)
    return expert


def _note(member: PanelMember, act: CaseAct, by: User, at: datetime.datetime) -> None:
    """Reasons stay with the part: more people read the log than may know why somebody recused."""
    data = {"panel": member.panel.number, "expert": member.expert.name}
    acts.note(case=member.panel.case, act=act, by=by, at=at, data=data)
