"""The home page: there from the first migration, standing without an engine, edited by staff."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, Site

from pages.models import ArticlePage, HomePage
from registry.enums import TargetMetric
from registry.models import YearlyTarget
from search.interface import SearchUnavailable
from tests.search.views.conftest import answered_by, catalogue, filled_engine

__all__ = ["catalogue", "filled_engine"]  # fixtures
pytestmark = pytest.mark.django_db


class Away:
    def search(self, request: Any) -> Any:
        raise SearchUnavailable("down")


def home_page(client: Client) -> BeautifulSoup:
    response = client.get("/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def article(title: str, **fields: Any) -> ArticlePage:
    page = ArticlePage(title=title, slug=title, **fields)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def test_the_migrations_make_it_the_root_of_the_site() -> None:
    home = HomePage.objects.get()
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert home.title == "河东非遗"
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.usefixtures("catalogue")
def test_shows_the_ten_categories_with_counts_and_the_newest_projects(client: Client) -> None:
    page = home_page(client)
    tiles = page.select(".category")
    assert len(tiles) == 10
    crafts = next(tile for tile in tiles if "传统技艺" in tile.text)
    assert crafts.select_one(".category-count").text == "6 项"  # type: ignore[union-attr]
    motifs = {use["href"] for use in page.select(".category use")}
    assert len(motifs) == 10
    assert len(page.select(".cards .card")) == 4
    assert page.select_one('form[role="search"] input[name="q"]')


@pytest.mark.usefixtures("catalogue")
def test_targets_are_quiet_figures(client: Client) -> None:
    YearlyTarget.objects.all().delete()
    assert not home_page(client).select(".target")
    YearlyTarget.objects.create(year=2024, metric=TargetMetric.REGISTERED_PROJECTS, value=160)
    [target] = home_page(client).select(".target")
    assert " ".join(target.select_one("dd").text.split()) == "0 / 160 2024 年目标"  # type: ignore[union-attr]


@pytest.mark.usefixtures("catalogue")
def test_the_chosen_story_comes_before_the_newest(client: Client) -> None:
    chosen = article("旧事")
    article("新事")
    heading = home_page(client).select_one(".story h3")
    assert isinstance(heading, Tag)
    assert heading.text == "新事"
    HomePage.objects.update(story=chosen)
    assert home_page(client).select_one(".story h3").text == "旧事"  # type: ignore[union-attr]
    chosen.unpublish()
    assert home_page(client).select_one(".story h3").text == "新事"  # type: ignore[union-attr]


def test_stands_without_an_engine(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answered_by(monkeypatch, Away())
    page = home_page(client)
    assert len(page.select(".category")) == 10
    assert not page.select(".category-count, .card")


def test_an_article_shows_its_blocks(client: Client) -> None:
    page = article(
        "刻版",
        lead="一块版要刻二十天。",
        author="本馆",
        body=[
            ("heading", "先看<木头>"),
            ("paragraph", "<p>梨木放足三年。</p>"),
            ("quotation", {"text": "刀是笔。", "speaker": "师傅"}),
        ],
    )
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    assert html.select_one("h2").text == "先看<木头>"  # type: ignore[union-attr]
    assert html.select_one("blockquote footer").text == "—— 师傅"  # type: ignore[union-attr]
    assert html.select_one(".breadcrumbs [aria-current]").text == "刻版"  # type: ignore[union-attr]


@pytest.mark.usefixtures("catalogue")
def test_takes_few_queries_however_many_articles_there_are(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")  # what is kept between requests
    for number in range(5):
        article(f"第{number}篇")
    with django_assert_max_num_queries(12):
        client.get("/")
