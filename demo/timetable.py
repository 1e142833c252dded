"""Where and when the sample's classes take place: a year of them, the same for the same day.

Nothing is left to chance: types of venues, venues, programmes and teachers take turns, and a turn
that does not fit (a closed day, a busy teacher, a small room) passes to the next.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from outreach.domain.recurrence import holidays_among
from outreach.enums import SessionKind, VenueType
from outreach.localtime import ONE_DAY, at_local, monday_of
from outreach.models import Programme, Room, Teacher, Venue

DAYS_BACK, DAYS_AHEAD = 325, 45
A_DAY = {5: 2}
"""Sessions on a Saturday; one on every other day."""
ANY_DAY = (
    *(VenueType.COMMUNITY, VenueType.MALL, VenueType.SCENIC),
    *(VenueType.BASE, VenueType.CULTURAL),
)
WORKDAY = (
    *(VenueType.SCHOOL, VenueType.COMMUNITY, VenueType.SCHOOL, VenueType.BASE),
    *(VenueType.SCHOOL, VenueType.COMMUNITY, VenueType.CULTURAL),
)
BEGINS = {
    VenueType.SCHOOL: datetime.time(14, 0),
    VenueType.COMMUNITY: datetime.time(9, 30),
    VenueType.MALL: datetime.time(15, 0),
    VenueType.SCENIC: datetime.time(10, 0),
    VenueType.BASE: datetime.time(10, 0),
    VenueType.CULTURAL: datetime.time(18, 30),
}
OUTDOORS = (SessionKind.SHOW, SessionKind.FESTIVAL)
FOR_CROWDS = (VenueType.MALL, VenueType.SCENIC)
LEAST_SEATS = 12

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slot:
    """One session of the year."""

    programme: Programme
    venue: Venue
    room: Room | None
    teacher: Teacher
    begins_at: datetime.datetime
    ends_at: datetime.datetime
    seats: int

    @property
    def public(self) -> bool:
        """A school's class is for its pupils."""
        return self.venue.venue_type != VenueType.SCHOOL


class Timetable:
    """Deals out the year."""

    def __init__(
        self, programmes: Sequence[Programme], venues: Sequence[Venue], teachers: Sequence[Teacher]
    ) -> None:
        self.programmes = list(programmes)
        self.teachers = list(teachers)
        self.venues = {
            kind: [one for one in venues if one.venue_type == kind] for kind in VenueType
        }
        self.rooms = {one.pk: list(one.rooms.all()) for one in venues}
        self.skills = {
            one.pk: {link.project_id for link in one.projects.all()} for one in self.teachers
        }
        self.subjects = {
            one.pk: {link.project_id for link in one.projects.all()} for one in self.programmes
        }
        self.weekdays = {
            one.pk: {row.weekday for row in one.availability.all()} or set(range(7))
            for one in self.teachers
        }
        self.turns: Counter[str] = Counter()
        self.weeks: Counter[tuple[int, datetime.date]] = Counter()

    def year(self, today: datetime.date) -> Iterator[Slot]:
        """From most of a year ago to some weeks ahead, in order."""
        days = [today + number * ONE_DAY for number in range(-DAYS_BACK, DAYS_AHEAD + 1)]
        for day in sorted(set(days) - holidays_among(days)):
            busy: set[int] = set()
            for _one in range(A_DAY.get(day.weekday(), 1)):
                slot = self._slot(day, busy)
                if slot is not None:
                    busy |= {slot.teacher.pk, -slot.venue.pk}
                    self.weeks[slot.teacher.pk, monday_of(day)] += 1
                    yield slot

    def _slot(self, day: datetime.date, busy: set[int]) -> Slot | None:
        kinds = WORKDAY if day.weekday() < 5 else ANY_DAY
        for kind in self._in_turn(f"kind {day.weekday() < 5}", kinds):
            for venue in self._in_turn(kind, self.venues[kind]):
                if -venue.pk in busy:
                    continue
                for programme in self._in_turn(f"programme {kind}", self.programmes):
                    slot = self._fitting(day, busy, venue, programme)
                    if slot is not None:
                        return slot
        return None

    def _fitting(
        self, day: datetime.date, busy: set[int], venue: Venue, programme: Programme
    ) -> Slot | None:
        crowd = programme.kind in OUTDOORS
        if crowd and (venue.venue_type not in FOR_CROWDS or day.weekday() < 5):
            return None
        room = self._room(venue, programme, crowd)
        if self.rooms[venue.pk] and room is None:
            return None
        seats = min(programme.group_size, room.capacity if room else venue.capacity)
        teacher = self._teacher(day, busy, programme)
        if teacher is None or seats < LEAST_SEATS:
            return None
        begins_at = at_local(
            day, datetime.time(10, 0) if crowd else BEGINS[VenueType(venue.venue_type)]
        )
        ends_at = begins_at + datetime.timedelta(minutes=programme.length)
        return Slot(programme, venue, room, teacher, begins_at, ends_at, seats)

    def _room(self, venue: Venue, programme: Programme, crowd: bool) -> Room | None:
        """The smallest that holds everybody, else the largest that is no hall."""
        rooms = sorted(self.rooms[venue.pk], key=lambda room: room.capacity)
        large = [room for room in rooms if room.capacity >= programme.group_size]
        if large:
            return large[0]
        return rooms[-1] if rooms and not crowd else None

    def _teacher(self, day: datetime.date, busy: set[int], programme: Programme) -> Teacher | None:
        for teacher in self._in_turn(f"teacher {programme.pk}", self.teachers):
            week = teacher.pk, monday_of(day)
            if (
                teacher.pk not in busy
                and self.subjects[programme.pk] & self.skills[teacher.pk]
                and day.weekday() in self.weekdays[teacher.pk]
                and self.weeks[week] < teacher.weekly_most
            ):
                return teacher
        return None

    def _in_turn(self, name: str, everybody: Sequence[T]) -> Iterator[T]:
        """Each once, beginning one further than last time."""
        first = self.turns[name]
        self.turns[name] += 1
        for number in range(len(everybody)):
            yield everybody[(first + number) % len(everybody)]
