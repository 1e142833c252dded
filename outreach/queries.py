"""What is read of sessions; each gives a QuerySet."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from media.enums import FileState
from outreach.enums import BUSY, COUNTED, PUBLIC, TAKES_SEATS, RegistrationState, SessionState
from outreach.models import Evidence, Feedback, Registration, Session
from outreach.rules import only_own

OPENS_BEFORE, CLOSES_AFTER = datetime.timedelta(days=2), datetime.timedelta(days=7)
"""So long a host has the names of a session's people at hand: to print the sheet beforehand, to send
afterwards what a device has kept."""


def sessions() -> QuerySet[Session]:
    """All, with what every list shows of them, in one query; no list needs to decrypt a telephone."""
    rows = Session.objects.select_related(
        "programme", "venue", "venue__division", "room", "teacher", "teacher__inheritor"
    )
    return rows.defer("teacher__phone", "teacher__email")


def sessions_for(user: Any) -> QuerySet[Session]:
    """Those a member of staff has to do with: a host, only those he was assigned to."""
    return sessions().filter(hosts=user) if only_own(user) else sessions()


def sessions_to_run(user: Any, now: datetime.datetime) -> QuerySet[Session]:
    """Whose door this member of staff may open now: a host for some days before and after alone."""
    rows = sessions_for(user)
    if not only_own(user):
        return rows
    return rows.filter(begins_at__lt=now + OPENS_BEFORE, ends_at__gt=now - CLOSES_AFTER)


def public_sessions() -> QuerySet[Session]:
    """What everybody may read: published, and not a draft or waiting for an answer."""
    return sessions().filter(published_at__isnull=False, state__in=PUBLIC)


def overlapping(begins_at: datetime.datetime, ends_at: datetime.datetime) -> QuerySet[Session]:
    """Sessions that take teacher and place at some moment of the half-open time."""
    return sessions().filter(state__in=BUSY, begins_at__lt=ends_at, ends_at__gt=begins_at)


def counted(year: int) -> QuerySet[Session]:
    """Held in this year, by the bureau's local days; archived or still to be."""
    return sessions().filter(state__in=COUNTED, begins_at__year=year)


def archived(year: int) -> QuerySet[Session]:
    """What counts for the year's target."""
    return counted(year).filter(state=SessionState.ARCHIVED)


def with_seats_taken(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Each session with ``seats_taken``: places given, and those on offer to who waits."""
    return rows.annotate(seats_taken=_seats_of(TAKES_SEATS))


def with_seats_waiting(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Each session with ``seats_waiting``: for how many people somebody waits."""
    return rows.annotate(seats_waiting=_seats_of((RegistrationState.WAITING,)))


def _seats_of(states: tuple[RegistrationState, ...]) -> Coalesce:
    seats = (
        Registration.objects.filter(session=OuterRef("pk"), state__in=states)
        .order_by()
        .values("session")
        .annotate(number=Sum("seats"))
        .values("number")
    )
    return Coalesce(Subquery(seats), 0)


def evidence_of(session: Session) -> QuerySet[Evidence]:
    """What was handed in and not taken away again, files still on their way too."""
    gone = (FileState.REFUSED, FileState.REMOVED)
    rows = session.evidence.filter(removed_at__isnull=True).exclude(file__state__in=gone)
    return rows.select_related("file", "added_by")


def proof_of(session: Session) -> QuerySet[Evidence]:
    """Evidence that was received whole and checked: what the session is proven by."""
    return evidence_of(session).filter(file__state=FileState.READY)


def feedback_on(session: Session) -> QuerySet[Feedback]:
    """What people thought of it; the registrations, and so the names, are not read with it."""
    return Feedback.objects.filter(registration__session=session)
