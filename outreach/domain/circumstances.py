"""What does not move: hours, closures, days off, holidays and who teaches what, in one statement.

A check runs at every step of a drag. Seven small queries of Django's took longer than everything
else it does, so this one is written by hand, in words that SQLite and PostgreSQL share.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from outreach.domain.travel import Place


@dataclass(frozen=True, slots=True)
class Taken:
    """A time at which a place, and mostly a teacher, is taken."""

    pk: int
    """Of the session; below zero for one that is not saved yet."""
    begins_at: datetime.datetime
    ends_at: datetime.datetime
    room: int | None
    teacher: int | None
    programme: int
    series: int | None
    title: str
    set_up: int
    place: Place


Hours = dict[int, dict[int, list[tuple[datetime.time, datetime.time]]]]
"""By owner and weekday. An owner who is not in it has no hours: at all times."""
Absences = dict[int, list[tuple[int, datetime.date, datetime.date, str]]]
"""By owner: key, first day, last day, why."""


@dataclass(slots=True)
class Surroundings:
    """Everything that may stand in the way of some candidates."""

    near: list[Taken] = field(default_factory=list)
    opening: Hours = field(default_factory=dict)
    closures: Absences = field(default_factory=dict)
    available: Hours = field(default_factory=dict)
    days_off: Absences = field(default_factory=dict)
    holidays: dict[datetime.date, str] = field(default_factory=dict)
    matrix: dict[tuple[int, int], int] = field(default_factory=dict)
    taught: dict[int, set[int]] = field(default_factory=dict)
    """Projects by programme."""
    teaches: dict[int, set[int]] = field(default_factory=dict)
    """Projects by teacher."""


def read_circumstances(
    *,
    venues: Collection[int],
    teachers: Collection[int],
    programmes: Collection[int],
    first: datetime.date,
    last: datetime.date,
) -> Surroundings:
    """Of these venues, teachers and programmes, on these days; both count."""
    days = [last.isoformat(), first.isoformat()]
    parts: list[tuple[str, Collection[int], list[str]]] = [
        (OPENING, venues, []),
        (CLOSURE, venues, days),
        (AVAILABLE, teachers, []),
        (DAY_OFF, teachers, days),
        (TAUGHT, programmes, []),
        (TEACHES, teachers, []),
    ]
    asked = [HOLIDAY]
    values: list[Any] = days[:]
    for text, owners, more in parts:
        if owners:
            asked.append(text.replace("OWNERS", ", ".join(["%s"] * len(owners))))
            values += [*owners, *more]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), values)
        return _sorted_out(cursor.fetchall())


HOLIDAY = (
    "SELECT 'holiday', 0, 0, CAST(date AS text), '', name FROM workcalendar_calendarday "
    "WHERE kind = 'holiday' AND date <= %s AND date >= %s"
)
OPENING = (
    "SELECT 'opening', venue_id, weekday, CAST(opens AS text), CAST(closes AS text), '' "
    "FROM outreach_openinghours WHERE venue_id IN (OWNERS)"
)
CLOSURE = (
    "SELECT 'closure', venue_id, id, CAST(first_day AS text), CAST(last_day AS text), reason "
    "FROM outreach_venueclosure WHERE venue_id IN (OWNERS) AND first_day <= %s AND last_day >= %s"
)
AVAILABLE = (
    "SELECT 'available', teacher_id, weekday, CAST(begins AS text), CAST(ends AS text), '' "
    "FROM outreach_availability WHERE teacher_id IN (OWNERS)"
)
DAY_OFF = (
    "SELECT 'day-off', teacher_id, id, CAST(first_day AS text), CAST(last_day AS text), reason "
    "FROM outreach_dayoff WHERE teacher_id IN (OWNERS) AND first_day <= %s AND last_day >= %s"
)
TAUGHT = (
    "SELECT 'taught', programme_id, project_id, '', '', '' "
    "FROM outreach_programmeproject WHERE programme_id IN (OWNERS)"
)
TEACHES = (
    "SELECT 'teaches', teacher_id, project_id, '', '', '' "
    "FROM outreach_teacherproject WHERE teacher_id IN (OWNERS)"
)


def _sorted_out(rows: list[Any]) -> Surroundings:
    around = Surroundings(
        opening=defaultdict(lambda: defaultdict(list)),
        closures=defaultdict(list),
        available=defaultdict(lambda: defaultdict(list)),
        days_off=defaultdict(list),
        taught=defaultdict(set),
        teaches=defaultdict(set),
    )
    day, time = datetime.date.fromisoformat, datetime.time.fromisoformat
    for kind, owner, number, first, last, note in rows:
        if kind == "opening":
            around.opening[owner][number].append((time(first), time(last)))
        elif kind == "available":
            around.available[owner][number].append((time(first), time(last)))
        elif kind == "closure":
            around.closures[owner].append((number, day(first), day(last), note))
        elif kind == "day-off":
            around.days_off[owner].append((number, day(first), day(last), note))
        elif kind == "holiday":
            around.holidays[day(first)] = note
        elif kind == "taught":
            around.taught[owner].add(number)
        else:
            around.teaches[owner].add(number)
    return around
