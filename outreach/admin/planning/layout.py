"""Where each session lies on the planning calendar. No database here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from outreach.domain.conflicts import Conflict
from outreach.enums import PLANNED, Severity, Weekday
from outreach.localtime import ONE_DAY, local, local_day
from outreach.models import Session, Teacher, Venue

DAY_BEGINS, DAY_ENDS = 8, 21
"""Hours a day shows at least."""


@dataclass(slots=True)
class Shown:
    """A session as it lies in a column: minutes from the top, and which of how many lanes."""

    session: Session
    conflicts: list[Conflict] = field(default_factory=list)
    top: int = 0
    minutes: int = 0
    lane: int = 0
    lanes: int = 1

    @property
    def movable(self) -> bool:
        return self.session.state in PLANNED

    @property
    def begins(self) -> datetime.datetime:
        return local(self.session.begins_at)

    @property
    def ends(self) -> datetime.datetime:
        return local(self.session.ends_at)

    @property
    def length(self) -> int:
        """Minutes that it really takes."""
        return int((self.session.ends_at - self.session.begins_at).total_seconds() // 60)

    @property
    def worst(self) -> str:
        """``block``, ``publishing``, ``warn`` or nothing."""
        names = {
            Severity.BLOCK: "block",
            Severity.BLOCK_PUBLISHING: "publishing",
            Severity.WARN: "warn",
        }
        return names[self.conflicts[0].severity] if self.conflicts else ""


@dataclass(slots=True)
class Column:
    """A day, or a venue's or teacher's part of one. What is dropped here takes these."""

    day: datetime.date
    title: str
    venue: Venue | None = None
    teacher: Teacher | None = None
    holiday: str = ""
    events: list[Shown] = field(default_factory=list)

    @property
    def weekday(self) -> str:
        """周三."""
        return str(Weekday(self.day.weekday()).label)


@dataclass(slots=True)
class Row:
    """A week of a month, or a venue's or teacher's week."""

    title: str
    cells: list[Column]


@dataclass(slots=True)
class Grid:
    """Columns with a scale of hours at their side."""

    columns: list[Column]
    first_hour: int = DAY_BEGINS
    last_hour: int = DAY_ENDS

    @property
    def hours(self) -> range:
        return range(self.first_hour, self.last_hour)

    @property
    def minutes(self) -> int:
        return (self.last_hour - self.first_hour) * 60


def grid_of(columns: list[Column]) -> Grid:
    """Set every session to its minute; the scale reaches as far as the earliest and latest need."""
    grid = Grid(columns)
    shown = [one for column in columns for one in column.events]
    for one in shown:
        grid.first_hour = min(grid.first_hour, one.begins.hour)
        late = one.ends if one.ends.date() == one.begins.date() else None
        last = 24 if late is None else late.hour + (1 if late.minute else 0)
        grid.last_hour = max(grid.last_hour, last)
    for one in shown:
        one.top = (one.begins.hour - grid.first_hour) * 60 + one.begins.minute
        one.minutes = max(15, min(one.length, grid.minutes - one.top))
    for column in columns:
        set_lanes(column.events)
    return grid


def set_lanes(events: list[Shown]) -> None:
    """Side by side what overlaps: each takes the first free lane of its cluster."""
    events.sort(key=lambda one: (one.top, -one.minutes))
    cluster: list[Shown] = []
    ends: list[int] = []
    for one in events:
        if ends and one.top >= max(ends):
            _close(cluster, len(ends))
            cluster, ends = [], []
        lane = next((number for number, end in enumerate(ends) if end <= one.top), len(ends))
        if lane == len(ends):
            ends.append(0)
        ends[lane], one.lane = one.top + one.minutes, lane
        cluster.append(one)
    _close(cluster, len(ends))


def _close(cluster: Iterable[Shown], lanes: int) -> None:
    for one in cluster:
        one.lanes = max(1, lanes)


def month_days(day: datetime.date) -> list[datetime.date]:
    """The days a month's page shows: whole weeks, Monday first."""
    first = day.replace(day=1)
    first -= first.weekday() * ONE_DAY
    last = (day.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY
    last += (6 - last.weekday()) * ONE_DAY
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]


def by_day(
    shown: Sequence[Shown], days: Sequence[datetime.date], holidays: dict[datetime.date, str]
) -> list[Column]:
    """One column a day."""
    columns = {day: Column(day=day, title="", holiday=holidays.get(day, "")) for day in days}
    for one in shown:
        day = local_day(one.session.begins_at)
        if day in columns:
            columns[day].events.append(one)
    return list(columns.values())
