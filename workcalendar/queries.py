"""Which days are worked, and periods of days. Each call asks the database once, or not at all.

A year that nobody has entered counts as Mondays to Fridays: `year_is_known` tells, so that a screen
can say a date is provisional.
"""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from .counting import WorkCalendar
from .enums import DayKind, DayUnit
from .models import CalendarDay


def whole_calendar() -> WorkCalendar:
    """Everything entered, for whoever counts for many cases: one query for all of them."""
    return _read(CalendarDay.objects.all())


def is_workday(day: datetime.date) -> bool:
    return _read(CalendarDay.objects.filter(date=day)).is_workday(day)


def add_days(
    start: datetime.date, days: int, *, unit: DayUnit, roll: bool = False
) -> datetime.date:
    """The last day of a period; see WorkCalendar.add_days."""
    rows = CalendarDay.objects.all()
    if unit == DayUnit.CALENDAR:
        if not roll:
            return start + datetime.timedelta(days=days)
        rows = rows.filter(date__gte=start + datetime.timedelta(days=days))
    elif days >= 0:
        rows = rows.filter(date__gte=start)
    return _read(rows).add_days(start, days, unit=unit, roll=roll)


def days_between(start: datetime.date, end: datetime.date, *, unit: DayUnit) -> int:
    """The days of a period; see WorkCalendar.days_between."""
    if unit == DayUnit.CALENDAR:
        return (end - start).days
    rows = CalendarDay.objects.filter(date__range=(min(start, end), max(start, end)))
    return _read(rows).days_between(start, end, unit=unit)


def year_is_known(year: int) -> bool:
    """Whether a holiday of that year has been entered; else it is 尚未录入 and dates may change."""
    return CalendarDay.objects.filter(date__year=year, kind=DayKind.HOLIDAY).exists()


def known_years() -> set[int]:
    """The years of which a holiday has been entered."""
    holidays = CalendarDay.objects.filter(kind=DayKind.HOLIDAY)
    return {first.year for first in holidays.dates("date", "year")}


def days_of(year: int) -> QuerySet[CalendarDay]:
    """What has been entered for a year, by date."""
    return CalendarDay.objects.filter(date__year=year).order_by("date")


def _read(rows: QuerySet[CalendarDay]) -> WorkCalendar:
    return WorkCalendar.of(rows.order_by().values_list("date", "kind"))
