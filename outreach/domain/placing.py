"""Taking a place and a teacher: under a lock, so that two planners never take the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from outreach.domain import conflicts
from outreach.domain.checks import Conflict
from outreach.domain.refusals import Clash, StepRefused
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


def save_in_place(session: Session) -> None:
    """Save it where ``take_place`` found room; what PostgreSQL knows better is told in a sentence.

    Its exclusion constraints hold whatever this code missed: rows written by hand, or by a program
    that took no lock. Raises StepRefused.
    """
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        if AT_A_TIME not in str(error):
            raise
        raise StepRefused(
            _("这个时间的场地或老师刚刚被别的场次占用，没有保存。请刷新页面，换一个时间。"),
            code="taken",
        ) from error


AT_A_TIME = "_at_a_time"
"""How the names of the exclusion constraints end: see migrations 0002 and the later ones."""
