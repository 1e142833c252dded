"""How joining a session stands for somebody who looks at it: one query, and no one's name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, Sum

from outreach import rules
from outreach.enums import (
    COUNTED,
    TAKES_PLACE,
    TAKES_SEATS,
    RegistrationState,
    SessionState,
)
from outreach.models import Session


class Joining(StrEnum):
    """What one can do."""

    OPEN = "open"
    WAITLIST = "waitlist"
    FULL = "full"
    NOT_YET = "not-yet"
    CLOSED = "closed"
    PRIVATE = "private"
    OVER = "over"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Standing:
    """Seats left, room in the queue, and what follows from them. ``waiting`` counts people."""

    joining: Joining
    free: int
    waiting: int
    waitlist_free: int

    @property
    def takes_people(self) -> bool:
        return self.joining in (Joining.OPEN, Joining.WAITLIST)


def standing_of(session: Session, *, now: datetime.datetime) -> Standing:
    """Who waits has the free seats before whoever comes now: then there is only the queue."""
    waits = Q(state=RegistrationState.WAITING)
    sums = session.registrations.aggregate(
        taken=Sum("seats", filter=Q(state__in=TAKES_SEATS)), waiting=Sum("seats", filter=waits)
    )
    free = max(session.seats - (sums["taken"] or 0), 0)
    waiting = sums["waiting"] or 0
    waitlist_free = max(session.waitlist_seats - waiting, 0)
    return Standing(_joining(session, free, waitlist_free, now), free, waiting, waitlist_free)


def _joining(session: Session, free: int, waitlist_free: int, now: datetime.datetime) -> Joining:
    if session.state in COUNTED or (session.state in TAKES_PLACE and now >= session.ends_at):
        return Joining.OVER
    if session.state not in TAKES_PLACE or not rules.is_public(session):
        return Joining.OFF
    if not session.open_to_public:
        return Joining.PRIVATE
    if session.state == SessionState.CONFIRMED and now < session.closes_at:
        return Joining.NOT_YET
    if session.state != SessionState.OPEN or now >= session.closes_at:
        return Joining.CLOSED
    if free:
        return Joining.OPEN
    return Joining.WAITLIST if waitlist_free else Joining.FULL
