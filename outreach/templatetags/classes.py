"""Coming classes on pages that are about something else."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

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
