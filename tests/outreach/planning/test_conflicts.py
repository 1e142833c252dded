"""Each thing that may stand in the way of a session: found where it is, not found where it is not."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from outreach.domain.conflicts import Conflict, conflicts_of, conflicts_of_many, standing
from outreach.enums import ConflictKind, SessionState, Severity
from outreach.models import (
    Availability,
    DayOff,
    OpeningHours,
    Override,
    Room,
    Session,
    TravelTime,
    VenueClosure,
)
from tests.factories.outreach import (
    at,
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.registry import make_project
from workcalendar.models import CalendarDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clashes_can_be_written")]
MONDAY = datetime.date(2027, 3, 1)
HERE, AN_HOUR_AWAY = {"latitude": 39.1, "longitude": 117.25}, {"latitude": 39.1, "longitude": 117.4}


def kinds(session: Session) -> set[str]:
    """Found one by one and by sweeping: both must be the same."""
    found = conflicts_of(session)
    assert conflicts_of_many([session]) == [found]
    return {one.kind for one in found}


def only(session: Session, kind: ConflictKind) -> Conflict:
    (found,) = [one for one in conflicts_of(session) if one.kind == kind]
    return found


def test_a_session_alone_has_none() -> None:
    assert kinds(make_session(day=MONDAY)) == set()


@pytest.mark.parametrize(
    ("hour", "minutes", "clashes"), [(10, 90, True), (9, 60, False), (9, 61, True), (11, 60, True)]
)
def test_a_place_is_taken_up_to_but_not_including_the_end(
    hour: int, minutes: int, clashes: bool
) -> None:
    venue = make_venue()
    make_session(day=MONDAY, venue=venue, teacher=None)
    one = make_session(day=MONDAY, hour=hour, minutes=minutes, venue=venue, teacher=None)
    assert (ConflictKind.PLACE in kinds(one)) is clashes


def test_two_rooms_go_together_a_room_and_the_whole_venue_do_not() -> None:
    venue = make_venue()
    first, second = (Room.objects.create(venue=venue, name=name, capacity=60) for name in "甲乙")
    make_session(day=MONDAY, venue=venue, room=first)
    assert kinds(make_session(day=MONDAY, venue=venue, room=second)) == set()
    whole = make_session(day=MONDAY, venue=venue)
    assert kinds(whole) == {ConflictKind.PLACE}
    assert len(conflicts_of(whole)) == 2


@pytest.mark.parametrize("state", [SessionState.CANCELLED, SessionState.POSTPONED])
def test_what_was_given_up_takes_nothing(state: SessionState) -> None:
    other = make_session(day=MONDAY, state=state)
    assert kinds(make_session(day=MONDAY, venue=other.venue, teacher=other.teacher)) == set()


def test_a_teacher_is_in_one_place_and_it_cannot_be_overridden() -> None:
    other = make_session(day=MONDAY)
    one = make_session(day=MONDAY, hour=11, teacher=other.teacher)
    assert only(one, ConflictKind.TEACHER).severity == Severity.BLOCK
    let_stand(one, ConflictKind.TEACHER)
    assert [c.kind for c in standing(one, at_least=Severity.BLOCK)] == [ConflictKind.TEACHER]


def let_stand(session: Session, kind: ConflictKind) -> None:
    Override.objects.create(
        session=session,
        kind=kind,
        subject=only(session, kind).subject,
        reason="示例理由",
        made_by=make_outreach_staff(),
    )


@pytest.mark.parametrize(("minutes", "clashes"), [(44, True), (45, False)])
def test_the_way_is_what_was_entered_and_the_later_class_sets_up(
    minutes: int, clashes: bool
) -> None:
    teacher, near, far = make_teacher(), make_venue(**HERE), make_venue(**AN_HOUR_AWAY)
    TravelTime.objects.create(origin=far, destination=near, minutes=30)
    make_session(day=MONDAY, hour=10, minutes=60, teacher=teacher, venue=near)
    later = make_session(
        begins_at=at(MONDAY, 11) + datetime.timedelta(minutes=minutes), teacher=teacher, venue=far
    )
    assert (ConflictKind.TRAVEL in kinds(later)) is clashes


@pytest.mark.parametrize(
    ("points", "way"),
    [
        ((HERE, AN_HOUR_AWAY), 62),
        (({}, {}), 30),
        (({"division": None}, {}), 60),
        ((HERE, HERE), 10),
    ],
)
def test_without_an_entry_the_way_is_reckoned(points: Any, way: int) -> None:
    teacher, earlier, later = make_teacher(), make_venue(**points[0]), make_venue(**points[1])
    make_session(day=MONDAY, minutes=60, teacher=teacher, venue=earlier)
    begins = at(MONDAY, 11) + datetime.timedelta(minutes=way + 15)
    session = make_session(begins_at=begins, teacher=teacher, venue=later)
    assert ConflictKind.TRAVEL not in kinds(session)
    session.begins_at -= datetime.timedelta(minutes=1)
    assert ConflictKind.TRAVEL in kinds(session)
    assert only(session, ConflictKind.TRAVEL).severity == Severity.BLOCK_PUBLISHING


def test_the_way_counts_over_midnight_too() -> None:
    teacher = make_teacher()
    make_session(day=MONDAY, hour=22, minutes=100, teacher=teacher)
    tuesday = MONDAY + datetime.timedelta(days=1)
    assert ConflictKind.TRAVEL in kinds(make_session(day=tuesday, hour=0, teacher=teacher))


def test_an_override_covers_one_gap_only() -> None:
    teacher = make_teacher()
    make_session(day=MONDAY, minutes=60, teacher=teacher)
    later = make_session(day=MONDAY, hour=11, teacher=teacher)
    let_stand(later, ConflictKind.TRAVEL)
    assert standing(later, at_least=Severity.BLOCK_PUBLISHING) == []
    later.begins_at += datetime.timedelta(minutes=5)
    assert len(standing(later, at_least=Severity.BLOCK_PUBLISHING)) == 1


def test_opening_hours_hold_by_weekday_and_touching_ones_are_one() -> None:
    venue = make_venue()
    for opens, closes in ((9, 10), (10, 12)):
        OpeningHours.objects.create(
            venue=venue, weekday=0, opens=datetime.time(opens), closes=datetime.time(closes)
        )
    assert kinds(make_session(day=MONDAY, hour=9, venue=venue)) == set()
    assert kinds(make_session(day=MONDAY, hour=11, venue=venue)) == {ConflictKind.HOURS}
    tuesday = MONDAY + datetime.timedelta(days=1)
    assert kinds(make_session(day=tuesday, hour=9, venue=venue)) == {ConflictKind.HOURS}


def test_what_goes_on_over_midnight_has_to_fit_the_hours_of_both_days() -> None:
    teacher = make_teacher()
    for weekday, begins, ends in ((0, (18, 0), (23, 59)), (1, (0, 0), (1, 0))):
        Availability.objects.create(
            teacher=teacher,
            weekday=weekday,
            begins=datetime.time(*begins),
            ends=datetime.time(*ends),
        )
    session = make_session(day=MONDAY, hour=23, minutes=120, teacher=teacher)
    assert kinds(session) == set()
    session.ends_at = at(MONDAY, 23) + datetime.timedelta(hours=1)
    assert kinds(session) == set()  # until midnight: the next day is not touched
    session.ends_at = at(MONDAY, 23) + datetime.timedelta(minutes=121)
    assert kinds(session) == {ConflictKind.AVAILABILITY}
    session.begins_at, session.ends_at = at(MONDAY, 17, 59), at(MONDAY, 19)
    assert kinds(session) == {ConflictKind.AVAILABILITY}


def test_availability_days_off_and_closures() -> None:
    teacher, venue = make_teacher(), make_venue()
    Availability.objects.create(
        teacher=teacher, weekday=0, begins=datetime.time(9), ends=datetime.time(12)
    )
    session = make_session(day=MONDAY, hour=11, teacher=teacher, venue=venue)
    assert kinds(session) == {ConflictKind.AVAILABILITY}
    DayOff.objects.create(teacher=teacher, first_day=MONDAY, last_day=MONDAY, reason="外出")
    VenueClosure.objects.create(venue=venue, first_day=MONDAY, last_day=MONDAY)
    assert kinds(session) == {
        ConflictKind.AVAILABILITY,
        ConflictKind.DAY_OFF,
        ConflictKind.CLOSURE,
    }
    session.begins_at += datetime.timedelta(days=7)
    session.ends_at += datetime.timedelta(days=7)
    assert kinds(session) == {ConflictKind.AVAILABILITY}


def test_the_week_of_a_teacher_runs_from_monday_to_sunday_on_the_local_clock() -> None:
    teacher = make_teacher(weekly_most=1)
    sunday = MONDAY + datetime.timedelta(days=6)
    make_session(day=sunday, hour=22, teacher=teacher)
    assert ConflictKind.WEEKLY_MOST in kinds(make_session(day=MONDAY, hour=1, teacher=teacher))
    assert kinds(make_session(day=sunday + datetime.timedelta(days=2), teacher=teacher)) == set()


def test_a_group_must_fit_the_room_not_only_the_house() -> None:
    venue = make_venue(capacity=60)
    room = Room.objects.create(venue=venue, name="小教室", capacity=15)
    assert kinds(make_session(day=MONDAY, venue=venue, seats=60)) == set()
    tuesday = MONDAY + datetime.timedelta(days=1)
    small = make_session(day=tuesday, venue=venue, room=room, seats=16)
    assert kinds(small) == {ConflictKind.CAPACITY}


def test_a_public_holiday_has_to_be_let_stand() -> None:
    CalendarDay.objects.create(date=MONDAY, kind="holiday", name="示例节")
    session = make_session(day=MONDAY)
    found = only(session, ConflictKind.HOLIDAY)
    assert found.severity == Severity.BLOCK_PUBLISHING
    assert "示例节" in found.sentence
    let_stand(session, ConflictKind.HOLIDAY)
    assert standing(session, at_least=Severity.WARN) == []


def test_a_teacher_of_something_else_is_only_warned_of() -> None:
    taught, other = make_project(), make_project()
    programme = make_programme(taught)
    session = make_session(day=MONDAY, programme=programme, teacher=make_teacher(other))
    assert only(session, ConflictKind.SKILL).severity == Severity.WARN
    assert (
        kinds(make_session(day=MONDAY, programme=programme, teacher=make_teacher(taught))) == set()
    )


def test_the_same_class_twice_in_a_week_nearby_is_only_warned_of() -> None:
    programme, venue = make_programme(), make_venue(**HERE)
    make_session(day=MONDAY, programme=programme, venue=venue)
    near = make_venue(latitude=39.105, longitude=117.25)
    six = make_session(day=MONDAY + datetime.timedelta(days=6), programme=programme, venue=near)
    assert only(six, ConflictKind.ALIKE).severity == Severity.WARN
    seven = make_session(day=MONDAY - datetime.timedelta(days=7), programme=programme, venue=near)
    assert kinds(seven) == set()
    far = make_venue(**AN_HOUR_AWAY)
    assert kinds(make_session(day=MONDAY, programme=programme, venue=far)) == set()


def test_the_check_of_one_asks_a_bounded_number_of_times(
    django_assert_max_num_queries: Any,
) -> None:
    venue, teacher = make_venue(), make_teacher(weekly_most=30)
    for hour in (8, 12, 15, 19):
        make_session(day=MONDAY, hour=hour, venue=venue, teacher=teacher)
    session = make_session(day=MONDAY, hour=10, venue=venue, teacher=teacher)
    with django_assert_max_num_queries(3):
        conflicts_of(session)
