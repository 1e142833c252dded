"""/year/: every figure is what the database says, and no more than everybody may know."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from outreach import figures
from outreach.enums import SessionState, VenueType
from registry.enums import TargetMetric
from registry.models import YearlyTarget
from tests.factories.outreach import at, make_programme, make_session, make_venue
from tests.factories.registry import division, make_project

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def a_year():
    """Six archived, two held, one announced, and what must not be counted."""
    YearlyTarget.objects.update_or_create(
        year=YEAR, metric=TargetMetric.OUTREACH_SESSIONS, defaults={"value": 400}
    )
    clay, opera = make_project("泥人示例", category=7), make_project("评剧示例", category=4)
    both = make_programme(clay, opera, make_project("剪纸示例", category=7))
    school = make_venue(VenueType.SCHOOL, division=division("120101"))
    for month in range(1, 7):
        make_session(
            programme=both,
            venue=school,
            day=datetime.date(YEAR, month, 3),
            state=SessionState.ARCHIVED,
            adults_present=1,
            minors_present=40,
        )
    for month in (7, 8):
        make_session(
            day=datetime.date(YEAR, month, 3),
            state=SessionState.HELD,
            adults_present=12,
            minors_present=0,
        )
    make_session(day=datetime.date(YEAR, 12, 3), state=SessionState.OPEN)
    for state in (SessionState.DRAFT, SessionState.PENDING, SessionState.CANCELLED):
        make_session(day=datetime.date(YEAR, 12, 4), state=state)
    make_session(day=datetime.date(YEAR, 12, 5), state=SessionState.CONFIRMED, published_at=None)


def page(client, query=f"?year={YEAR}") -> BeautifulSoup:
    response = client.get(f"/year/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def table(soup, name: str) -> dict[str, list[int]]:
    rows = soup.select(f".year-chart.is-{name} tbody tr")
    return {row.th.text: [int(cell.text) for cell in row.select("td")] for row in rows}


def test_archived_sessions_stand_against_the_goal(client, a_year):
    figure, projects, people = page(client).select(".year-figure")

    assert figure.select_one("strong").text == "6"
    assert "/ 400" in figure.text
    assert "已举办 8 场，共公布 9 场" in figure.text
    assert people.select_one("strong").text == "270"
    assert "成人 30 人次，未成年人 240 人次" in people.text
    assert "/ 160" in projects.text


def test_each_table_adds_up(client, a_year):
    soup = page(client)
    months = table(soup, "month")

    assert len(months) == 12
    assert months["3月"] == [1, 1, 1, 41]
    assert months["12月"] == [1, 0, 0, 0]
    assert [sum(column) for column in zip(*months.values(), strict=True)] == [9, 8, 6, 270]
    types = table(soup, "venue-type")
    assert types["校园"] == [6, 6, 6, 246]
    assert types["商圈"] == [0, 0, 0, 0]
    areas = table(soup, "area")
    assert [row[0] for row in areas.values()] == [6, 3]


def test_a_class_of_two_projects_counts_once_in_their_category(client, a_year):
    assert table(page(client), "category") == {
        "传统美术": [6, 6, 6, 246],
        "传统戏剧": [6, 6, 6, 246],
    }


def test_each_bar_is_as_long_as_its_number(client, a_year):
    soup = page(client)
    lengths = [
        sum(float(rect["width"]) for rect in found)
        for found in (
            soup.select(".year-chart.is-venue-type rect.is-archived"),
            soup.select(".year-chart.is-venue-type rect.is-held"),
        )
    ]

    assert lengths[0] == pytest.approx(3 * lengths[1], rel=0.01)


def test_the_year_is_the_bureaus_own(client):
    """At seven on New Year's morning UTC still has the old year."""
    make_session(begins_at=at(datetime.date(YEAR, 1, 1), 7), state=SessionState.ARCHIVED)
    make_session(begins_at=at(datetime.date(YEAR, 12, 31), 23), state=SessionState.ARCHIVED)
    make_session(begins_at=at(datetime.date(YEAR + 1, 1, 1), 0), state=SessionState.ARCHIVED)

    months = table(page(client), "month")

    assert (months["1月"][0], months["12月"][0]) == (1, 1)
    assert sum(row[0] for row in months.values()) == 2


@pytest.mark.parametrize("raw", ["x", "99999", "1", "-1", "२०२५", "2025.5", "2099"])
def test_a_year_nobody_knows_is_this_one_and_that_is_said(client, raw):
    soup = page(client, f"?year={raw}")

    assert f"{timezone.localdate().year} 年数字" in soup.h1.text
    assert "看不懂" in soup.select_one(".notice").text


def test_a_year_without_sessions_says_so(client):
    soup = page(client, "?year=2019")

    assert "这一年还没有公布的场次" in soup.text
    assert not soup.select(".year-chart")


def test_it_costs_the_same_with_many_sessions(client, a_year, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as few:
        page(client)
    for hour in range(8, 20):
        make_session(day=datetime.date(YEAR, 5, 9), hour=hour, state=SessionState.ARCHIVED)
    with django_assert_max_num_queries(len(few)):
        page(client)


def test_the_dashboard_and_the_public_page_agree_on_what_is_archived(a_year):
    announced = figures.announced(YEAR)

    public, whole = figures.totals(YEAR, announced), figures.totals(YEAR)
    assert (public.archived, public.held, public.people) == (
        *(whole.archived, whole.held, whole.people),
    )
    assert (public.planned, whole.planned) == (9, 12)
