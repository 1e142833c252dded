"""What all pages of planning share."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outreach import rules
from outreach.admin.pages import RoomPage

CALENDAR = "outreach_planning:calendar"
CALENDAR_TITLE = _("课程安排")


class PlanPage(RoomPage):
    """A page for those who plan."""

    header_icon = "calendar-alt"
    allowed = staticmethod(rules.may_plan)
    first = (CALENDAR, CALENDAR_TITLE)


def address(name: str, *args: Any, **query: Any) -> str:
    """An address of planning; what is empty is left out of the query."""
    told = {key: value for key, value in query.items() if value not in (None, "")}
    found = reverse(f"outreach_planning:{name}", args=args)
    return f"{found}?{urlencode(told)}" if told else found
