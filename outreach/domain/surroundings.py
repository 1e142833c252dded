"""What has to be known to tell whether sessions go together: read once, in a bounded number of queries.

Rows are read as plain values, not as models: a check runs at every step of a drag.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from outreach.domain.travel import LONGEST, Place
from outreach.enums import BUSY
from outreach.localtime import ONE_DAY, ONE_WEEK, at_local, days_of, local_day, monday_of
from outreach.models import (
    Availability,
    DayOff,
    OpeningHours,
    ProgrammeProject,
    Session,
    TeacherProject,
    TravelTime,
    VenueClosure,
)
from registry.enums import DivisionLevel
from workcalendar.enums import DayKind
from workcalendar.models import CalendarDay

HORIZON = datetime.timedelta(minutes=LONGEST + 4 * 60)
"""The longest way and the longest set-up: sessions further apart cannot hinder each other."""
ALIKE_DAYS = 7
COLUMNS = (
    *("pk", "begins_at", "ends_at", "room_id", "teacher_id", "programme_id", "series_id", "title"),
    *("programme__title", "programme__set_up", "venue_id", "venue__latitude", "venue__longitude"),
    *("venue__division_id", "venue__division__level"),
)


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A session as somebody would have it, with what of its circumstances stands on its own rows."""

    taken: Taken
    seats: int
    capacity: int
    weekly_most: int
    teacher_name: str


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


def candidate_of(session: Session, number: int = 0) -> Candidate:
    """The session as it is in memory. ``number`` tells unsaved ones apart."""
    venue, division = session.venue, session.venue.division
    teacher = session.teacher
    place = _place(
        venue.pk, venue.latitude, venue.longitude, venue.division_id, division and division.level
    )
    taken = Taken(
        pk=session.pk or -1 - number,
        begins_at=session.begins_at,
        ends_at=session.ends_at,
        room=session.room_id,
        teacher=session.teacher_id,
        programme=session.programme_id,
        series=session.series_id,
        title=session.shown_title,
        set_up=session.programme.set_up,
        place=place,
    )
    return Candidate(
        taken=taken,
        seats=session.seats,
        capacity=session.room.capacity if session.room else venue.capacity,
        weekly_most=teacher.weekly_most if teacher else 0,
        teacher_name=teacher.name if teacher else "",
    )


def look_around(one: Candidate) -> Surroundings:
    """For one candidate: its teacher's week, its place's day, its programme's week."""
    taken = one.taken
    same_venue = Q(venue=taken.place.pk, begins_at__lt=taken.ends_at, ends_at__gt=taken.begins_at)
    alike = Q(
        programme=taken.programme,
        begins_at__gt=taken.begins_at - (ALIKE_DAYS + 1) * ONE_DAY,
        begins_at__lt=taken.begins_at + (ALIKE_DAYS + 1) * ONE_DAY,
    )
    wanted = same_venue | alike
    if taken.teacher is not None:
        monday = at_local(monday_of(local_day(taken.begins_at)))
        week = Q(begins_at__gte=monday, begins_at__lt=monday + ONE_WEEK)
        reach = Q(begins_at__lt=taken.ends_at + HORIZON, ends_at__gt=taken.begins_at - HORIZON)
        wanted |= Q(teacher=taken.teacher) & (week | reach)
    return _with_circumstances([one], _read(wanted, without=[taken.pk]))


def look_around_many(many: Collection[Candidate]) -> Surroundings:
    """For many candidates: all that takes place in their time and a week around it."""
    if not many:
        return Surroundings()
    first = min(one.taken.begins_at for one in many) - (ALIKE_DAYS + 1) * ONE_DAY
    last = max(one.taken.ends_at for one in many) + (ALIKE_DAYS + 1) * ONE_DAY
    wanted = Q(begins_at__lt=last, ends_at__gt=first)
    return _with_circumstances(many, _read(wanted, without=[one.taken.pk for one in many]))


def _read(wanted: Q, *, without: Collection[int]) -> list[Taken]:
    rows = Session.objects.filter(wanted, state__in=BUSY).order_by().values_list(*COLUMNS)
    left_out = set(without)
    return [_taken(row) for row in rows if row[0] not in left_out]


def _taken(row: Any) -> Taken:
    pk, begins_at, ends_at, room, teacher, programme, series, title, name, set_up, *place = row
    return Taken(
        *(pk, begins_at, ends_at, room, teacher, programme, series, title or name, set_up),
        place=_place(*place),
    )


def _place(pk: int, latitude: Any, longitude: Any, division: int | None, level: Any) -> Place:
    return Place(
        pk,
        None if latitude is None else float(latitude),
        None if longitude is None else float(longitude),
        division,
        level is not None and level > DivisionLevel.COUNTY,
    )


def _with_circumstances(many: Collection[Candidate], near: list[Taken]) -> Surroundings:
    venues = {one.taken.place.pk for one in many}
    teachers = {one.taken.teacher for one in many if one.taken.teacher is not None}
    programmes = {one.taken.programme for one in many}
    days = {day for one in many for day in days_of(one.taken.begins_at, one.taken.ends_at)}
    first, last = min(days), max(days)
    matrix: dict[tuple[int, int], int] = {}
    if teachers:
        matrix = _matrix(teachers, venues, near)
    return Surroundings(
        near=near,
        opening=_hours(OpeningHours.objects.filter(venue__in=venues), "venue", "opens", "closes"),
        closures=_absences(VenueClosure.objects.filter(venue__in=venues), "venue", first, last),
        available=_hours(
            Availability.objects.filter(teacher__in=teachers), "teacher", "begins", "ends"
        ),
        days_off=_absences(DayOff.objects.filter(teacher__in=teachers), "teacher", first, last),
        holidays=dict(
            CalendarDay.objects.filter(kind=DayKind.HOLIDAY, date__range=(first, last))
            .order_by()
            .values_list("date", "name")
        ),
        matrix=matrix,
        taught=_sets(ProgrammeProject.objects.filter(programme__in=programmes), "programme"),
        teaches=_sets(TeacherProject.objects.filter(teacher__in=teachers), "teacher"),
    )


def _matrix(
    teachers: set[int], venues: set[int], near: Iterable[Taken]
) -> dict[tuple[int, int], int]:
    """Entered times between venues among which one of the teachers goes; no query where he goes nowhere."""
    visited = {one.place.pk for one in near if one.teacher in teachers} | venues
    if len(visited) < 2:
        return {}
    rows = TravelTime.objects.filter(origin__in=visited, destination__in=visited)
    return {(low, high): told for low, high, told in rows.values_list(*_TRAVEL)}


_TRAVEL = ("origin_id", "destination_id", "minutes")


def _hours(rows: Any, owner: str, begins: str, ends: str) -> Hours:
    found: Hours = defaultdict(lambda: defaultdict(list))
    columns = (f"{owner}_id", "weekday", begins, ends)
    for pk, weekday, first, last in rows.order_by().values_list(*columns):
        found[pk][weekday].append((first, last))
    return found


def _absences(rows: Any, owner: str, first: datetime.date, last: datetime.date) -> Absences:
    found: Absences = defaultdict(list)
    inside = rows.filter(first_day__lte=last, last_day__gte=first).order_by("pk")
    for pk, *row in inside.values_list(f"{owner}_id", "pk", "first_day", "last_day", "reason"):
        found[pk].append((row[0], row[1], row[2], row[3]))
    return found


def _sets(rows: Any, owner: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for pk, project in rows.order_by().values_list(f"{owner}_id", "project_id"):
        found[pk].add(project)
    return found
