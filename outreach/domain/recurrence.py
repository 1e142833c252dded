"""On which days a series has sessions."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from dateutil.rrule import MO, WEEKLY, rrule

from outreach.enums import Frequency
from outreach.models import Series
from workcalendar.enums import DayKind
from workcalendar.models import CalendarDay

MOST_DAYS = 400
"""More sessions than the bureau holds in a year are a slip of a date."""


def days_of_series(series: Series) -> list[datetime.date]:
    """The days by its rule and by hand, without those left out; asks the work calendar if it has to."""
    ruled = days_by_rule(series)
    if series.skip_holidays:
        ruled -= holidays_among(ruled)
    return sorted((ruled | _dates(series.extra_days)) - _dates(series.left_out))


def days_by_rule(series: Series) -> set[datetime.date]:
    """RFC 5545's WEEKLY with WKST=MO: a fortnight is counted from the week of the first day.

    A day somebody named by hand stands even on a holiday; that the conflicts tell.
    """
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


def holidays_among(days: Collection[datetime.date]) -> set[datetime.date]:
    """Of these the public holidays, where the year has been entered."""
    if not days:
        return set()
    rows = CalendarDay.objects.filter(kind=DayKind.HOLIDAY, date__range=(min(days), max(days)))
    return set(days) & set(rows.values_list("date", flat=True))


def _dates(written: list[str]) -> set[datetime.date]:
    return {datetime.date.fromisoformat(one) for one in written}
