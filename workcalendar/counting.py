"""How days are counted, on a calendar already read; no database here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from .enums import DayKind, DayUnit

ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The holidays and make-up days of some years; whoever counts for many cases reads it once."""

    holidays: frozenset[datetime.date]
    make_up_days: frozenset[datetime.date]

    @classmethod
    def of(cls, rows: Iterable[tuple[datetime.date, str]]) -> WorkCalendar:
        """From dates and their kinds."""
        by_kind: dict[str, set[datetime.date]] = {kind: set() for kind in DayKind.values}
        for date, kind in rows:
            by_kind[kind].add(date)
        return cls(frozenset(by_kind[DayKind.HOLIDAY]), frozenset(by_kind[DayKind.MAKE_UP]))

    def is_workday(self, day: datetime.date) -> bool:
        """Monday to Friday but for holidays, and the weekends worked instead of them."""
        if day.weekday() < SATURDAY:
            return day not in self.holidays
        return day in self.make_up_days

    def add_days(
        self, start: datetime.date, days: int, *, unit: DayUnit, roll: bool = False
    ) -> datetime.date:
        """The last day of a period that begins with `start`; backwards where `days` is negative.

        The day of `start` does not count (民法典 art. 201). With `roll` a period that would end on
        a day of rest ends on the next workday (art. 203): say so for what a person has to do by a
        day, not for a reminder sent before it.
        """
        last = start + days * ONE_DAY
        if unit == DayUnit.WORKING:
            last = self._workdays_away(start, days)
        while roll and not self.is_workday(last):
            last += ONE_DAY
        return last

    def days_between(self, start: datetime.date, end: datetime.date, *, unit: DayUnit) -> int:
        """The days after `start` up to and with `end`; negative where `end` lies before `start`."""
        if unit == DayUnit.CALENDAR:
            return (end - start).days
        if end < start:
            return -self.days_between(end, start, unit=unit)
        worked = sum(start < day <= end and day.weekday() >= SATURDAY for day in self.make_up_days)
        rested = sum(start < day <= end and day.weekday() < SATURDAY for day in self.holidays)
        return _weekdays_until(end) - _weekdays_until(start) + worked - rested

    def _workdays_away(self, start: datetime.date, days: int) -> datetime.date:
        step = ONE_DAY if days > 0 else -ONE_DAY
        day, left = start, abs(days)
        while left:
            day += step
            left -= self.is_workday(day)
        return day


def _weekdays_until(day: datetime.date) -> int:
    """Mondays to Fridays from the first day there is, which was a Monday, up to and with `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)
