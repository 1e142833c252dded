"""The table of all steps: from → to, who may, what must hold, what is written.

The legal ones come from 非物质文化遗产法 arts. 20 to 24 and district practice. Beside them stand
steps that take a wrong one back (``undo_…``): nothing is ever deleted, a case goes back by a step
that is logged like any other.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from applications import rules
from applications.domain import effects, guards, promulgating
from applications.domain.steps import TARGETS_BY_NAME, Transition
from applications.enums import BEFORE_NOTICE, FINAL, Decision, LetterKind, State
from applications.models import Case


def _where_correction_returns(case: Case) -> State:
    open_one = case.corrections.filter(closed_at__isnull=True).first()
    return State(open_one.returns_to) if open_one else State.SUBMITTED


def _before_the_end(case: Case) -> State:
    return State(case.came_from)


ROWS = (
    Transition(
        "ask_guidance",
        _("请求指导"),
        (State.DRAFT,),
        State.GUIDED,
        rules.acts_for_applicant,
    ),
    Transition(
        "return_guidance",
        _("完成指导"),
        (State.GUIDED,),
        State.DRAFT,
        rules.may_guide,
        letter=LetterKind.GUIDANCE,
    ),
    Transition(
        "submit",
        _("提交"),
        (State.DRAFT, State.GUIDED),
        State.SUBMITTED,
        rules.acts_for_applicant,
        guards=(guards.round_open, guards.dossier_complete),
        effects=(effects.freeze_dossier, effects.give_number, effects.start_acceptance),
        letter=LetterKind.RECEIPT,
    ),
    Transition(
        "accept",
        _("受理"),
        (State.SUBMITTED,),
        State.ACCEPTED,
        rules.may_accept,
        effects=(effects.end_acceptance,),
        letter=LetterKind.ACCEPTANCE,
    ),
    Transition(
        "undo_accept",
        _("撤销受理"),
        (State.ACCEPTED,),
        State.SUBMITTED,
        rules.may_accept,
        effects=(effects.start_acceptance,),
        reason_needed=True,
        letter=LetterKind.PROGRESS,
    ),
    Transition(
        "refuse",
        _("不予受理"),
        (State.SUBMITTED,),
        State.NOT_ACCEPTED,
        rules.may_accept,
        guards=(guards.basis_given,),
        effects=(effects.note_basis, effects.end_clocks),
        reason_needed=True,
        letter=LetterKind.REFUSAL,
    ),
    Transition(
        "request_correction",
        _("要求补正"),
        (State.SUBMITTED, State.ACCEPTED),
        State.CORRECTING,
        rules.may_accept,
        guards=(guards.correction_left, guards.defects_named),
        effects=(effects.open_correction,),
        letter=LetterKind.CORRECTION,
    ),
    Transition(
        "answer_correction",
        _("提交补正"),
        (State.CORRECTING,),
        _where_correction_returns,
        rules.acts_for_applicant,
        guards=(guards.dossier_complete,),
        effects=(effects.freeze_dossier, effects.close_correction),
        letter=LetterKind.RECEIPT,
    ),
    Transition(
        "undo_correction",
        _("撤销补正要求"),
        (State.CORRECTING,),
        _where_correction_returns,
        rules.may_accept,
        effects=(effects.close_correction, effects.give_correction_back),
        reason_needed=True,
        letter=LetterKind.PROGRESS,
    ),
    Transition(
        "lapse",
        _("确认逾期终止"),
        (State.CORRECTING,),
        State.LAPSED,
        rules.may_accept,
        guards=(guards.correction_overdue,),
        effects=(effects.close_children,),
        letter=LetterKind.LAPSE,
    ),
    Transition(
        "open_review",
        _("组织专家评审"),
        (State.ACCEPTED,),
        State.EXPERT_REVIEW,
        rules.may_review,
        guards=(guards.panel_chosen,),
        effects=(effects.open_panel,),
        letter=LetterKind.PROGRESS,
    ),
    Transition(
        "undo_review",
        _("撤销专家组"),
        (State.EXPERT_REVIEW,),
        State.ACCEPTED,
        rules.may_review,
        guards=(guards.no_score_yet,),
        effects=(effects.close_panel,),
        reason_needed=True,
    ),
    Transition(
        "close_review",
        _("提交委员会审议"),
        (State.EXPERT_REVIEW,),
        State.COMMITTEE,
        rules.may_review,
        guards=(guards.panel_has_finished, guards.panel_in_favour),
        effects=(effects.close_panel,),
        letter=LetterKind.PROGRESS,
    ),
    Transition(
        "fail_review",
        _("专家评审未通过"),
        (State.EXPERT_REVIEW,),
        State.NOT_PASSED,
        rules.may_review,
        guards=(guards.panel_has_finished, guards.panel_not_in_favour),
        effects=(effects.close_panel, effects.end_clocks),
        reason_needed=True,
        letter=LetterKind.NOT_PASSED,
    ),
    Transition(
        "send_back",
        _("退回专家再评"),
        (State.COMMITTEE,),
        State.EXPERT_REVIEW,
        rules.may_review,
        guards=(guards.decided(Decision.RETURN), guards.panel_chosen),
        effects=(effects.note_decision, effects.open_panel),
        reason_needed=True,
    ),
    Transition(
        "reject",
        _("不通过"),
        (State.COMMITTEE,),
        State.NOT_PASSED,
        rules.may_review,
        guards=(guards.decided(Decision.REJECT),),
        effects=(effects.note_decision, effects.end_clocks),
        reason_needed=True,
        letter=LetterKind.NOT_PASSED,
    ),
    Transition(
        "put_on_notice",
        _("公示"),
        (State.COMMITTEE,),
        State.ON_NOTICE,
        rules.may_publish,
        guards=(guards.decided(Decision.NOTICE), guards.on_published_notice),
        effects=(effects.note_decision, effects.note_candidacy),
        letter=LetterKind.NOTICE,
    ),
    Transition(
        "uphold_objection",
        _("异议成立，退回委员会"),
        (State.ON_NOTICE,),
        State.COMMITTEE,
        rules.may_review,
        guards=(guards.objection_upheld, guards.notice_corrected),
        effects=(effects.take_off_notice, effects.end_clocks),
        reason_needed=True,
        letter=LetterKind.PROGRESS,
    ),
    Transition(
        "take_off_notice",
        _("更正公示，退回委员会"),
        (State.ON_NOTICE,),
        State.COMMITTEE,
        rules.may_review,
        guards=(guards.notice_corrected,),
        effects=(effects.take_off_notice, effects.end_clocks),
        reason_needed=True,
        letter=LetterKind.PROGRESS,
    ),
    Transition(
        "close_notice",
        _("公示期满，报批"),
        (State.ON_NOTICE,),
        State.REPORTING,
        rules.may_review,
        guards=(guards.notice_over, guards.objections_closed),
        effects=(effects.leave_notice, effects.end_clocks),
        letter=LetterKind.PROGRESS,
    ),
    Transition(
        "undo_close_notice",
        _("撤销报批，退回委员会"),
        (State.REPORTING,),
        State.COMMITTEE,
        rules.may_review,
        reason_needed=True,
    ),
    Transition(
        "promulgate",
        _("登记公布"),
        (State.REPORTING,),
        State.PROMULGATED,
        rules.may_promulgate,
        guards=(promulgating.act_given,),
        effects=(promulgating.make_record, effects.end_clocks),
        letter=LetterKind.PROMULGATION,
    ),
    Transition(
        "withdraw",
        _("撤回"),
        BEFORE_NOTICE,
        State.WITHDRAWN,
        rules.acts_for_applicant,
        effects=(effects.close_children,),
        reason_needed=True,
        letter=LetterKind.WITHDRAWAL,
    ),
    Transition(
        "reopen",
        _("同意重新办理"),
        FINAL,
        _before_the_end,
        rules.may_reopen,
        guards=(guards.asked_by_another,),
        effects=(effects.reopen,),
        reason_needed=True,
        letter=LetterKind.REOPENED,
    ),
)

TABLE: dict[str, Transition] = {row.name: row for row in ROWS}

TARGETS_BY_NAME.update(
    answer_correction=(State.SUBMITTED, State.ACCEPTED),
    undo_correction=(State.SUBMITTED, State.ACCEPTED),
    reopen=(*BEFORE_NOTICE, State.REPORTING),
)
