"""The year in figures: what counts, where it counts, and what is still missing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from outreach import figures, gaps
from outreach.enums import SessionState, VenueType
from outreach.figures import Stages
from registry.enums import DivisionLevel, TargetMetric
from registry.models import Division, YearlyTarget
from tests.factories.outreach import (
    at,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.registry import division, make_inheritor, make_project

pytestmark = pytest.mark.django_db
YEAR = 2026
WAYS = [
    SessionState.DRAFT,
    SessionState.PENDING,
    SessionState.OPEN,
    SessionState.HELD,
    SessionState.ARCHIVED,
    SessionState.CANCELLED,
    SessionState.POSTPONED,
]


def one_of_each(day: datetime.date = datetime.date(YEAR, 5, 6), **fields: Any) -> None:
    for number, state in enumerate(WAYS):
        make_session(day=day + datetime.timedelta(days=number), state=state, **fields)


def test_each_stage_holds_the_ones_after_it() -> None:
    one_of_each()
    assert figures.totals(YEAR) == Stages(5, 3, 2, 1, adults=20, minors=10)
    assert figures.totals(YEAR).rest == (1, 1, 1, 2)


def test_a_year_is_the_bureaus_local_year() -> None:
    """At midnight of New Year in China it is still the old year in UTC."""
    make_session(begins_at=at(datetime.date(YEAR, 1, 1), 0, 0), state=SessionState.ARCHIVED)
    make_session(begins_at=at(datetime.date(YEAR, 12, 31), 22, 30), state=SessionState.ARCHIVED)
    assert figures.totals(YEAR).archived == 2
    assert figures.totals(YEAR - 1).archived == figures.totals(YEAR + 1).archived == 0
    months = {line.key: line.stages.archived for line in figures.by_month(YEAR)}
    assert (months[1], months[12], sum(months.values())) == (1, 1, 2)


def test_every_way_of_counting_counts_the_same_sessions() -> None:
    project = make_project()
    one_of_each(programme=make_programme(project), teacher=make_teacher(), venue=make_venue())
    whole = figures.totals(YEAR)
    for name, (_heading, count) in figures.DIMENSIONS.items():
        lines = count(YEAR)
        assert sum(line.stages.held for line in lines) == whole.held, name
        assert sum(line.stages.planned for line in lines) == whole.planned, name
        assert sum(line.stages.people for line in lines) == whole.people, name


def test_a_class_of_two_projects_counts_for_both() -> None:
    first, second = make_project(), make_project()
    make_session(
        day=datetime.date(YEAR, 5, 6),
        programme=make_programme(first, second),
        state=SessionState.ARCHIVED,
    )
    assert {line.key for line in figures.by_project(YEAR)} == {first.pk, second.pk}
    assert figures.totals(YEAR).archived == 1


def test_types_with_nothing_stand_in_the_table_too() -> None:
    make_session(
        day=datetime.date(YEAR, 5, 6), venue=make_venue(VenueType.MALL), state=SessionState.HELD
    )
    held = {line.key: line.stages.held for line in figures.by_venue_type(YEAR)}
    assert held == {kind.value: int(kind == VenueType.MALL) for kind in VenueType}


def test_only_archived_sessions_count_for_the_target() -> None:
    YearlyTarget.objects.update_or_create(
        year=YEAR, metric=TargetMetric.OUTREACH_SESSIONS, defaults={"value": 4}
    )
    one_of_each()
    target = figures.sessions_target(YEAR)
    assert (target.done, target.goal, target.percent, target.missing) == (1, 4, 25, 3)
    YearlyTarget.objects.all().delete()
    assert figures.sessions_target(YEAR).goal is None


def test_the_forecast_takes_the_share_that_was_held() -> None:
    day = datetime.date(YEAR, 3, 2)
    for number in range(9):
        make_session(day=day + datetime.timedelta(days=number), state=SessionState.HELD)
    for number in range(3):
        make_session(day=day + datetime.timedelta(days=number), state=SessionState.CANCELLED)
    make_session(day=day, state=SessionState.POSTPONED)
    make_session(day=day, state=SessionState.CLOSED)
    for number in range(7):
        make_session(day=day + datetime.timedelta(days=100 + number), state=SessionState.OPEN)
    make_session(day=day + datetime.timedelta(days=110), state=SessionState.CANCELLED)
    found = figures.forecast(YEAR, at(day + datetime.timedelta(days=50), 12))
    assert (found.held, found.cancelled, found.unrecorded, found.ahead) == (9, 3, 1, 7)
    assert found.share == 0.75
    assert found.expected == 9 + 6


def test_the_forecast_expects_all_while_little_is_past() -> None:
    make_session(day=datetime.date(YEAR, 1, 5), state=SessionState.CANCELLED)
    make_session(day=datetime.date(YEAR, 9, 5), state=SessionState.DRAFT)
    assert figures.forecast(YEAR, at(datetime.date(YEAR, 2, 1), 12)).expected == 1


def test_gaps_are_named() -> None:
    street = Division.objects.create(
        code="120102999",
        name="示例街道",
        full_name="天津市河东区示例街道",
        level=DivisionLevel.TOWNSHIP,
        parent=division(),
    )
    project = make_project(division=division())
    teaches = make_inheritor(project=project)
    idle = make_inheritor(project=project)
    assert street in gaps.areas_without(YEAR)
    assert {teaches, idle} <= set(gaps.inheritors_without(YEAR))
    make_session(
        day=datetime.date(YEAR, 5, 6),
        venue=make_venue(division=street),
        teacher=make_teacher(inheritor=teaches),
        programme=make_programme(project),
        state=SessionState.HELD,
    )
    assert street not in gaps.areas_without(YEAR)
    assert teaches not in gaps.inheritors_without(YEAR)
    assert idle in gaps.inheritors_without(YEAR)
    assert street in gaps.areas_without(YEAR + 1)


def test_each_table_is_one_query(django_assert_num_queries: Any) -> None:
    for _number in range(3):
        one_of_each(programme=make_programme(make_project()))
    for _heading, count in figures.DIMENSIONS.values():
        with django_assert_num_queries(1):
            count(YEAR)
    with django_assert_num_queries(1):
        figures.totals(YEAR)
    with django_assert_num_queries(1):
        figures.forecast(YEAR)
