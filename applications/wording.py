"""What states and steps are called to the applicant and the public: plain words, and who has it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.enums import State
from applications.models import Case, CaseEvent


@dataclass(frozen=True, slots=True)
class Standing:
    """A state in plain words: what it is, what happens now, who has it."""

    label: Any
    now: Any
    holder: Any


STANDINGS: dict[State, Standing] = {
    State.DRAFT: Standing(
        _("填写中，尚未提交"), _("您随时可以继续填写，写下的内容会自动保存。"), _("申报人")
    ),
    State.GUIDED: Standing(
        _("指导员正在查看"), _("您仍可以继续修改，指导员看完后会告诉您。"), _("指导员")
    ),
    State.SUBMITTED: Standing(
        _("已提交，等待受理"), _("工作人员正在核对材料是否齐全。"), _("受理人员")
    ),
    State.ACCEPTED: Standing(_("已受理"), _("正在安排专家评审。"), _("评审秘书")),
    State.NOT_ACCEPTED: Standing(_("不予受理"), _("这次申报到此结束，理由见通知书。"), _("已办结")),
    State.CORRECTING: Standing(_("请补正材料"), _("请按通知书逐项修改，再提交补正。"), _("申报人")),
    State.LAPSED: Standing(_("逾期未补正，已终止"), _("这次申报到此结束。"), _("已办结")),
    State.EXPERT_REVIEW: Standing(_("专家评审中"), _("专家正在审阅和评分。"), _("评审专家")),
    State.COMMITTEE: Standing(_("委员会审议中"), _("评审委员会将作出决定。"), _("评审委员会")),
    State.NOT_PASSED: Standing(_("本次未通过"), _("这次申报到此结束，理由见通知书。"), _("已办结")),
    State.ON_NOTICE: Standing(
        _("正在公示"), _("公众可以查看并提出异议，期满无异议后报政府批准。"), _("社会公众")
    ),
    State.REPORTING: Standing(
        _("等待政府批准"), _("公示期满，已报政府批准公布。"), _("区人民政府")
    ),
    State.PROMULGATED: Standing(
        _("已公布"), _("已列入名录，名录页整理好后可以在公共目录里查到。"), _("已办结")
    ),
    State.WITHDRAWN: Standing(_("已撤回"), _("这次申报已按申报人的要求撤回。"), _("已办结")),
}

WAY = (
    State.DRAFT,
    State.SUBMITTED,
    State.ACCEPTED,
    State.EXPERT_REVIEW,
    State.COMMITTEE,
    State.ON_NOTICE,
    State.REPORTING,
    State.PROMULGATED,
)
"""The straight way, for the line of what was, is and comes."""


def standing(case: Case) -> Standing:
    """Where the case stands, in plain words."""
    return STANDINGS[State(case.state)]


STEPS: dict[str, Any] = {
    "start": _("开始填写"),
    "ask_guidance": _("请指导员查看"),
    "return_guidance": _("指导员看过，给出了意见"),
    "submit": _("提交申报"),
    "accept": _("予以受理"),
    "undo_accept": _("受理撤销，重新核对材料"),
    "refuse": _("不予受理"),
    "request_correction": _("发出补正通知"),
    "answer_correction": _("提交补正"),
    "undo_correction": _("补正要求撤销"),
    "lapse": _("逾期未补正，办理终止"),
    "open_review": _("开始专家评审"),
    "undo_review": _("重新安排专家评审"),
    "close_review": _("专家评审结束，提交委员会"),
    "fail_review": _("专家评审未通过"),
    "send_back": _("委员会要求再次评审"),
    "reject": _("委员会审议未通过"),
    "put_on_notice": _("开始公示"),
    "uphold_objection": _("公示更正，委员会重新审议"),
    "take_off_notice": _("公示更正，委员会重新审议"),
    "close_notice": _("公示结束，报政府批准"),
    "undo_close_notice": _("退回委员会审议"),
    "promulgate": _("政府公布，列入名录"),
    "withdraw": _("撤回申报"),
    "reopen": _("重新办理"),
}
"""Steps as the applicant and the public read them; who on the staff took one is not told."""

REASON_TOLD = frozenset({"refuse", "fail_review", "reject", "withdraw", "reopen"})
"""Steps whose reason the applicant has in a letter or wrote himself. Other reasons are the office's."""


def what_happened(event: CaseEvent) -> str:
    """A step in plain words."""
    return str(STEPS.get(event.step, event.get_to_state_display()))


def reason_of(event: CaseEvent) -> str:
    """The reason, where it was given to the applicant."""
    return event.reason if event.step in REASON_TOLD else ""


def still_to_come(case: Case) -> list[Standing]:
    """The states ahead on the straight way; none when the case is at its end."""
    if case.is_final:
        return []
    here = State(case.state)
    stands_for = {State.GUIDED: State.DRAFT, State.CORRECTING: State.SUBMITTED}
    place = WAY.index(stands_for.get(here, here))
    return [STANDINGS[state] for state in WAY[place + 1 :]]
