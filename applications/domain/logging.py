"""Writes the log of a case and proves it whole."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Case, CaseEvent, DossierVersion

CLOCK_NAME = "系统时钟"


def write_event(
    *,
    case: Case,
    step: str,
    by: User | None,
    from_state: str,
    to_state: str,
    reason: str = "",
    version: DossierVersion | None = None,
    data: dict[str, Any] | None = None,
    at: datetime.datetime,
) -> CaseEvent:
    """Add one row to the chain. The caller holds the lock on the case and saves it afterwards."""
    event = CaseEvent(
        case=case,
        sequence=case.events_written + 1,
        at=at,
        actor=by,
        actor_name=by.get_full_name() if by else CLOCK_NAME,
        step=step,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        version=version,
        data=data or {},
        previous_hash=case.log_head,
    )
    event.hash = event.seal()
    event.save()
    case.events_written = event.sequence
    case.log_head = event.hash
    return event


def flaws_of(case: Case) -> Iterator[str]:
    """Sentences about everything in the log that is not as it was written; none when it is whole.

    Finds changed, missing, added and reordered rows, a cut-off end, and a state that the log does
    not lead to. Whoever may write to the database can forge the whole chain: note the head
    (``verify_case_log`` prints it) somewhere else from time to time.
    """
    head, state, count = "", "", 0
    for event in case.events.order_by("sequence"):
        count += 1
        if event.sequence != count:
            yield _("第 %(number)d 条缺失") % {"number": count}
            count = event.sequence
        if event.previous_hash != head:
            yield _("第 %(number)d 条与前一条接不上") % {"number": event.sequence}
        if event.seal() != event.hash:
            yield _("第 %(number)d 条的内容被改动过") % {"number": event.sequence}
        if state and event.from_state != state:
            yield _("第 %(number)d 条的起始状态与前一条不符") % {"number": event.sequence}
        head, state = event.hash, event.to_state
    if count != case.events_written or head != case.log_head:
        yield _("记录的末尾与案件登记的不符")
    if state != case.state:
        yield _("案件的状态与记录推出的不符")
