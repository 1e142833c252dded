"""On which days a series has sessions."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from dateutil.rrule import MO, WEEKLY, rrule

from outreach.enums import Frequency
from outreach.localtime import ONE_DAY
from outreach.models import SchoolTerm, Series
from workcalendar.enums import DayKind
from workcalendar.models import CalendarDay

MOST_DAYS = 400
"""More sessions than the bureau holds in a year are a slip of a date."""
HORIZON = 3 * 366
"""Days within which a number of classes has to be reached: a class a month for three years."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a series, and those of its rule that it leaves out by itself."""

    held: list[datetime.date]
    holidays: list[datetime.date]
    between_terms: list[datetime.date]


def days_of_series(series: Series) -> list[datetime.date]:
    """The days by its rule and by hand, without those left out; asks the work calendar if it has to."""
    return sorted_out(series).held


def sorted_out(series: Series) -> Days:
    """The same, with what falls on holidays and between terms told apart.

    A day somebody named by hand stands even there; that the conflicts tell.
    """
    ruled = days_by_rule(series) - _dates(series.left_out)
    holidays = holidays_among(ruled) if series.skip_holidays else set()
    ruled -= holidays
    between = ruled - days_in_terms(ruled) if series.term_time else set()
    by_hand = days_by_hand(series)
    return Days(
        held=sorted(ruled - between | by_hand),
        holidays=sorted(holidays - by_hand),
        between_terms=sorted(between - by_hand),
    )


def last_day_for(series: Series, count: int) -> datetime.date | None:
    """The last day of a rule that is to give so many classes, those by hand counted in.

    None when it never does. Looks at the series as if it had no end, and leaves it as it was.
    """
    by_hand = days_by_hand(series)
    told, series.last_day = series.last_day, series.first_day + HORIZON * ONE_DAY
    ruled = [day for day in days_of_series(series) if day not in by_hand]
    series.last_day = told
    missing = count - len(by_hand)
    return ruled[missing - 1] if 0 < missing <= len(ruled) else None


def days_by_rule(series: Series) -> set[datetime.date]:
    """RFC 5545's WEEKLY with WKST=MO: a fortnight is counted from the week of the first day."""
    if series.frequency == Frequency.BY_HAND or not series.weekdays:
        return set()
    rule = rrule(
        WEEKLY,
        interval=2 if series.frequency == Frequency.FORTNIGHTLY else 1,
        byweekday=[int(one) for one in series.weekdays],
        wkst=MO,
        dtstart=datetime.datetime.combine(series.first_day, datetime.time()),
        until=datetime.datetime.combine(series.last_day, datetime.time()),
    )
    return {one.date() for one in rule}


def days_by_hand(series: Series) -> set[datetime.date]:
    """Those added to the rule, or all there are, without those left out."""
    return _dates(series.extra_days) - _dates(series.left_out)


def holidays_among(days: Collection[datetime.date]) -> set[datetime.date]:
    """Of these the public holidays, where the year has been entered."""
    if not days:
        return set()
    rows = CalendarDay.objects.filter(kind=DayKind.HOLIDAY, date__range=(min(days), max(days)))
    return set(days) & set(rows.values_list("date", flat=True))


def days_in_terms(days: Collection[datetime.date]) -> set[datetime.date]:
    """Of these the days on which schools teach."""
    if not days:
        return set()
    rows = SchoolTerm.objects.filter(first_day__lte=max(days), last_day__gte=min(days))
    terms = list(rows.values_list("first_day", "last_day"))
    return {day for day in days if any(first <= day <= last for first, last in terms)}


def _dates(written: list[str]) -> set[datetime.date]:
    return {datetime.date.fromisoformat(one) for one in written}
