"""The calendar as staff and the yearly announcement make it."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workcalendar import queries
from workcalendar.domain.filling import announced_years, fill_unknown_years, fill_year
from workcalendar.enums import DayKind, DayUnit
from workcalendar.models import CalendarDay

pytestmark = pytest.mark.django_db

WORKING, CALENDAR = DayUnit.WORKING, DayUnit.CALENDAR


@pytest.fixture
def two_years(db) -> None:
    fill_year(year=2025)
    fill_year(year=2026)


def test_the_announcement_of_2026_is_known_by_name() -> None:
    fill_year(year=2026)

    assert not queries.is_workday(
        date(2026, 2, 17)
    )  # a Tuesday, New Year's Day of the old calendar
    assert queries.is_workday(date(2026, 2, 14))  # a Saturday worked for it
    assert not queries.is_workday(date(2026, 2, 7))  # a Saturday like any other
    assert queries.is_workday(date(2026, 2, 9))
    assert CalendarDay.objects.get(date=date(2026, 2, 17)).name == "春节"
    assert CalendarDay.objects.get(date=date(2026, 2, 14)).kind == DayKind.MAKE_UP


@given(st.dates(date(2025, 12, 1), date(2026, 11, 1)), st.integers(-60, 60), st.booleans())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
def test_a_call_reads_as_much_of_the_calendar_as_it_needs(two_years, start, days, roll) -> None:
    """Each call narrows its one query: what it leaves out must make no difference."""
    whole = queries.whole_calendar()

    for unit in DayUnit:
        end = queries.add_days(start, days, unit=unit, roll=roll)
        assert end == whole.add_days(start, days, unit=unit, roll=roll)
        between = queries.days_between(start, end, unit=unit)
        assert between == whole.days_between(start, end, unit=unit)
    assert queries.is_workday(start) == whole.is_workday(start)


def test_no_call_asks_the_database_twice(django_assert_max_num_queries) -> None:
    fill_year(year=2026)
    start, end = date(2026, 1, 1), date(2026, 12, 31)

    for unit in DayUnit:
        for roll in (False, True):
            with django_assert_max_num_queries(1):
                queries.add_days(start, 200, unit=unit, roll=roll)
        with django_assert_max_num_queries(1):
            queries.days_between(start, end, unit=unit)
    with django_assert_max_num_queries(1):
        queries.is_workday(start)
    with django_assert_max_num_queries(1):
        calendar = queries.whole_calendar()
        assert sum(calendar.days_between(start, end, unit=WORKING) for _case in range(50)) > 0


def test_a_year_nobody_has_entered_counts_as_weekdays_and_says_so() -> None:
    assert not queries.year_is_known(2026)
    assert queries.is_workday(date(2026, 2, 17))

    CalendarDay.objects.create(date=date(2026, 2, 14), kind=DayKind.MAKE_UP)
    assert not queries.year_is_known(2026)

    CalendarDay.objects.create(date=date(2026, 2, 17), kind=DayKind.HOLIDAY)
    assert queries.year_is_known(2026)
    assert queries.known_years() == {2026}


def test_filling_leaves_what_staff_have_entered() -> None:
    CalendarDay.objects.create(date=date(2026, 2, 17), kind=DayKind.HOLIDAY, name="本区安排")

    added = fill_year(year=2026)

    assert date(2026, 2, 17) not in {day.date for day in added}
    assert CalendarDay.objects.get(date=date(2026, 2, 17)).name == "本区安排"
    assert fill_year(year=2026) == []


def test_filling_at_each_start_brings_no_removed_day_back() -> None:
    fill_year(year=2026)
    CalendarDay.objects.filter(date=date(2026, 2, 14)).delete()

    filled = fill_unknown_years()

    assert 2026 not in filled
    assert 2025 in filled
    assert queries.is_workday(date(2025, 1, 26))
    assert not queries.is_workday(date(2026, 2, 14))


def test_a_year_without_announcement_is_refused_in_plain_words() -> None:
    unknown = announced_years()[-1] + 1

    with pytest.raises(ValidationError, match=f"还没有 {unknown} 年的放假安排"):
        fill_year(year=unknown)
    with pytest.raises(ValidationError, match="还没有 1999 年"):
        fill_year(year=1999)


def test_the_command_fills_the_years_it_knows_and_names_the_others() -> None:
    said = StringIO()

    with pytest.raises(CommandError, match="还没有 2199 年的放假安排"):
        call_command("load_workdays", 2026, 2199, stdout=said)

    assert "2026 年：新增" in said.getvalue()
    assert queries.known_years() == {2026}


def test_the_command_without_years_fills_all_and_then_has_nothing_to_do() -> None:
    call_command("load_workdays", stdout=StringIO())
    said = StringIO()
    call_command("load_workdays", stdout=said)

    assert queries.known_years() == set(announced_years())
    assert said.getvalue() == ""


def test_a_weekday_is_no_make_up_day() -> None:
    with pytest.raises(ValidationError, match="2026年3月4日是星期三"):
        CalendarDay(date=date(2026, 3, 4), kind=DayKind.MAKE_UP).full_clean()

    CalendarDay(date=date(2026, 3, 4), kind=DayKind.HOLIDAY).full_clean()
    CalendarDay(date=date(2026, 3, 7), kind=DayKind.MAKE_UP).full_clean()
