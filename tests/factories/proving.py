"""Sessions that have come where they are by real steps."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from outreach.domain.transitioning import transition
from outreach.enums import Answer, EvidenceKind, SessionState
from outreach.models import Evidence, Session
from tests.factories.media import picture_bytes
from tests.factories.outreach import make_outreach_staff, make_session
from tests.factories.uploads import make_private_file

ALL_PROOF = (EvidenceKind.SIGN_IN_SHEET, EvidenceKind.PHOTO)


def prove(session: Session, *kinds: EvidenceKind, by: User) -> list[Evidence]:
    """Evidence of these kinds, whole and checked."""
    return [
        Evidence.objects.create(
            session=session,
            kind=kind,
            file=make_private_file(
                picture_bytes() if kind == EvidenceKind.PHOTO else None,
                f"{kind.label}.{'jpg' if kind == EvidenceKind.PHOTO else 'pdf'}",
                owner=by,
            ),
            added_by=by,
        )
        for kind in kinds
    ]


def walk(state: SessionState, *, by: User | None = None, **fields: Any) -> Session:
    """A session taken to ``state`` step by step; held ones were two weeks ago."""
    staff = by or make_outreach_staff("archivist")
    now = timezone.now()
    began = now - datetime.timedelta(days=14)
    fields.setdefault("begins_at", began.replace(minute=0, second=0, microsecond=0))
    session = make_session(**fields)
    asked = session.begins_at - datetime.timedelta(days=20)

    def take(name: str, at: datetime.datetime, **wanted: Any) -> None:
        transition(session_id=session.pk, name=name, by=staff, wanted=wanted, now=at)

    if state != SessionState.DRAFT:
        take("publish", asked)
    if state not in (SessionState.DRAFT, SessionState.PENDING):
        session.confirmations.update(answer=Answer.AGREED, answered_at=asked)
        take("confirm", asked)
    if state in (SessionState.OPEN, SessionState.CLOSED):
        take("open", asked)
    if state == SessionState.CLOSED:
        take("close", asked)
    if state in (SessionState.HELD, SessionState.ARCHIVED):
        prove(session, *ALL_PROOF, by=staff)
        take("hold", session.ends_at, adults=12, minors=20)
    if state == SessionState.ARCHIVED:
        take("archive", session.ends_at)
    return Session.objects.get(pk=session.pk)
