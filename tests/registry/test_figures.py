"""Registered projects in figures: what counts at which day, of what kind, and what they lack."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from registry import figures
from registry.domain.divisions import enter_divisions
from registry.enums import Level, Standing, TargetMetric
from registry.models import (
    Category,
    HeritageProject,
    Inscription,
    ProtectionAssignment,
    YearlyTarget,
)
from tests.factories.registry import division, make_inheritor, make_project, make_unit

pytestmark = pytest.mark.django_db
YEAR = 2026
TODAY = datetime.date(YEAR, 6, 1)
DAY = datetime.timedelta(days=1)


def listed(on: datetime.date | None, level: Level = Level.COUNTY, **fields: Any) -> HeritageProject:
    """A project of the district that is on a list from that day."""
    project = make_project(division=fields.pop("division", None) or division(), **fields)
    Inscription.objects.filter(project=project).delete()
    Inscription.objects.create(project=project, level=level, inscribed_on=on)
    return project


def test_the_year_end_is_reckoned_from_what_the_registry_knows() -> None:
    YearlyTarget.objects.update_or_create(
        year=YEAR, metric=TargetMetric.REGISTERED_PROJECTS, defaults={"value": 160}
    )
    for year in (2019, 2021, 2023):
        listed(datetime.date(year, 5, 1))
    listed(datetime.date(YEAR, 3, 1))
    listed(datetime.date(YEAR, 11, 1))
    leaving = listed(datetime.date(2010, 1, 1))
    Inscription.objects.filter(project=leaving).update(removed_on=datetime.date(YEAR, 10, 1))
    draft = listed(datetime.date(YEAR, 5, 20))
    HeritageProject.objects.filter(pk=draft.pk).update(live=False, first_published_at=None)
    withdrawn = listed(datetime.date(2011, 1, 1))
    HeritageProject.objects.filter(pk=withdrawn.pk).update(live=False)
    listed(datetime.date(2011, 1, 1), division=division("120101"))
    listed(datetime.date(YEAR + 1, 1, 1))

    found = figures.project_year(YEAR, TODAY)
    assert (found.done, found.goal, found.percent, found.missing) == (5, 160, 3, 155)
    assert (found.before, found.gained) == (4, 1)
    assert (found.dated, found.drafts, found.expected) == (0, 1, 6)
    assert found.pace == 2 / 5
    assert list(figures.waiting_drafts(YEAR)) == [draft]


def test_a_year_that_is_over_expects_nothing_more() -> None:
    listed(datetime.date(YEAR, 12, 31))
    draft = listed(datetime.date(YEAR, 5, 20))
    HeritageProject.objects.filter(pk=draft.pk).update(live=False, first_published_at=None)
    found = figures.project_year(YEAR, datetime.date(YEAR + 1, 2, 1))
    assert (found.done, found.expected, found.drafts) == (1, 1, 0)


def test_a_project_on_several_lists_counts_once_at_the_highest() -> None:
    project = listed(datetime.date(2010, 1, 1))
    Inscription.objects.create(
        project=project, level=Level.NATIONAL, inscribed_on=datetime.date(2020, 1, 1)
    )
    listed(datetime.date(2010, 1, 1), level=Level.PROVINCIAL)
    before = {one.label: one.number for one in figures.by_level(datetime.date(2019, 1, 1))}
    after = {one.label: one.number for one in figures.by_level(TODAY)}
    assert before == {"国家级": 0, "市级": 1, "区县级": 1}
    assert after == {"国家级": 1, "市级": 1, "区县级": 0}


def test_categories_and_streets_add_up_to_all() -> None:
    enter_divisions(names={"120102001": "甲街道", "120102001001": "一社区"}, by=None)
    for place in ("120102", "120102001", "120102001001"):
        listed(datetime.date(2010, 1, 1), division=division(place), category=7)
    areas = {one.label: one.number for one in figures.by_area(TODAY)}
    assert areas == {"甲街道": 2, "河东区（未写街道）": 1}
    categories = figures.by_category(TODAY)
    assert len(categories) == Category.objects.count() == 10
    assert [one.number for one in categories if one.number] == [3]
    assert figures.categories_without(TODAY).count() == 9


def test_what_projects_lack_is_named() -> None:
    bare, full = listed(None), listed(None)
    ProtectionAssignment.objects.create(project=full, unit=make_unit())
    ProtectionAssignment.objects.create(project=bare, unit=make_unit(), ended_on=TODAY - DAY)
    make_inheritor(project=full)
    late = make_inheritor(project=bare)
    late.death_year = 2020
    late.save()
    gone = make_inheritor(project=bare)
    gone.recognitions.update(standing=Standing.WITHDRAWN)
    assert list(figures.without_inheritor(TODAY)) == [bare]
    assert list(figures.without_unit(TODAY)) == [bare]
    assert {bare, full} == set(figures.without_pictures(TODAY))


def test_each_figure_is_few_queries(django_assert_max_num_queries: Any) -> None:
    for _number in range(3):
        listed(datetime.date(2010, 1, 1))
    for count in (figures.by_category, figures.by_level, figures.by_area):
        with django_assert_max_num_queries(2):
            count(TODAY)
    with django_assert_max_num_queries(3):
        figures.project_year(YEAR, TODAY)
