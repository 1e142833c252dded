"""Writes the log of a session."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.models import User
from outreach.models import Session, SessionEvent
from safeguards import chain


def write_event(
    *,
    session: Session,
    step: str,
    by: User | None,
    from_state: str,
    reason: str = "",
    data: dict[str, Any] | None = None,
    at: datetime.datetime,
) -> SessionEvent:
    """Add one row to the chain. The caller holds the lock on the session and saves it afterwards."""
    event = SessionEvent(
        session=session,
        at=at,
        step=step,
        from_state=from_state,
        to_state=session.state,
        reason=reason,
        data=data or {},
    )
    chain.append(event, to=session, by=by)
    return event
