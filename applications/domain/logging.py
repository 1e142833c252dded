"""Writes the log of a case."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.models import User
from applications.models import Case, CaseEvent, DossierVersion
from safeguards import chain


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
        at=at,
        step=step,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        version=version,
        data=data or {},
    )
    chain.append(event, to=case, by=by)
    return event
