"""A year as twelve small sheets, every day a link to what can be done with it."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from ..enums import DayKind
from ..models import CalendarDay

MONDAY_FIRST = calendar.Calendar(firstweekday=calendar.MONDAY)
MARKS = {DayKind.HOLIDAY: "休", DayKind.MAKE_UP: "班"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day on the sheet."""

    date: datetime.date
    entered: CalendarDay | None
    url: str

    @property
    def look(self) -> str:
        """The name of its style: an entered kind, or plain, or an ordinary weekend."""
        if self.entered:
            return self.entered.kind
        return "weekend" if self.date.weekday() >= calendar.SATURDAY else "plain"

    @property
    def mark(self) -> str:
        return MARKS[DayKind(self.entered.kind)] if self.entered else ""

    @property
    def description(self) -> str:
        """What a screen reader says and a pointer shows."""
        day = formats.date_format(self.date, "Y年n月j日 l")
        if not self.entered:
            return day
        return "，".join(
            part for part in (day, self.entered.name, self.entered.get_kind_display()) if part
        )


def sheets(
    year: int, days: Iterable[CalendarDay], *, may_change: bool
) -> list[tuple[str, list[list[Cell | None]]]]:
    """The months with their weeks; days of neighbouring months are left blank."""
    entered = {day.date: day for day in days}

    def cell(date: datetime.date, month: int) -> Cell | None:
        if date.month != month:
            return None
        day = entered.get(date)
        return Cell(date, day, _address(date, day) if may_change else "")

    return [
        (
            _("%(month)d月") % {"month": month},
            [
                [cell(date, month) for date in week]
                for week in MONDAY_FIRST.monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def _address(date: datetime.date, day: CalendarDay | None) -> str:
    if day:
        return reverse("workcalendar:edit", args=[day.pk])
    weekend = date.weekday() >= calendar.SATURDAY
    kind = DayKind.MAKE_UP if weekend else DayKind.HOLIDAY
    return f"{reverse('workcalendar:add')}?{urlencode({'date': date, 'kind': kind})}"
