"""What happens to a case without moving it, written into its log like a step."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.models import User
from applications.domain import versions
from applications.domain.logging import write_event
from applications.enums import CaseAct
from applications.models import Case, CaseEvent


def note(
    *,
    case: Case,
    act: CaseAct,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> CaseEvent:
    """One row of the log. The caller holds the lock on the case; ``data`` names people, never content."""
    event = write_event(
        case=case,
        step=act,
        by=by,
        from_state=case.state,
        to_state=case.state,
        reason=reason,
        version=versions.latest(case),
        data=data,
        at=at,
    )
    case.save(update_fields=["events_written", "log_head", "changed_at"])
    return event
