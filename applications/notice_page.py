"""What the page of a public notice shows; the staff's preview of a draft shows the same."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from applications import records
from applications.enums import State
from applications.models import Notice, NoticeCandidate


def page_of(row: Notice) -> dict[str, Any]:
    """Everything the page shows. The number of queries does not grow with the candidates."""
    candidates = list(row.candidates.select_related("case").order_by("pk"))
    addresses = records.addresses_of([one.case for one in candidates])
    return {
        "notice": row,
        "title": row.title,
        "section": "notices",
        "candidates": [_candidate(one, addresses) for one in candidates if not one.removed_at],
        "removed": [one for one in candidates if one.removed_at],
        "corrections": row.corrections.all(),
        **days_of(row, timezone.localdate()),
    }


def days_of(row: Notice, today: datetime.date) -> dict[str, Any]:
    """Whether it runs, and how many days are left."""
    running = row.takes_objections(today)
    return {"running": running, "days_left": row.days_left(today) if running else None}


def _candidate(row: NoticeCandidate, addresses: dict[int, str]) -> dict[str, Any]:
    return {
        "row": row,
        "url": addresses.get(row.case_id, ""),
        "promulgated": row.case.state == State.PROMULGATED,
    }
