"""The one door through which a session changes its state."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from outreach.domain.logging import write_event
from outreach.domain.refusals import StepRefused
from outreach.domain.steps import Step
from outreach.domain.table import TABLE
from outreach.models import Session, SessionEvent


def transition(
    *,
    session_id: int,
    name: str,
    by: User | None,
    reason: str = "",
    wanted: dict[str, Any] | None = None,
    now: datetime.datetime | None = None,
    seen: int | None = None,
) -> SessionEvent:
    """Take one step of the table: lock, look again, ask, write state, log and messages, all or nothing.

    ``by`` is None for the clock and for a party that answered by its link. ``seen`` is the number of
    events the actor had before him: when another one has been written since, nothing happens.
    Raises StepRefused, PermissionDenied, Session.DoesNotExist.
    """
    moment = now or timezone.now()
    row = TABLE[name]
    with transaction.atomic():
        session = lock_session(session_id)
        if session.state not in row.sources:
            raise StepRefused(
                _("这一场现在是“%(state)s”，不能%(step)s。请刷新页面看最新情况。")
                % {"state": session.get_state_display(), "step": row.label},
                code="moved-on",
            )
        if seen is not None and seen != session.events_written:
            raise StepRefused(
                _("您打开页面之后，这一场又有了新的改动。请刷新后再办理。"), code="moved-on"
            )
        if not row.may(by, session) if by is not None else not row.by_clock:
            raise PermissionDenied(_("您不能对这一场%(step)s。") % {"step": row.label})
        step = Step(
            session=session,
            name=name,
            by=by,
            reason=reason.strip(),
            wanted=wanted or {},
            now=moment,
            target=row.target,
        )
        problems = [_("请写明理由。")] if row.reason_needed and not step.reason else []
        for guard in row.guards:
            problems += guard(step)
        if problems:
            raise StepRefused(problems)
        before, session.state = session.state, row.target
        for effect in row.effects:
            effect(step)
        event = write_event(
            session=session,
            step=name,
            by=by,
            from_state=before,
            reason=step.reason,
            data=step.noted,
            at=moment,
        )
        session.save()
    return event


def lock_session(session_id: int) -> Session:
    """The session, locked until the transaction ends; on SQLite the whole database is."""
    rows = Session.objects.select_related("programme", "venue", "room", "teacher")
    return rows.select_for_update(of=("self",)).get(pk=session_id)


def possible_steps(user: User, session: Session) -> list[str]:
    """Names of the steps this user may try now; guards are asked when he does."""
    return [
        name
        for name, row in TABLE.items()
        if session.state in row.sources and row.may(user, session)
    ]
