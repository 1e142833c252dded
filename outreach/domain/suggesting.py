"""What a request could be matched to: its own wishes, looked up in the plan."""

from __future__ import annotations

import datetime

from accounts.models import User
from outreach.domain.slots import Wish, free_slots
from outreach.models import ClassRequest, Session, Venue

PARTS = {"am": "morning", "pm": "afternoon", "evening": "evening"}


def venue_of(request: ClassRequest) -> Venue | None:
    """Where it would be: the venue it names, or the one that is called as the body is."""
    if request.venue is not None:
        return request.venue
    return Venue.objects.filter(active=True, name=request.body_name.strip()).first()


def suggestions_for(request: ClassRequest, *, by: User, now: datetime.datetime) -> list[Session]:
    """Sessions, not saved, one for each wished day on which a teacher and the place are free.

    None where it has named no programme, or where its place is not known yet.
    """
    venue = venue_of(request)
    if request.programme is None or venue is None:
        return []
    found: dict[datetime.datetime, Session] = {}
    for wished in request.wished:
        day = datetime.date.fromisoformat(wished["day"])
        wish = Wish(
            programme=request.programme,
            first_day=day,
            last_day=day,
            venue=venue,
            part=PARTS[wished["part"]],
            seats=request.group_size,
        )
        for slot in free_slots(wish, by=by, now=now).slots:
            found.setdefault(slot.begins_at, slot)
    return list(found.values())
