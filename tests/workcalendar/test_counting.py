"""Periods of days, against the slowest way to count them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workcalendar.counting import WorkCalendar
from workcalendar.enums import DayKind, DayUnit

FIRST, LAST = date(2024, 12, 1), date(2026, 3, 31)
DAYS = st.dates(FIRST, LAST)
WORKING, CALENDAR = DayUnit.WORKING, DayUnit.CALENDAR


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Any days at all as holidays and make-up days, far more than a real year has."""
    marked = draw(st.dictionaries(DAYS, st.sampled_from(DayKind.values), max_size=120))
    return WorkCalendar.of(marked.items())


def naive_is_workday(calendar: WorkCalendar, day: date) -> bool:
    if day in calendar.make_up_days and day.isoweekday() in {6, 7}:
        return True
    if day.isoweekday() in {6, 7}:
        return False
    return day not in calendar.holidays


def naive_days_between(calendar: WorkCalendar, start: date, end: date) -> int:
    count, day = 0, start
    while day < end:
        day += timedelta(days=1)
        count += naive_is_workday(calendar, day)
    return count


def naive_add(calendar: WorkCalendar, start: date, days: int) -> date:
    day = start
    while naive_days_between(calendar, start, day) < days:
        day += timedelta(days=1)
    return day


@given(calendars(), DAYS, DAYS)
def test_workdays_between_two_days_are_those_one_meets_walking(calendar, one, other) -> None:
    start, end = sorted([one, other])
    walked = naive_days_between(calendar, start, end)

    assert calendar.days_between(start, end, unit=WORKING) == walked
    assert calendar.days_between(end, start, unit=WORKING) == -walked


@given(calendars(), DAYS, st.integers(0, 60))
def test_a_period_of_workdays_ends_on_the_day_one_walks_to(calendar, start, days) -> None:
    end = calendar.add_days(start, days, unit=WORKING)

    assert end == naive_add(calendar, start, days)
    assert calendar.days_between(start, end, unit=WORKING) == days


@given(calendars(), DAYS, st.integers(1, 60))
def test_counting_back_ends_on_a_workday_that_many_workdays_before(calendar, start, days) -> None:
    end = calendar.add_days(start, -days, unit=WORKING)

    assert calendar.is_workday(end)
    # the day counted to is in, the day counted from is not
    assert naive_days_between(calendar, end - timedelta(days=1), start - timedelta(days=1)) == days


@given(calendars(), DAYS, st.integers(0, 60), st.sampled_from(DayUnit))
def test_a_rolled_period_ends_on_the_first_workday_from_its_last_day(
    calendar, start, days, unit
) -> None:
    plain = calendar.add_days(start, days, unit=unit)
    rolled = calendar.add_days(start, days, unit=unit, roll=True)

    assert rolled >= plain
    assert calendar.is_workday(rolled)
    assert not any(
        calendar.is_workday(plain + timedelta(days=gone)) for gone in range((rolled - plain).days)
    )


SPRING_2026 = WorkCalendar.of(
    [(date(2026, 2, day), "holiday") for day in range(15, 24)]
    + [(date(2026, 2, 14), "make-up"), (date(2026, 2, 28), "make-up")]
)


@pytest.mark.parametrize(
    ("start", "days", "unit", "roll", "end"),
    [
        # twenty days of notice from 26 January end on a make-up Saturday only where it is one
        (date(2026, 1, 26), 20, CALENDAR, True, date(2026, 2, 24)),
        (date(2026, 1, 26), 20, CALENDAR, False, date(2026, 2, 15)),
        (date(2026, 1, 25), 20, CALENDAR, True, date(2026, 2, 14)),
        # the Saturday counts, the nine days of rest do not
        (date(2026, 2, 13), 2, WORKING, False, date(2026, 2, 24)),
        (date(2026, 2, 27), 1, WORKING, False, date(2026, 2, 28)),
        (date(2026, 2, 24), -1, WORKING, False, date(2026, 2, 14)),
        (date(2026, 2, 16), 0, WORKING, False, date(2026, 2, 16)),
        (date(2026, 2, 16), 0, WORKING, True, date(2026, 2, 24)),
    ],
)
def test_the_spring_festival_of_2026(start, days, unit, roll, end) -> None:
    assert SPRING_2026.add_days(start, days, unit=unit, roll=roll) == end
