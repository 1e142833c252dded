"""Writes the log of a session."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.models import User
from outreach.enums import SessionState
from outreach.models import Session, SessionEvent
from safeguards import chain

LONG = ("note", "staff_note")


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


def log_plan(
    session: Session,
    step: str,
    *,
    by: User,
    reason: str = "",
    data: dict[str, Any],
    at: datetime.datetime,
) -> None:
    """A change of the plan. A draft that was never published is the planner's own sheet: no log."""
    if session.state != SessionState.DRAFT or session.events_written:
        write_event(
            session=session,
            step=step,
            by=by,
            from_state=session.state,
            reason=reason.strip(),
            data=data,
            at=at,
        )


def told_of(session: Session, before: dict[str, Any], changed: list[str]) -> dict[str, Any]:
    """What the log keeps: each field that changed, before and after. Long texts by name alone."""
    return {
        name: [_plain(before[name]), _plain(getattr(session, name))]
        for name in changed
        if name not in LONG
    } | {name: "changed" for name in changed if name in LONG}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return getattr(value, "pk", value)
