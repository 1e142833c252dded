"""Fills years with what the State Council announced, as the chinesecalendar package has it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import chinese_calendar
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..enums import DayKind
from ..models import CalendarDay
from ..queries import days_of, known_years

FIRST_YEAR = 2004
"""The first year the package knows; cases and acts of the registry are no older."""


def announced_days(year: int) -> list[CalendarDay]:
    """The days of a year as announced, not saved. Raises ValidationError for an unknown year."""
    try:
        return list(_announced(year))
    except NotImplementedError:
        raise ValidationError(
            _(
                "程序里还没有 %(year)d 年的放假安排（国务院一般在前一年十一月公布）。"
                "请按通知逐日录入，或更新程序后再预填。"
            )
            % {"year": year}
        ) from None


def missing_days(year: int) -> list[CalendarDay]:
    """Those announced days of a year that nobody has entered, not saved."""
    entered = set(days_of(year).values_list("date", flat=True))
    return [day for day in announced_days(year) if day.date not in entered]


@transaction.atomic
def fill_year(*, year: int, by: Any = None) -> list[CalendarDay]:
    """Enter the announced days of a year; what stands there already stays as it is.

    Gives the days that were added. A day that staff have removed comes back: a command that runs at
    each start must use `fill_unknown_years`.
    """
    added = missing_days(year)
    CalendarDay.objects.bulk_create(added, ignore_conflicts=True)
    saved = list(CalendarDay.objects.filter(date__in=[day.date for day in added]))
    if by is not None:
        for day in saved:
            log(instance=day, action="wagtail.create", user=by)
    return saved


def fill_unknown_years() -> dict[int, int]:
    """Fill every year that has no holiday yet and is announced; the days added to each."""
    known = known_years()
    return {year: len(fill_year(year=year)) for year in announced_years() if year not in known}


def announced_years() -> list[int]:
    """The years the package knows."""
    years = []
    year = FIRST_YEAR
    while _is_announced(year):
        years.append(year)
        year += 1
    return years


def _is_announced(year: int) -> bool:
    try:
        chinese_calendar.is_workday(datetime.date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def _announced(year: int) -> Iterator[CalendarDay]:
    for day in chinese_calendar.get_dates(datetime.date(year, 1, 1), datetime.date(year, 12, 31)):
        rested, name = chinese_calendar.get_holiday_detail(day)
        if name:
            kind = DayKind.HOLIDAY if rested else DayKind.MAKE_UP
            yield CalendarDay(date=day, kind=kind, name=chinese_calendar.Holiday(name).chinese)
