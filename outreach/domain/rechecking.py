"""Sessions planned once that clash now: hours, days off and closures change after one has planned."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from outreach import queries
from outreach.domain.conflicts import Conflict, standing_of_many
from outreach.enums import TAKES_PLACE, Severity
from outreach.models import Session

MOST = 3000


def clashing(
    *, now: datetime.datetime | None = None, **narrowing: Any
) -> list[tuple[Session, list[Conflict]]]:
    """Sessions to come with something nobody has solved or let stand, by time.

    ``narrowing`` are lookups: ``teacher=…`` after a teacher's availability was changed.
    """
    rows = queries.sessions().filter(
        state__in=TAKES_PLACE, begins_at__gt=now or timezone.now(), **narrowing
    )
    sessions = list(rows.order_by("begins_at", "pk")[:MOST])
    found = standing_of_many(sessions, at_least=Severity.BLOCK_PUBLISHING)
    return [(one, grave) for one, grave in zip(sessions, found, strict=True) if grave]
