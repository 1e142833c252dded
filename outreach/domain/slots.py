"""Free slots: "a paper-cutting class in a school in Dawangzhuang next month, teacher free"."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from outreach.domain.conflicts import conflicts_of_each
from outreach.domain.planning import new_draft
from outreach.enums import Severity
from outreach.localtime import ONE_DAY, at_local, local
from outreach.models import Programme, Room, Session, Teacher, Venue

MOST_SLOTS = 60
VENUES_AT_ONCE = 12
TEACHERS_TRIED = 12
"""For one place and time; where none of so many can come, the search goes on and says so."""
DISTRICT = 6
"""Digits of a division's code that name the district (GB/T 2260)."""
STARTS = tuple(
    datetime.time(hour, minute)
    for hour, minute in ((9, 0), (10, 0), (10, 30), (14, 0), (15, 0), (16, 0), (19, 0))
)
PARTS = {
    "": (_("任何时间"), STARTS),
    "morning": (_("上午"), tuple(one for one in STARTS if one.hour < 12)),
    "afternoon": (_("下午"), tuple(one for one in STARTS if 12 <= one.hour < 18)),
    "evening": (_("晚上"), tuple(one for one in STARTS if one.hour >= 18)),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody is looking for; what is empty does not matter."""

    programme: Programme
    first_day: datetime.date
    last_day: datetime.date
    venue_type: str = ""
    area: str = ""
    """A part of a venue's division, address or name."""
    venue: Venue | None = None
    teacher: Teacher | None = None
    weekdays: tuple[int, ...] = ()
    part: str = ""
    seats: int | None = None


@dataclass(slots=True)
class Found:
    """Slots that need nothing more; ``whole`` unless there may be others."""

    slots: list[Session]
    whole: bool
    teachers: int
    venues: int


def free_slots(wish: Wish, *, by: User, now: datetime.datetime) -> Found:
    """Sessions, not saved, that could be planned as they are: no conflict above a warning.

    A choice, not a list of all: at most one for each venue, day and half of the day, and some of
    each day rather than all of the first.
    """
    teachers, venues = teachers_for(wish), venues_for(wish)
    found = Found([], True, len(teachers), len(venues))
    if not teachers or not venues:
        return found
    days = [
        wish.first_day + number * ONE_DAY
        for number in range((wish.last_day - wish.first_day).days + 1)
    ]
    days = [day for day in days if not wish.weekdays or day.weekday() in wish.weekdays]
    a_day = max(4, MOST_SLOTS // max(1, len(days)) + 1)
    for number, day in enumerate(days):
        search = _Search(wish, day, by, now, a_day)
        search.run(_turned(venues, number * a_day), _turned(teachers, number))
        found.slots += sorted(search.found.values(), key=lambda one: one.begins_at)
        found.whole = found.whole and search.whole
        if len(found.slots) >= MOST_SLOTS:
            found.whole = found.whole and day == days[-1]
            break
    return found


@dataclass(slots=True)
class _Search:
    """One day's: first where and when there is room, then who of the teachers can come."""

    wish: Wish
    day: datetime.date
    by: User
    now: datetime.datetime
    limit: int
    found: dict[tuple[int, bool], Session] = field(default_factory=dict)
    whole: bool = True

    def run(self, venues: list[Venue], teachers: list[Teacher]) -> None:
        for first in range(0, len(venues), VENUES_AT_ONCE):
            self._among(venues[first : first + VENUES_AT_ONCE], teachers)
            if len(self.found) >= self.limit:
                self.whole = False
                self.found = dict(list(self.found.items())[: self.limit])
                return

    def _among(self, venues: list[Venue], teachers: list[Teacher]) -> None:
        moments = [at_local(self.day, start) for start in PARTS[self.wish.part][1]]
        free = _without_conflict(
            [
                self._draft(venue, moment, None)
                for moment in moments
                if moment > self.now
                for venue in venues
            ]
        )
        order = {
            venue.pk: sorted(_turned(teachers, number), key=partial(_way_from_home, venue))
            for number, venue in enumerate(venues)
        }
        for turn in range(min(len(teachers), TEACHERS_TRIED)):
            free = [one for one in free if _key(one) not in self.found]
            tries = [
                self._draft(one.venue, one.begins_at, order[one.venue_id][turn]) for one in free
            ]
            for one in _without_conflict(tries):
                self.found.setdefault(_key(one), one)
        left = any(_key(one) not in self.found for one in free)
        self.whole = self.whole and not (left and len(teachers) > TEACHERS_TRIED)

    def _draft(
        self, venue: Venue, begins_at: datetime.datetime, teacher: Teacher | None
    ) -> Session:
        return new_draft(
            by=self.by,
            programme=self.wish.programme,
            venue=venue,
            room=_room_for(venue, self.wish.seats or self.wish.programme.group_size),
            teacher=teacher,
            begins_at=begins_at,
            seats=self.wish.seats,
        )


def _key(one: Session) -> tuple[int, bool]:
    return one.venue_id, local(one.begins_at).hour < 12


def _turned(rows: list[Any], by: int) -> list[Any]:
    """Another one first each day, so that not the same place is offered all month."""
    return [*rows[by % len(rows) :], *rows[: by % len(rows)]]


def _way_from_home(venue: Venue, teacher: Teacher) -> int:
    """0 for who lives in the venue's own street, 1 in its district, 2 elsewhere or not told."""
    home, here = teacher.home_area, venue.division
    if home is None or here is None:
        return 2
    if home == here:
        return 0
    return 1 if home.code[:DISTRICT] == here.code[:DISTRICT] else 2


def _without_conflict(tries: list[Session]) -> list[Session]:
    """Those with nothing above a warning, each looked at as if it were the only one."""
    found = conflicts_of_each(tries)
    return [
        one
        for one, conflicts in zip(tries, found, strict=True)
        if all(each.severity <= Severity.WARN for each in conflicts)
    ]


def teachers_for(wish: Wish) -> list[Teacher]:
    """Who can teach the programme: says so, or has said nothing."""
    if wish.teacher is not None:
        return [wish.teacher]
    projects = list(wish.programme.projects.values_list("project", flat=True))
    rows = Teacher.objects.filter(active=True).select_related("home_area")
    if projects:
        rows = rows.filter(Q(projects__project__in=projects) | Q(projects__isnull=True))
    return list(rows.distinct())


def venues_for(wish: Wish) -> list[Venue]:
    """Places of the type and area that hold the group."""
    rows = Venue.objects.filter(active=True).select_related("division").prefetch_related("rooms")
    if wish.venue is not None:
        return list(rows.filter(pk=wish.venue.pk))
    if wish.venue_type:
        rows = rows.filter(venue_type=wish.venue_type)
    if wish.area:
        rows = rows.filter(
            Q(division__full_name__icontains=wish.area)
            | Q(address__icontains=wish.area)
            | Q(name__icontains=wish.area)
        )
    return list(rows)


def _room_for(venue: Venue, people: int) -> Room | None:
    """The smallest room that holds them; the whole house where it has no rooms or none is enough."""
    rooms = [one for one in venue.rooms.all() if one.capacity >= people]
    return min(rooms, key=lambda one: one.capacity, default=None)
