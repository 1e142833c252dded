"""What must hold before a step: each guard gives a sentence for each thing in the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications import queries
from applications.domain import clocks, conflicts
from applications.domain.completeness import what_is_missing
from applications.domain.steps import Step
from applications.enums import (
    ClockKind,
    Decision,
    ItemType,
    MemberState,
    NoticeState,
    ObjectionState,
)
from applications.models import Expert, NoticeCandidate, Objection, PanelMember


def dossier_complete(step: Step) -> Iterable[str]:
    """Required items are there (非物质文化遗产法 art. 19 and the round's checklist)."""
    return [missing.sentence for missing in what_is_missing(step.case)]


def round_open(step: Step) -> Iterable[str]:
    """The round still takes applications."""
    if not step.case.round.is_open(step.now):
        yield _("“%(round)s”不在申报时间内，暂时不能提交。填写的内容都已保存。") % {
            "round": step.case.round
        }


def basis_given(step: Step) -> Iterable[str]:
    """``wanted["basis"]``: the rule a refusal rests on."""
    if not str(step.wanted.get("basis", "")).strip():
        yield _("请写明依据，例如法律条款或申报须知的条目。")


def correction_left(step: Step) -> Iterable[str]:
    """One correction round by default."""
    if step.case.corrections_used >= step.case.terms.corrections_allowed:
        yield _("本批次允许补正 %(count)d 次，已经用完。") % {
            "count": step.case.terms.corrections_allowed
        }


def defects_named(step: Step) -> Iterable[str]:
    """``wanted["items"]``: (item type, key, defect) of everything to be mended, in one letter."""
    items: list[tuple[str, str, str]] = step.wanted.get("items", [])
    if not items:
        yield _("请至少列出一项需要补正的内容，并一次性列全。")
    form = step.case.form
    for item_type, key, defect in items:
        known = form.question(key) if item_type == ItemType.QUESTION else step.case.material(key)
        if known is None:
            yield _("申报表中没有“%(key)s”这一项。") % {"key": key}
        if not defect.strip():
            yield _("请写明需要怎样补正，申报人才知道该改什么。")


def correction_overdue(step: Step) -> Iterable[str]:
    """The period for mending is over."""
    clock = clocks.running(step.case, ClockKind.CORRECTION)
    if clock is not None and step.today <= clock.due_on:
        yield _("补正期限到 %(day)s，还没有过。") % {"day": date_format(clock.due_on)}


def panel_chosen(step: Step) -> Iterable[str]:
    """``wanted["experts"]``: as many ids as the round sets, none of them related to the case."""
    ids = list(dict.fromkeys(step.wanted.get("experts", [])))
    size = step.case.terms.panel_size
    if len(ids) != size:
        yield _("本批次专家组为 %(size)d 人，现在选了 %(count)d 人。") % {
            "size": size,
            "count": len(ids),
        }
    experts = list(Expert.objects.filter(pk__in=ids).select_related("user"))
    if len(experts) != len(ids):
        yield _("所选专家中有人已不在专家库里，请重新选择。")
    if step.by is not None and any(expert.user_id == step.by.pk for expert in experts):
        yield _("您自己也在所选专家里。组织评审的人不能同时做这件申报的专家。")
    for reasons in conflicts.examine(experts=experts, case=step.case, day=step.today).values():
        yield from reasons


def panel_has_finished(step: Step) -> Iterable[str]:
    """Quorum reached and nobody's scores are outstanding."""
    panel = queries.open_panel(step.case)
    if panel is None:
        yield _("这件申报没有正在评审的专家组。")
        return
    states = list(panel.members.values_list("state", flat=True))
    waiting = sum(one in (MemberState.INVITED, MemberState.DECLARED) for one in states)
    scored = states.count(MemberState.SCORED)
    if waiting:
        yield _("还有 %(count)d 位专家没有评分。") % {"count": waiting}
    if scored + waiting < step.case.terms.quorum:
        yield _("有效评分需要 %(quorum)d 人，现在 %(count)d 人。请补请专家。") % {
            "quorum": step.case.terms.quorum,
            "count": scored,
        }


def _favour(step: Step) -> tuple[int, int]:
    panel = queries.open_panel(step.case)
    scored = PanelMember.objects.filter(panel=panel, state=MemberState.SCORED)
    return scored.filter(in_favour=True).count(), scored.count()


def panel_in_favour(step: Step) -> Iterable[str]:
    """More than half of the experts (非物质文化遗产法 art. 22)."""
    favour, scored = _favour(step)
    if scored and favour * 2 <= scored:
        yield _("%(scored)d 位专家中 %(favour)d 位同意，未过半数，不能提交委员会。") % {
            "scored": scored,
            "favour": favour,
        }


def panel_not_in_favour(step: Step) -> Iterable[str]:
    """The other outcome: half or fewer."""
    favour, scored = _favour(step)
    if favour * 2 > scored:
        yield _("专家过半数同意，应提交委员会审议。")


def no_score_yet(step: Step) -> Iterable[str]:
    """A panel whose work has begun is not dissolved."""
    panel = queries.open_panel(step.case)
    if panel and panel.members.filter(state=MemberState.SCORED).exists():
        yield _("已有专家评分，不能撤销专家组。")


def decided(decision: Decision) -> Any:
    """A guard: the committee's last decision since the case came to it is this one."""

    def guard(step: Step) -> Iterable[str]:
        last = step.case.decisions.filter(recorded_at__gte=step.case.state_since).last()
        if last is None or last.decision != decision:
            yield _("委员会还没有作出“%(decision)s”的决定，请先登记会议纪要和表决结果。") % {
                "decision": decision.label
            }

    return guard


def on_published_notice(step: Step) -> Iterable[str]:
    """``wanted["candidate"]``: the case's place on the notice that is being published."""
    candidate = NoticeCandidate.objects.filter(
        pk=step.wanted.get("candidate", 0), case=step.case, removed_at__isnull=True
    ).first()
    if candidate is None or candidate.notice.state != NoticeState.PUBLISHED:
        yield _("请先把它列入公示名单，再发布公示。")


def _candidate(step: Step) -> NoticeCandidate | None:
    return (
        NoticeCandidate.objects.filter(
            case=step.case, removed_at__isnull=True, notice__state=NoticeState.PUBLISHED
        )
        .select_related("notice")
        .order_by("-notice__published_at")
        .first()
    )


def notice_over(step: Step) -> Iterable[str]:
    """The last day of the notice has passed (非物质文化遗产法 art. 23)."""
    candidate = _candidate(step)
    if candidate is None or candidate.notice.last_day is None:
        yield _("这件申报不在任何公示中。")
    elif step.today <= candidate.notice.last_day:
        yield _("公示到 %(day)s 为止，期满之后才能结束。") % {
            "day": date_format(candidate.notice.last_day)
        }


def objections_closed(step: Step) -> Iterable[str]:
    """Every objection has been answered, and none was upheld."""
    objections = Objection.objects.filter(candidate=_candidate(step))
    open_ones = objections.exclude(
        state__in=[ObjectionState.INADMISSIBLE, ObjectionState.REPLIED]
    ).count()
    if open_ones:
        yield _("还有 %(count)d 件异议没有办结。") % {"count": open_ones}
    if objections.filter(upheld=True).exists():
        yield _("有异议成立，应退回委员会重新审议。")


def objection_upheld(step: Step) -> Iterable[str]:
    """The case goes back to the committee only for an objection that was upheld."""
    if not Objection.objects.filter(candidate=_candidate(step), upheld=True).exists():
        yield _("没有成立的异议。")


def notice_corrected(step: Step) -> Iterable[str]:
    """Candidates are not changed without a correction notice: ``wanted["correction"]`` is its text."""
    if not str(step.wanted.get("correction", "")).strip():
        yield _("请写明更正公告的内容，公众会在公示下面看到。")


def asked_by_another(step: Step) -> Iterable[str]:
    """Two administrators, one after the other."""
    request = step.case.reopening_requests.filter(closed_at__isnull=True).first()
    if request is None:
        yield _("请先由一位管理员提出重新办理，写明理由。")
    elif step.by is not None and request.asked_by_id == step.by.pk:
        yield _("重新办理须由另一位管理员同意。")


OF_THE_CASE = frozenset(
    {
        *(round_open, dossier_complete, correction_left, correction_overdue),
        *(panel_has_finished, panel_in_favour, panel_not_in_favour, no_score_yet),
        *(notice_over, objections_closed, objection_upheld),
    }
)
"""Guards that look at the case alone, not at what somebody fills in: they can be asked beforehand."""
