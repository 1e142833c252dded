"""What does not go together: a planned session against all others and its circumstances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from outreach import queries
from outreach.enums import ConflictKind, Severity
from outreach.models import Session


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that stands in the way. ``subject`` names the other side: see models.Override."""

    kind: ConflictKind
    severity: Severity
    sentence: str
    subject: str = ""
    other: Any = None


def conflicts_of(session: Session) -> list[Conflict]:
    """Everything wrong with the session as it is in memory, saved or not; the gravest first."""
    found = []
    for other in queries.overlapping(session.begins_at, session.ends_at).exclude(pk=session.pk):
        found += _overlap(session, other)
    return sorted(found, key=lambda one: -one.severity)


def standing(session: Session, *, at_least: Severity) -> list[Conflict]:
    """Those of this severity or graver that nobody has let stand by an override."""
    let = set(session.overrides.values_list("kind", "subject")) if session.pk else set()
    return [
        one
        for one in conflicts_of(session)
        if one.severity >= at_least
        and (one.severity == Severity.BLOCK or (one.kind.value, one.subject) not in let)
    ]


def _overlap(session: Session, other: Session) -> list[Conflict]:
    found = []
    words = {"time": _span(other), "title": other.shown_title}
    if session.teacher_id is not None and session.teacher_id == other.teacher_id:
        found.append(
            Conflict(
                ConflictKind.TEACHER,
                Severity.BLOCK,
                _("老师这时在上“%(title)s”（%(time)s）。") % words,
                f"session:{other.pk}",
                other,
            )
        )
    if session.venue_id == other.venue_id and (
        session.room_id is None or other.room_id is None or session.room_id == other.room_id
    ):
        found.append(
            Conflict(
                ConflictKind.PLACE,
                Severity.BLOCK,
                _("场地这时有“%(title)s”（%(time)s）。") % words,
                f"session:{other.pk}",
                other,
            )
        )
    return found


def _span(session: Session) -> str:
    begins, ends = timezone.localtime(session.begins_at), timezone.localtime(session.ends_at)
    return f"{begins:%H:%M}–{ends:%H:%M}"
