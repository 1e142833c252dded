"""Names of the registry while one types, and projects that look like the one applied for."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from applications import listed_projects
from tests.factories.registry import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_names() -> None:
    cache.clear()


@pytest.mark.parametrize("query", ["高跷", "大直沽", "dazhigu", "dzgg", "老高跷"])
def test_a_project_is_found_by_name_pinyin_initials_and_other_name(query: str) -> None:
    project = make_project("大直沽高跷", aliases=("大直沽老高跷",))
    make_project("杨柳青木版年画")
    assert [one.pk for one in listed_projects.suggestions(query)] == [project.pk]


@pytest.mark.parametrize("name", ["大直沽高跷", "高跷（大直沽）", "河东大直沽高跷", "大直沽 高跷"])
def test_what_looks_listed_already_is_pointed_out(name: str) -> None:
    project = make_project("大直沽高跷")
    assert project.pk in {one.pk for one in listed_projects.lookalikes(name)}


@pytest.mark.parametrize("name", ["", "大", "东局子剪纸", "大直沽木雕技艺"])
def test_what_only_shares_a_place_or_an_ornament_is_not(name: str) -> None:
    make_project("大直沽高跷")
    make_project("杨柳青传统制作技艺")
    assert listed_projects.lookalikes(name) == []


def test_a_project_that_is_not_public_is_neither_found_nor_pointed_out() -> None:
    make_project("大直沽高跷", publish=False)
    assert listed_projects.suggestions("高跷") == []
    assert listed_projects.lookalikes("大直沽高跷") == []
    answer = Client().get("/apply/suggest/projects/", {"q": "高跷"})
    assert "大直沽高跷" not in answer.content.decode()


@pytest.mark.parametrize("asked", [{"title": "大直沽高跷"}, {"q": "高跷"}])
def test_the_category_of_what_is_listed_is_suggested_while_one_types(asked: dict[str, str]) -> None:
    project = make_project("大直沽高跷", category=3, aliases=("大直沽老高跷",))
    answer = Client().get("/apply/suggest/projects/", asked).content.decode()
    assert project.category.name in answer
