"""What all pages of planning share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outreach import rules
from outreach.admin.pages import RoomPage
from outreach.localtime import ONE_DAY, ONE_WEEK, monday_of

MOST_DIGITS = 18
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
    return f"{found}?{urlencode(told, doseq=True)}" if told else found


def keys_in(told: Iterable[str]) -> list[int]:
    """The keys of rows among what an address or a form said; no table has more digits than these."""
    return [int(one) for one in told if one.isdecimal() and len(one) <= MOST_DIGITS]


def spans_from(today: datetime.date) -> list[tuple[str, datetime.date, datetime.date]]:
    """The weeks and months that planners speak of, in words: each with its first and last day."""
    week, month = monday_of(today), today.replace(day=1)
    next_month = (month + 31 * ONE_DAY).replace(day=1)
    after = (next_month + 31 * ONE_DAY).replace(day=1)
    return [
        (gettext("本周"), today, week + 6 * ONE_DAY),
        (gettext("下周"), week + ONE_WEEK, week + ONE_WEEK + 6 * ONE_DAY),
        (gettext("本月"), today, next_month - ONE_DAY),
        (gettext("下个月"), next_month, after - ONE_DAY),
    ]
