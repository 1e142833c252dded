"""The figures against a recount by hand over years of random sessions: another way, the same numbers."""

from __future__ import annotations

import datetime
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from outreach import figures, gaps
from outreach.enums import SessionState, VenueType
from outreach.figures import Line, Stages
from outreach.models import Session, Venue
from registry.domain.divisions import enter_divisions
from tests.factories.outreach import at, make_programme, make_session, make_teacher, make_venue
from tests.factories.registry import division, make_project

pytestmark = pytest.mark.django_db
YEAR = 2025
CHINA = ZoneInfo("Asia/Shanghai")
NAMES = {
    "120102001": "甲街道",
    "120102002": "乙街道",
    "120102001001": "一社区",
    "120102001002": "二社区",
}
PLACES = ("120102", "120101", *NAMES)
NOT_COUNTED = {"cancelled", "postponed"}
CONFIRMED = {"confirmed", "open", "closed", "held", "archived"}
HELD = {"held", "archived"}
NEW_YEAR = datetime.datetime(YEAR, 1, 1, tzinfo=CHINA)
TURN = datetime.datetime(YEAR + 1, 1, 1, tzinfo=CHINA)
HALF_AN_HOUR = datetime.timedelta(minutes=30)


def random_year(dice: random.Random, number: int) -> list[Session]:
    """Sessions in every state, at and around both ends of the year, each with a teacher of its own or none.

    Rooms and teachers are never taken twice: each place has a slot for every session.
    """
    projects = [make_project(category=1 + n % 3) for n in range(4)]
    programmes = [make_programme(*dice.sample(projects, n % 3)) for n in range(5)]
    teachers = [make_teacher() for _n in range(4)]
    venues = [
        make_venue(dice.choice(list(VenueType)), division=division(dice.choice(PLACES)))
        for _n in range(6)
    ] + [make_venue(VenueType.SCHOOL, division=None)]
    moments = {
        *(edge + step * HALF_AN_HOUR * 4 for edge in (NEW_YEAR, TURN) for step in range(-3, 3)),
        *(at(datetime.date(YEAR, 1, 2) + datetime.timedelta(days=n * 9), 9) for n in range(number)),
    }
    sessions = []
    for moment in sorted(moments):
        state = dice.choice(list(SessionState))
        present: dict[str, Any] = {}
        if state.value in HELD:
            present = {
                "adults_present": dice.randrange(50),
                "minors_present": dice.choice([0, dice.randrange(50)]),
            }
        sessions.append(
            make_session(
                begins_at=moment,
                minutes=60,
                state=state,
                programme=dice.choice(programmes),
                venue=dice.choice(venues),
                teacher=dice.choice([None, *teachers]),
                **present,
            )
        )
    return sessions


def recounted(sessions: Iterable[Session]) -> Stages:
    """Counted one by one, with sets of words instead of the table of states."""
    counts: Counter[str] = Counter()
    for one in sessions:
        state = str(one.state)
        counts["planned"] += state not in NOT_COUNTED
        counts["confirmed"] += state in CONFIRMED
        counts["held"] += state in HELD
        counts["archived"] += state == "archived"
        if state in HELD:
            counts["adults"] += one.adults_present or 0
            counts["minors"] += one.minors_present or 0
    return Stages(**counts)


def grouped(
    sessions: Iterable[Session], keys: Callable[[Session], Iterable[Any]]
) -> dict[Any, Stages]:
    groups: defaultdict[Any, list[Session]] = defaultdict(list)
    for one in sessions:
        for key in keys(one):
            groups[key].append(one)
    found = {key: recounted(rows) for key, rows in groups.items()}
    return {key: stages for key, stages in found.items() if stages.planned}


def told(lines: Iterable[Line]) -> dict[Any, Stages]:
    """Lines with something in them; each key once."""
    listed = [(line.key, line.stages) for line in lines if line.stages.planned]
    assert len({key for key, _stages in listed}) == len(listed)
    return dict(listed)


def street_of(venue: Venue) -> str | None:
    return venue.division.code[:9] if venue.division else None


def projects_of(one: Session) -> list[int]:
    return [link.project_id for link in one.programme.projects.all()]


def categories_of(one: Session) -> set[int]:
    return {link.project.category_id for link in one.programme.projects.all()}


@pytest.mark.parametrize("seed", range(6))
def test_every_table_is_what_counting_by_hand_gives(seed: int) -> None:
    enter_divisions(names=NAMES, by=None)
    everything = random_year(random.Random(seed), number=40)
    for year in (YEAR - 1, YEAR, YEAR + 1):
        sessions = [one for one in everything if one.begins_at.astimezone(CHINA).year == year]
        assert figures.totals(year) == recounted(sessions)
        assert told(figures.by_month(year)) == grouped(
            sessions, lambda one: [one.begins_at.astimezone(CHINA).month]
        )
        assert told(figures.by_venue_type(year)) == grouped(
            sessions, lambda one: [one.venue.venue_type]
        )
        assert told(figures.by_project(year)) == grouped(sessions, projects_of)
        assert told(figures.by_category(year)) == grouped(sessions, categories_of)
        assert told(figures.by_teacher(year)) == grouped(
            sessions, lambda one: [one.teacher_id] if one.teacher_id else []
        )
        assert told(figures.by_area(year)) == grouped(sessions, lambda one: [street_of(one.venue)])


@pytest.mark.parametrize("seed", range(6))
def test_forecast_and_gaps_are_what_counting_by_hand_gives(seed: int) -> None:
    enter_divisions(names=NAMES, by=None)
    dice = random.Random(seed)
    everything = random_year(dice, number=40)
    sessions = [one for one in everything if one.begins_at.astimezone(CHINA).year == YEAR]
    now = at(datetime.date(YEAR, dice.randrange(1, 13), 15), 12)
    states = [(str(one.state), one.begins_at <= now, one.ends_at <= now) for one in sessions]
    held = sum(state in HELD for state, _begun, _over in states)
    cancelled = sum(state == "cancelled" and begun for state, begun, _over in states)
    open_ended = sum(state not in HELD | NOT_COUNTED for state, _begun, _over in states)
    share = held / (held + cancelled) if held + cancelled >= 10 else 1
    found = figures.forecast(YEAR, now)
    assert found.expected == held + round(share * open_ended)
    assert found.unrecorded + found.ahead == open_ended

    busy = {street_of(one.venue) for one in sessions if str(one.state) not in NOT_COUNTED}
    streets = [code for code in NAMES if len(code) == 9]
    missing = {one.code for one in gaps.areas_without(YEAR)}
    assert missing == {code for code in streets if code not in busy}
    planned = Counter(
        str(one.venue.venue_type) for one in sessions if str(one.state) not in NOT_COUNTED
    )
    mean = sum(planned.values()) / len(VenueType)
    short = {kind.value for kind in VenueType if planned[kind.value] < mean / 2}
    assert {line.key for line in gaps.venue_types_short(YEAR)} == short
