"""Free slots: "a paper-cutting class in a school in Dawangzhuang next month, teacher free"."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from outreach.domain.conflicts import conflicts_of_each
from outreach.domain.planning import new_draft
from outreach.enums import Severity
from outreach.localtime import ONE_DAY, at_local, local
from outreach.models import Programme, Room, Session, Teacher, Venue

MOST_SLOTS = 60
MOST_TRIED = 4000
"""Combinations looked at; where there are more, the search says so."""
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
    """Slots that need nothing more, and whether all combinations were looked at."""

    slots: list[Session]
    whole: bool
    teachers: int
    venues: int


def free_slots(wish: Wish, *, by: User, now: datetime.datetime) -> Found:
    """Sessions, not saved, that could be planned as they are: no conflict above a warning.

    At most one for each venue, day and part of the day: a choice, not a list of all.
    """
    teachers, venues = teachers_for(wish), venues_for(wish)
    tries: list[Session] = []
    whole = True
    for session in _combinations(wish, teachers, venues, by=by, now=now):
        if len(tries) == MOST_TRIED:
            whole = False
            break
        tries.append(session)
    slots: list[Session] = []
    taken: set[tuple[int, datetime.date, bool]] = set()
    for session, conflicts in zip(tries, _each_alone(tries), strict=True):
        if conflicts:
            continue
        begins = local(session.begins_at)
        key = (session.venue_id, begins.date(), begins.hour < 12)
        if key not in taken:
            taken.add(key)
            slots.append(session)
        if len(slots) == MOST_SLOTS:
            break
    return Found(slots, whole, len(teachers), len(venues))


def teachers_for(wish: Wish) -> list[Teacher]:
    """Who can teach the programme: says so, or has said nothing."""
    if wish.teacher is not None:
        return [wish.teacher]
    projects = list(wish.programme.projects.values_list("project", flat=True))
    rows = Teacher.objects.filter(active=True)
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


def _combinations(
    wish: Wish,
    teachers: Sequence[Teacher],
    venues: Sequence[Venue],
    *,
    by: User,
    now: datetime.datetime,
) -> list[Session]:
    """Day by day, so that the first that are found are the soonest."""
    found: list[Session] = []
    for number in range((wish.last_day - wish.first_day).days + 1):
        day = wish.first_day + number * ONE_DAY
        if wish.weekdays and day.weekday() not in wish.weekdays:
            continue
        for start in PARTS[wish.part][1]:
            begins_at = at_local(day, start)
            if begins_at <= now:
                continue
            for venue in venues:
                for teacher in teachers:
                    found.append(
                        new_draft(
                            by=by,
                            programme=wish.programme,
                            venue=venue,
                            room=_room_for(venue, wish.seats or wish.programme.group_size),
                            teacher=teacher,
                            begins_at=begins_at,
                            seats=wish.seats,
                        )
                    )
        if len(found) > MOST_TRIED:
            break
    return found


def _room_for(venue: Venue, people: int) -> Room | None:
    """The smallest room that holds them; the whole house where it has no rooms or none is enough."""
    rooms = [one for one in venue.rooms.all() if one.capacity >= people]
    return min(rooms, key=lambda one: one.capacity, default=None)


def _each_alone(tries: list[Session]) -> list[list[object]]:
    """What stands in each one's way among what is planned; the tries themselves are alternatives."""
    found = conflicts_of_each(tries)
    return [[one for one in row if one.severity > Severity.WARN] for row in found]
