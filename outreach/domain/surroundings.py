"""What has to be known to tell whether sessions go together: read once, in a bounded number of queries.

Rows are read as plain values, not as models: a check runs at every step of a drag.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from outreach.domain.circumstances import Hours, Surroundings, Taken, read_circumstances
from outreach.domain.travel import LONGEST, Place
from outreach.enums import BUSY
from outreach.localtime import ONE_DAY, ONE_WEEK, at_local, days_of, local_day, monday_of
from outreach.models import Session, TravelTime
from registry.enums import DivisionLevel

__all__ = [
    "Candidate",
    "Hours",
    "Surroundings",
    "Taken",
    "candidate_of",
    "look_around",
    "look_around_many",
]
HORIZON = datetime.timedelta(minutes=LONGEST + 4 * 60)
"""The longest way and the longest set-up: sessions further apart cannot hinder each other."""
ALIKE_DAYS = 7
COLUMNS = (
    *("pk", "begins_at", "ends_at", "room_id", "teacher_id", "programme_id", "series_id", "title"),
    *("programme__title", "programme__set_up", "venue_id", "venue__latitude", "venue__longitude"),
    *("venue__division_id", "venue__division__level"),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A session as somebody would have it, with what of its circumstances stands on its own rows."""

    taken: Taken
    seats: int
    capacity: int
    weekly_most: int
    teacher_name: str


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
    around = read_circumstances(
        venues=venues, teachers=teachers, programmes=programmes, first=min(days), last=max(days)
    )
    around.near = near
    if teachers:
        around.matrix = _matrix(teachers, venues, near)
    return around


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
