"""Two planners at once: one of them gets place and teacher, the other is told in plain words."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from outreach.domain import placing
from outreach.domain.planning import move_session, plan_session
from outreach.domain.refusals import Clash, StepRefused
from outreach.models import Room, Session
from tests.factories.outreach import (
    at,
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from tests.racing import race

DAY = datetime.date(2027, 3, 1)
ONE_OF_TWO = ["Clash", "Session"]


def two_into_one_place() -> list[Callable[[], Any]]:
    """One takes a room, the other the whole venue."""
    venue, programme = make_venue(), make_programme()
    room = Room.objects.create(venue=venue, name="教室", capacity=60)
    told = {"programme": programme, "venue": venue, "begins_at": at(DAY, 9)}
    return [
        partial(plan_session, by=make_outreach_staff(), teacher=make_teacher(), **told, **more)
        for more in ({"room": room}, {})
    ]


def two_with_one_teacher() -> list[Callable[[], Any]]:
    teacher, programme = make_teacher(), make_programme()
    return [
        partial(
            plan_session,
            by=make_outreach_staff(),
            programme=programme,
            teacher=teacher,
            venue=make_venue(),
            begins_at=at(DAY, 9),
        )
        for _one in range(2)
    ]


def two_moves_to_one_time() -> list[Callable[[], Any]]:
    venue = make_venue()
    sessions = [make_session(day=DAY, hour=hour, venue=venue) for hour in (9, 15)]
    return [
        partial(move_session, session_id=one.pk, by=make_outreach_staff(), begins_at=at(DAY, 12))
        for one in sessions
    ]


CASES = [two_into_one_place, two_with_one_teacher, two_moves_to_one_time]


def outcomes(calls: list[Callable[[], Any]]) -> list[str]:
    return sorted(type(one).__name__ for one in race(*calls))


@pytest.mark.parametrize("case", CASES)
def test_two_planners_at_once_and_one_is_refused(
    racing_database: None, case: Callable[[], list[Callable[[], Any]]]
) -> None:
    before = Session.objects.count()
    calls = case()
    assert outcomes(calls) == ONE_OF_TWO
    assert Session.objects.count() - before in (1, 2)


@pytest.mark.parametrize("case", CASES)
def test_without_the_lock_the_same_race_goes_wrong(
    racing_database: None,
    monkeypatch: pytest.MonkeyPatch,
    case: Callable[[], list[Callable[[], Any]]],
) -> None:
    """Two sessions in one place; PostgreSQL's constraints alone still refuse the second, in a sentence."""
    check = placing.conflicts.conflicts_of

    def slow(session: Session) -> Any:
        found = check(session)
        time.sleep(0.5)
        return found

    monkeypatch.setattr(placing, "lock_venues_and_teachers", lambda **_told: None)
    monkeypatch.setattr(placing.conflicts, "conflicts_of", slow)
    if connection.vendor == "sqlite":  # where the lock is the mode in which transactions begin
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    found = race(*case())
    assert not any(isinstance(one, Clash) for one in found)
    if connection.vendor == "postgresql":
        (refused,) = [one for one in found if isinstance(one, Exception)]
        assert isinstance(refused, StepRefused)
        assert "刚刚被别的场次占用" in refused.messages[0]
