"""Lineages: generations, and no circles however one tries."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from registry import queries
from registry.domain.publishing import save_record
from registry.enums import Consent
from registry.models import Apprenticeship
from tests.factories.registry import make_inheritor, make_project

pytestmark = pytest.mark.django_db


def taught_by(*masters, project=None):
    return [Apprenticeship(master=master, project=project) for master in masters]


def test_generations_are_counted_from_the_eldest():
    project = make_project()
    first = make_inheritor("祖师")
    second = make_inheritor("师父", masters=taught_by(first, project=project))
    third = make_inheritor(
        "徒弟", project=project, masters=taught_by(second, first, project=project)
    )
    make_inheritor("旁人")

    found = [(node.inheritor, node.generation) for node in queries.lineage(project)]
    assert found == [(first, 1), (second, 2), (third, 3)]


def test_a_tie_that_names_no_project_counts_for_those_its_apprentice_is_recognised_for():
    project, other = make_project(), make_project()
    first = make_inheritor("祖师")
    second = make_inheritor("师父", masters=taught_by(first))
    third = make_inheritor("徒弟", project=project, masters=taught_by(second))
    make_inheritor("同门", masters=taught_by(second))  # for nothing recognised yet
    elsewhere = make_inheritor("另有师承", project=project, masters=taught_by(first, project=other))

    found = [(node.inheritor, node.generation) for node in queries.lineage(project)]
    assert found == [(first, 1), (elsewhere, 1), (second, 2), (third, 3)]


@pytest.mark.parametrize("consent", [Consent.GIVEN, Consent.UNKNOWN])
def test_years_of_birth_that_are_not_public_do_not_order_a_generation(consent):
    project = make_project()
    told = {"consent": consent, "consent_on": datetime.date(2024, 5, 1)}
    younger = make_inheritor(project=project, birth_year=1970, **told)
    elder = make_inheritor(project=project, birth_year=1950, **told)
    by_age = [elder, younger]
    found = [node.inheritor for node in queries.lineage(project)]
    assert found == (by_age if consent == Consent.GIVEN else [younger, elder])


def test_a_lineage_costs_the_same_queries_for_three_and_for_thirteen(django_assert_num_queries):
    def line(length):
        project, master = make_project(), None
        for _ in range(length):
            masters = taught_by(master, project=project) if master else []
            master = make_inheritor(project=project, masters=masters)
        return project

    for project in (line(3), line(13)):
        with django_assert_num_queries(4):
            queries.lineage(project)


def test_drafts_and_withdrawn_people_are_not_named_in_a_lineage():
    project = make_project()
    hidden = make_inheritor("未公开", publish=False)
    shown = make_inheritor(project=project, masters=taught_by(hidden, project=project))
    assert [node.inheritor for node in queries.lineage(project)] == [shown]


@pytest.mark.parametrize("length", [1, 2, 3, 6])
def test_a_circle_of_any_length_is_refused_and_nothing_is_written(length):
    people = [make_inheritor()]
    for _ in range(length):
        people.append(make_inheritor(masters=taught_by(people[-1])))
    first = people[0]
    first.masters = taught_by(people[-1])

    with pytest.raises(ValidationError, match="师承关系成了一个圈"):
        save_record(record=first, by=None, publish=True)

    assert not Apprenticeship.objects.filter(apprentice=first).exists()


def test_two_ways_to_one_master_are_no_circle():
    root = make_inheritor()
    left, right = (make_inheritor(masters=taught_by(root)) for _ in range(2))
    child = make_inheritor(masters=taught_by(left, right))
    assert child.masters.count() == 2
