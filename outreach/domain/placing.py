"""Taking a place and a teacher: under a lock, so that two planners never take the same."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.domain import conflicts
from outreach.domain.checks import Conflict
from outreach.domain.refusals import Clash
from outreach.enums import Severity
from outreach.models import Session, Teacher, Venue


def take_place(session: Session) -> list[Conflict]:
    """Lock its venue and teacher, look again, and give what does not go together but may be let stand.

    The caller is in a transaction and saves the session afterwards, in the same one. Raises Clash
    where a place or a teacher is taken already.
    """
    teachers = [] if session.teacher_id is None else [session.teacher_id]
    lock_venues_and_teachers(venues=[session.venue_id], teachers=teachers)
    return refuse_blocked(conflicts.conflicts_of(session))


def refuse_blocked(found: list[Conflict]) -> list[Conflict]:
    """Raise Clash when something among them can never stand; else the same list."""
    blocking = [one for one in found if one.severity == Severity.BLOCK]
    if blocking:
        raise Clash(blocking)
    return found


def lock_venues_and_teachers(*, venues: Iterable[int], teachers: Iterable[int]) -> None:
    """Until the transaction ends nobody else plans with these; on SQLite, with any.

    Always venues before teachers and by key, after the session itself: two planners never wait for
    each other.
    """
    for model, keys in ((Venue, venues), (Teacher, teachers)):
        rows = model._default_manager.filter(pk__in=set(keys)).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
