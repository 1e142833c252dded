"""/classes/calendar/: a month of sessions, and one day of many."""

from __future__ import annotations

import calendar
import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach.enums import Weekday
from outreach.feed_links import feed_address
from outreach.finding.counting import chips, choices, matching
from outreach.finding.query import YEARS, ClassQuery, read_month, read_query
from outreach.finding.rows import ClassRow, class_rows
from outreach.finding.values import known
from outreach.queries import public_sessions
from outreach.views.public.listing import shown

IN_A_CELL = 3
"""Sessions a day's cell shows; the rest stands on the day's own page."""
MONTHS_BACK, MONTHS_AHEAD = 36, 18
"""How far the links lead: a robot would follow them for ever."""


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """The month's sessions, given-up ones too, in at most three queries."""
    query, today = read_query(request.GET), timezone.localdate()
    first, wrong = read_month(request.GET.get("month", ""), today)
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    now, path = timezone.now(), reverse("outreach:calendar")
    rows = _rows(weeks[0][0], weeks[-1][-1])
    query, names = known(query, rows)
    by_day: dict[datetime.date, list[ClassRow]] = {}
    for row in matching(rows, query, now):
        for day in row.days:
            by_day.setdefault(day, []).append(row)
    elsewhere = f"{first:%Y-%m}" if first != today.replace(day=1) else ""
    within = [row for row in rows if any(day.month == first.month for day in row.days)]
    days = [[_cell(day, by_day.get(day, []), first, now) for day in week] for week in weeks]
    context = {
        "title": _("公益课日历"),
        "section": "classes",
        "look": "calendar",
        "query": query,
        "notices": [*query.notices, *([wrong] if wrong else [])],
        "chips": chips(query, names, path, month=elsewhere),
        "cleared": path + query.cleared().address(month=elsewhere),
        **choices(within, query, names, now),
        "path": path,
        "asked_month": elsewhere,
        "first": first,
        "weekdays": [str(one.label) for one in Weekday],
        "weeks": days,
        "agenda": [cell for week in days for cell in week if cell["within"] and cell["classes"]],
        "total": sum(len(c["classes"]) + c["more"] for w in days for c in w if c["within"]),
        "before": _month_link(first, -1, today, query),
        "after": _month_link(first, 1, today, query),
        "here": "" if first == today.replace(day=1) else path + query.address(),
        "feed": feed_address(query.feed_address),
        "canonical": path + (f"?month={first:%Y-%m}" if request.GET.get("month") else ""),
    }
    return render(request, "outreach/public/calendar.html", context)


@require_safe
def day(request: HttpRequest, day: datetime.date) -> HttpResponse:
    """Everything on one day, for days with more than a cell holds."""
    query, now = read_query(request.GET), timezone.now()
    rows = _rows(day, day, with_projects=query.needs_projects)
    query, names = known(query, rows)
    path = reverse("outreach:day", args=[day])
    context = {
        "title": _("公益课日历"),
        "section": "classes",
        "query": query,
        "day": day,
        "weekday": Weekday(day.weekday()).label,
        "classes": [shown(row, now) for row in matching(rows, query, now)],
        "chips": chips(query, names, path),
        "cleared": path,
        "month": reverse("outreach:calendar") + query.address(month=f"{day:%Y-%m}"),
        "before": _day_link(day - datetime.timedelta(1), query),
        "after": _day_link(day + datetime.timedelta(1), query),
    }
    return render(request, "outreach/public/day.html", context)


def _day_link(day: datetime.date, query: ClassQuery) -> str:
    """Nothing beyond the days that have an address."""
    return reverse("outreach:day", args=[day]) + query.address() if day.year in YEARS else ""


def _rows(
    first: datetime.date, last: datetime.date, *, with_projects: bool = True
) -> list[ClassRow]:
    """What is on these local days."""
    sessions = public_sessions().filter(ends_at__gt=_midnight(first))
    sessions = sessions.filter(begins_at__lt=_midnight(last + datetime.timedelta(1)))
    return class_rows(sessions, with_projects=with_projects)


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())


def _cell(
    day: datetime.date, rows: list[ClassRow], first: datetime.date, now: datetime.datetime
) -> dict[str, Any]:
    cut = IN_A_CELL if len(rows) > IN_A_CELL + 1 else len(rows)
    return {
        "day": day,
        "weekday": Weekday(day.weekday()).label,
        "within": day.month == first.month,
        "today": day == timezone.localdate(now),
        "classes": [shown(row, now) for row in rows[:cut]],
        "more": len(rows) - cut,
        "total": len(rows),
    }


def _month_link(
    first: datetime.date, step: int, today: datetime.date, query: ClassQuery
) -> dict[str, Any] | None:
    """The month before or after, unless it lies further off than anybody plans."""
    number = first.year * 12 + first.month - 1 + step
    off = number - (today.year * 12 + today.month - 1)
    if not -MONTHS_BACK <= off <= MONTHS_AHEAD:
        return None
    month = datetime.date(number // 12, number % 12 + 1, 1)
    return {
        "first": month,
        "address": reverse("outreach:calendar") + query.address(month=f"{month:%Y-%m}"),
    }
