"""The classes that belong to a record or a venue, as its public page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from outreach.enums import TAKES_PLACE, SessionState
from outreach.feed_links import feed_address
from outreach.finding.query import Facet
from outreach.finding.rows import ClassRow, class_rows
from outreach.finding.standing import Standing, standing_of
from outreach.models import ProgrammeProject, Session
from outreach.queries import public_sessions
from registry.models import HeritageProject, Inheritor, PracticeBase

COMING, HELD = 4, 8
"""Classes shown of each; the rest is one click away."""


@dataclass(frozen=True, slots=True)
class Shown:
    row: ClassRow
    standing: Standing


@dataclass(frozen=True, slots=True)
class RecordClasses:
    """What one can join, and what was held and archived. Addresses lead to all of them."""

    coming: list[Shown]
    coming_count: int
    coming_address: str
    held: list[Shown]
    held_count: int
    held_address: str
    feed: str

    def __bool__(self) -> bool:
        return bool(self.coming or self.held)


def classes_of(sessions: QuerySet[Session], asked: str) -> RecordClasses:
    """Coming and archived classes out of these public sessions. Four queries.

    ``asked`` is the query string that finds them in the list, "" when the list has none.
    """
    now = timezone.now()
    coming = sessions.filter(state__in=TAKES_PLACE, open_to_public=True, begins_at__gt=now)
    held = sessions.filter(state=SessionState.ARCHIVED).order_by("-begins_at", "-pk")
    path = reverse("outreach:list")
    return RecordClasses(
        coming=_shown(coming[:COMING], now),
        coming_count=coming.count(),
        coming_address=path + asked if asked else "",
        held=_shown(held[:HELD], now),
        held_count=held.count(),
        held_address=f"{path}{asked}&when=held" if asked else "",
        feed=feed_address(asked) if asked else "",
    )


def classes_of_record(record: Any) -> RecordClasses | None:
    """Of an inheritor who teaches, a project that is taught, or a base that is a venue."""
    if not record.pk:
        return None
    if isinstance(record, HeritageProject):
        taught = ProgrammeProject.objects.filter(project=record).values("programme")
        sessions = public_sessions().filter(programme__in=taught)
        return classes_of(sessions, f"?{Facet.PROJECT}={record.slug}")
    if isinstance(record, Inheritor):
        teacher = getattr(record, "teacher", None)
        if teacher is None:
            return None
        sessions = public_sessions().filter(teacher=teacher)
        return classes_of(sessions, f"?{Facet.TEACHER}={teacher.pk}")
    if isinstance(record, PracticeBase):
        venues = list(record.venues.order_by("pk").values_list("pk", flat=True))
        if not venues:
            return None
        asked = "&".join(f"{Facet.VENUE}={pk}" for pk in venues)
        return classes_of(public_sessions().filter(venue__in=venues), f"?{asked}")
    return None


def _shown(sessions: QuerySet[Session], now: Any) -> list[Shown]:
    rows = class_rows(sessions, with_projects=False)
    return [Shown(row, standing_of(row, now)) for row in rows]
