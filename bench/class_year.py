"""A year of sessions to measure on: 2,000 of them, or as many as BENCH_SESSIONS says."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

SESSIONS = int(os.environ.get("BENCH_SESSIONS", "2000"))
TEACHERS, VENUES, PROGRAMMES = 200, 150, 40
FEW, FULL = 10, 80
"""Sessions of the two days that are compared."""


def fill() -> None:
    """A year of sessions, teachers who each teach some projects, venues all over the district."""
    from outreach.enums import SessionState, VenueType
    from outreach.models import OpeningHours, Session, TravelTime
    from tests.factories.outreach import make_programme, make_teacher, make_venue
    from tests.factories.registry import make_project

    projects = [make_project(f"示例项目{number}") for number in range(20)]
    programmes = [make_programme(projects[number % 20]) for number in range(PROGRAMMES)]
    teachers = [
        make_teacher(projects[number % 20], projects[(number + 1) % 20])
        for number in range(TEACHERS)
    ]
    kinds = list(VenueType)
    venues = [
        make_venue(
            kinds[number % len(kinds)],
            latitude=f"39.{100000 + number * 311}",
            longitude=f"117.{200000 + number * 457}",
        )
        for number in range(VENUES)
    ]
    OpeningHours.objects.bulk_create(
        OpeningHours(venue=venue, weekday=day, opens="08:00", closes="21:00")
        for venue in venues
        for day in range(7)
    )
    TravelTime.objects.bulk_create(
        TravelTime(origin=venue, destination=other, minutes=20) for venue, other in pairwise(venues)
    )
    Session.objects.bulk_create(
        _session(number, day, programmes, venues, teachers, SessionState.CONFIRMED)
        for number, day in enumerate(days())
    )


def days() -> Iterator[datetime.date]:
    """The days of the sessions: one of ten, one of eighty, the rest spread evenly over the year."""
    first = year_begins()
    yield from [first + datetime.timedelta(days=100)] * FEW
    yield from [first + datetime.timedelta(days=200)] * FULL
    for number in range(SESSIONS - FEW - FULL):
        ahead = number % 350
        yield first + datetime.timedelta(days=ahead + (ahead in (100, 200)))


def year_begins() -> datetime.date:
    from django.utils import timezone

    return timezone.localdate() + datetime.timedelta(days=1)


def _session(
    number: int, day: datetime.date, programmes: Any, venues: Any, teachers: Any, state: str
) -> Any:
    from django.utils import timezone

    from outreach.models import Session
    from tests.factories.outreach import at

    begins_at = at(day, 9 + 2 * (number % 5))
    return Session(
        programme=programmes[number % PROGRAMMES],
        venue=venues[(number * 7 + number // 350) % VENUES],
        teacher=teachers[(number * 11 + number // 350) % TEACHERS],
        begins_at=begins_at,
        ends_at=begins_at + datetime.timedelta(minutes=90),
        seats=20,
        state=state,
        published_at=timezone.now(),
    )
