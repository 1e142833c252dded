"""The table of all steps of a session: from → to, who may, what must hold, what is written.

草稿 → 待确认 → 已确认 → 报名中 → 报名截止 → 已举办 → 已归档; 取消 and 延期 before it is held. Steps that
take a wrong one back (``undo_…``) are logged like any other: nothing is deleted.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from outreach import rules
from outreach.domain import effects, guards
from outreach.domain.steps import Transition
from outreach.enums import TAKES_PLACE, SessionState

ROWS = (
    Transition(
        "publish",
        _("发布"),
        (SessionState.DRAFT,),
        SessionState.PENDING,
        rules.may_plan,
        guards=(guards.whole, guards.ahead, guards.no_grave_conflict),
        effects=(effects.note_published, effects.ask_parties),
    ),
    Transition(
        "take_back",
        _("退回草稿"),
        (SessionState.PENDING, SessionState.CONFIRMED),
        SessionState.DRAFT,
        rules.may_plan,
        effects=(effects.outdate_confirmations,),
        reason_needed=True,
    ),
    Transition(
        "confirm",
        _("确认"),
        (SessionState.PENDING,),
        SessionState.CONFIRMED,
        rules.may_plan,
        guards=(guards.both_agreed,),
        effects=(effects.tell_requester,),
        by_clock=True,
    ),
    Transition(
        "open",
        _("开放报名"),
        (SessionState.CONFIRMED,),
        SessionState.OPEN,
        rules.may_plan,
        guards=(guards.for_the_public, guards.before_closing),
        effects=(effects.tell_of_new,),
        by_clock=True,
    ),
    Transition(
        "close",
        _("截止报名"),
        (SessionState.OPEN,),
        SessionState.CLOSED,
        rules.may_plan,
        effects=(effects.end_waiting,),
        by_clock=True,
    ),
    Transition(
        "reopen",
        _("重新开放报名"),
        (SessionState.CLOSED,),
        SessionState.OPEN,
        rules.may_plan,
        guards=(guards.for_the_public, guards.before_closing),
        reason_needed=True,
    ),
    Transition(
        "ask_again",
        _("重新请求确认"),
        (SessionState.PENDING, SessionState.CONFIRMED),
        SessionState.PENDING,
        rules.may_plan,
        guards=(guards.whole, guards.ahead, guards.no_grave_conflict),
        effects=(effects.ask_parties,),
    ),
    Transition(
        "hold",
        _("登记为已举办"),
        (SessionState.CONFIRMED, SessionState.OPEN, SessionState.CLOSED),
        SessionState.HELD,
        rules.may_run,
        guards=(guards.begun, guards.heads_counted, guards.proven),
        effects=(effects.note_heads, effects.end_waiting),
    ),
    Transition(
        "undo_hold",
        _("撤销“已举办”"),
        (SessionState.HELD,),
        SessionState.CLOSED,
        rules.may_archive,
        effects=(effects.forget_heads,),
        reason_needed=True,
    ),
    Transition(
        "archive",
        _("归档"),
        (SessionState.HELD,),
        SessionState.ARCHIVED,
        rules.may_archive,
        guards=(guards.wholly_proven,),
        effects=(effects.note_proof,),
    ),
    Transition(
        "undo_archive",
        _("撤销归档"),
        (SessionState.ARCHIVED,),
        SessionState.HELD,
        rules.may_archive,
        reason_needed=True,
    ),
    Transition(
        "cancel",
        _("取消"),
        TAKES_PLACE,
        SessionState.CANCELLED,
        rules.may_plan,
        effects=(effects.outdate_confirmations, effects.tell_everyone, effects.end_registrations),
        reason_needed=True,
    ),
    Transition(
        "postpone",
        _("延期"),
        TAKES_PLACE,
        SessionState.POSTPONED,
        rules.may_plan,
        guards=(guards.new_time_given,),
        effects=(
            *(effects.plan_replacement, effects.outdate_confirmations),
            *(effects.tell_everyone, effects.end_registrations),
        ),
        reason_needed=True,
    ),
)
TABLE = {row.name: row for row in ROWS}
