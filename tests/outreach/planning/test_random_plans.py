"""Random plans: what the search finds is what a comparison of everything with everything finds.

The brute force below shares no line with the search: it reads the models and compares in minutes.
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.domain.conflicts import conflicts_of, conflicts_of_many
from outreach.enums import BUSY, SessionState
from outreach.models import (
    Availability,
    DayOff,
    OpeningHours,
    Room,
    Session,
    TravelTime,
    Venue,
    VenueClosure,
)
from tests.factories.outreach import (
    HERE,
    at,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.registry import make_project
from workcalendar.models import CalendarDay

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2027, 3, 1)
POINTS = [{}, {"latitude": 39.1, "longitude": 117.2}, {"latitude": 39.11, "longitude": 117.31}]

plans = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.integers(0, 13),
            "quarter": st.integers(7 * 4, 23 * 4),
            "quarters": st.integers(1, 14),
            "venue": st.integers(0, 2),
            "room": st.integers(0, 2),
            "teacher": st.integers(-1, 2),
            "programme": st.integers(0, 2),
            "seats": st.integers(1, 50),
            "state": st.sampled_from([*SessionState]),
        }
    ),
    min_size=2,
    max_size=14,
)


class World:
    """Three venues with rooms, three teachers, three programmes and their circumstances."""

    def __init__(self) -> None:
        projects = [make_project(), make_project()]
        self.programmes = [make_programme(project, set_up=10) for project in projects]
        self.programmes.append(make_programme(set_up=40))
        self.venues = [make_venue(capacity=30 + 10 * n, **POINTS[n]) for n in range(3)]
        self.rooms: list[list[Room | None]] = [
            [None, *(Room.objects.create(venue=venue, name=n, capacity=25) for n in "甲乙")]
            for venue in self.venues
        ]
        self.teachers = [make_teacher(projects[0], weekly_most=2), make_teacher(), make_teacher()]
        OpeningHours.objects.create(
            venue=self.venues[0], weekday=0, opens=datetime.time(8), closes=datetime.time(12)
        )
        OpeningHours.objects.create(
            venue=self.venues[0], weekday=2, opens=datetime.time(13), closes=datetime.time(18)
        )
        VenueClosure.objects.create(
            venue=self.venues[1], first_day=MONDAY, last_day=MONDAY + datetime.timedelta(days=1)
        )
        for weekday in range(5):
            Availability.objects.create(
                teacher=self.teachers[1],
                weekday=weekday,
                begins=datetime.time(8),
                ends=datetime.time(16),
            )
        day = MONDAY + datetime.timedelta(days=3)
        DayOff.objects.create(teacher=self.teachers[2], first_day=day, last_day=day)
        CalendarDay.objects.create(date=day, kind="holiday")
        TravelTime.objects.create(origin=self.venues[0], destination=self.venues[1], minutes=75)

    def make(self, drawn: dict[str, Any]) -> Session:
        begins = at(MONDAY + datetime.timedelta(days=drawn["day"]), 0) + datetime.timedelta(
            minutes=15 * drawn["quarter"]
        )
        return make_session(
            begins_at=begins,
            minutes=15 * drawn["quarters"],
            venue=self.venues[drawn["venue"]],
            room=self.rooms[drawn["venue"]][drawn["room"]],
            teacher=self.teachers[drawn["teacher"]] if drawn["teacher"] >= 0 else None,
            programme=self.programmes[drawn["programme"]],
            seats=drawn["seats"],
            state=drawn["state"],
        )


def brute_force(one: Session, everything: list[Session]) -> set[tuple[str, int]]:
    """Kind and the other session's key (0 for a circumstance)."""
    found: set[tuple[str, int]] = set()
    others = [two for two in everything if two.pk != one.pk and two.state in BUSY]
    for two in others:
        meet = max(one.begins_at, two.begins_at) < min(one.ends_at, two.ends_at)
        same_teacher = one.teacher is not None and one.teacher == two.teacher
        if meet and same_teacher:
            found.add(("teacher", two.pk))
        if (
            meet
            and one.venue == two.venue
            and (not one.room or not two.room or one.room == two.room)
        ):
            found.add(("place", two.pk))
        if same_teacher and not meet and one.venue != two.venue:
            first, last = sorted((one, two), key=lambda s: s.begins_at)
            needed = minutes(one.venue, two.venue) + last.programme.set_up
            if (last.begins_at - first.ends_at).total_seconds() < needed * 60:
                found.add(("travel", two.pk))
        if one.programme == two.programme and abs((date(one) - date(two)).days) < 7:
            known = one.venue.latitude is not None and two.venue.latitude is not None
            if one.venue == two.venue or (known and kilometres(one.venue, two.venue) <= 1):
                found.add(("alike", two.pk))
    return found | alone(one, others)


