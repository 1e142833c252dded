"""What must hold for a step. Each guard gives a sentence for everything that stands in its way."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from outreach import queries
from outreach.domain import conflicts
from outreach.domain.effects import planned_as
from outreach.domain.steps import Step
from outreach.enums import Answer, EvidenceKind, SessionKind, Severity

TAUGHT = (SessionKind.CLASS, SessionKind.TALK)
"""Kinds that need a teacher; shows and festivals may do without."""


def whole(step: Step) -> Iterator[str]:
    if step.session.teacher_id is None and step.session.kind in TAUGHT:
        yield _("还没有安排老师。")


def ahead(step: Step) -> Iterator[str]:
    if step.session.begins_at <= step.now:
        yield _("开始时间已经过了。")


def no_grave_conflict(step: Step) -> Iterator[str]:
    for one in conflicts.standing(step.session, at_least=Severity.BLOCK_PUBLISHING):
        yield one.sentence


def both_agreed(step: Step) -> Iterator[str]:
    """Teacher (where there is one) and venue have agreed to it as it is planned now."""
    live = step.session.confirmations.filter(outdated=False)
    answers = {one.party: one for one in live}
    planned = planned_as(step.session)
    for one in answers.values():
        if one.asked_of != planned:
            yield _("%(party)s答复之后安排又改过，请重新请对方确认。") % {
                "party": one.get_party_display()
            }
        elif one.answer != Answer.AGREED:
            yield _("%(party)s还没有同意。") % {"party": one.get_party_display()}
    if not answers:
        yield _("还没有请老师和场地确认。")


def for_the_public(step: Step) -> Iterator[str]:
    if not step.session.open_to_public:
        yield _("这一场不面向公众报名。")


def before_closing(step: Step) -> Iterator[str]:
    if step.now >= step.session.closes_at:
        yield _("报名截止时间已经过了。")


def begun(step: Step) -> Iterator[str]:
    if step.session.begins_at > step.now:
        yield _("这一场还没有开始，不能登记为已举办。")


def heads_counted(step: Step) -> Iterator[str]:
    """Reads ``adults`` and ``minors``."""
    heads = [step.wanted.get("adults"), step.wanted.get("minors")]
    if any(not isinstance(number, int) or number < 0 for number in heads):
        yield _("请填写到场的成人和未成年人人数，没有填 0。")
    elif not any(heads):
        yield _("到场人数不能都是 0。没有人来的场次请取消并说明理由。")


def proven(step: Step) -> Iterator[str]:
    if not queries.proof_of(step.session).exists():
        yield _("请上传签到表或现场照片。")


def wholly_proven(step: Step) -> Iterator[str]:
    held = set(queries.proof_of(step.session).values_list("kind", flat=True))
    if EvidenceKind.SIGN_IN_SHEET not in held:
        yield _("归档前请补上签到表。")
    if EvidenceKind.PHOTO not in held:
        yield _("归档前请补上现场照片。")


def new_time_given(step: Step) -> Iterator[str]:
    """Reads ``begins_at`` and ``ends_at`` of the new session."""
    begins, ends = step.wanted.get("begins_at"), step.wanted.get("ends_at")
    if begins is None or ends is None:
        yield _("请填写延期后的开始和结束时间。")
    elif ends <= begins:
        yield _("结束时间要晚于开始时间。")
    elif begins <= step.now:
        yield _("延期后的时间要在今后。")
