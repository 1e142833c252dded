"""Coming classes on pages that are about something else."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from outreach.feed_links import feed_address, session_feed_address
from outreach.finding.counting import asked
from outreach.finding.query import ClassQuery
from outreach.finding.rows import class_rows
from outreach.finding.standing import standing_of

register = template.Library()


@register.simple_tag
def coming_classes(count: int = 4) -> list[dict[str, Any]]:
    """``{% coming_classes 4 as coming %}``: the next public classes. One query."""
    now = timezone.now()
    rows = class_rows(asked(ClassQuery(), now)[:count], with_projects=False)
    return [{"row": row, "standing": standing_of(row, now)} for row in rows]


@register.simple_tag
def calendar_address(session_id: int | None = None) -> str:
    """``{% calendar_address %}`` of all classes, ``{% calendar_address row.pk %}`` of one."""
    return feed_address() if session_id is None else session_feed_address(session_id)