def alone(one: Session, others: list[Session]) -> set[tuple[str, int]]:
    found, begins, ends = set(), one.begins_at.astimezone(HERE), one.ends_at.astimezone(HERE)
    last_day = (ends - datetime.timedelta(seconds=1)).date()
    hours = [(h.weekday, h.opens, h.closes) for h in one.venue.opening_hours.all()]
    if hours and not fits(begins, ends, hours):
        found.add("hours")
    if one.venue.closures.filter(first_day__lte=last_day, last_day__gte=begins.date()).exists():
        found.add("closure")
    if one.seats > (one.room.capacity if one.room else one.venue.capacity):
        found.add("capacity")
    if CalendarDay.objects.filter(kind="holiday", date__range=(begins.date(), last_day)).exists():
        found.add("holiday")
    teacher = one.teacher
    if teacher is not None:
        free = [(a.weekday, a.begins, a.ends) for a in teacher.availability.all()]
        if free and not fits(begins, ends, free):
            found.add("availability")
        if teacher.days_off.filter(first_day__lte=last_day, last_day__gte=begins.date()).exists():
            found.add("day-off")
        week = begins.date().isocalendar()[:2]
        mine = [two for two in others if two.teacher == teacher]
        if sum(date(two).isocalendar()[:2] == week for two in mine) + 1 > teacher.weekly_most:
            found.add("weekly-most")
        can = {row.project_id for row in teacher.projects.all()}
        taught = {row.project_id for row in one.programme.projects.all()}
        if can and taught and can.isdisjoint(taught):
            found.add("skill")
    return {(kind, 0) for kind in found}


def fits(begins: datetime.datetime, ends: datetime.datetime, hours: list[Any]) -> bool:
    return begins.date() == ends.date() and any(
        weekday == begins.weekday() and first <= begins.time() and ends.time() <= last
        for weekday, first, last in hours
    )


def date(one: Session) -> datetime.date:
    return one.begins_at.astimezone(HERE).date()


def minutes(one: Venue, two: Venue) -> float:
    row = TravelTime.objects.filter(origin__in=(one, two), destination__in=(one, two)).first()
    if row is not None:
        return row.minutes
    if one.latitude is None or two.latitude is None:
        return 30
    return 10 + -(-kilometres(one, two) // 0.25)


def kilometres(one: Venue, two: Venue) -> float:
    """On a plane: at these distances a few metres off the great circle."""
    assert one.latitude is not None
    assert two.latitude is not None
    assert one.longitude is not None
    assert two.longitude is not None
    north = float(one.latitude - two.latitude) * 111.195
    east = float(one.longitude - two.longitude) * 111.195 * 0.776
    return float((north**2 + east**2) ** 0.5)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=plans)
def test_search_finds_what_brute_force_finds(
    clashes_can_be_written: None, drawn: list[dict[str, Any]]
) -> None:
    with transaction.atomic():
        world = World()
        made = [world.make(one) for one in drawn]
        swept = conflicts_of_many(made)
        for session, many in zip(made, swept, strict=True):
            found = conflicts_of(session)
            assert {
                (one.kind.value, one.other.pk if one.other else 0) for one in found
            } == brute_force(session, made)
            if all(one.state in BUSY for one in made):
                assert many == found
        transaction.set_rollback(True)
