"""What is near a point: the link on a place's page, the chip, the order by distance."""

from __future__ import annotations

import pytest
from django.test import Client

from search import indexing, service
from tests.factories.registry import make_base

pytestmark = pytest.mark.django_db


@pytest.fixture
def bases() -> list[str]:
    """Three bases, 0, about 1 and about 9 kilometres away from the first."""
    for name, latitude in (
        ("原点基地", "39.1000"),
        ("近处基地", "39.1090"),
        ("远处基地", "39.1810"),
    ):
        make_base(name, latitude=latitude, longitude="117.2000")
    indexing.collect()
    for target, engine in service.targets().items():
        indexing.drain(target, engine)
    return ["原点基地", "近处基地", "远处基地"]


def test_a_place_leads_to_what_is_near_it(bases: list[str], client: Client) -> None:
    page = client.get("/catalogue/bases/yuan-dian-ji-di/").content.decode()
    assert 'href="/catalogue/?near=39.1%2C117.2%2C3"' in page

    near = client.get("/catalogue/?near=39.1,117.2,3").content.decode()
    assert near.index("原点基地") < near.index("近处基地")
    assert "远处基地" not in near
    assert "3 公里以内" in near
    assert "距离约 1.0 千米" in near
    assert '<input type="hidden" name="near" value="39.1,117.2,3">' in near


def test_a_wider_circle_holds_more_in_order_of_distance(bases: list[str], client: Client) -> None:
    page = client.get("/catalogue/?near=39.1,117.2,20").content.decode()
    places = [page.index(name) for name in bases]
    assert places == sorted(places)


def test_without_a_place_no_order_by_distance_is_offered(bases: list[str], client: Client) -> None:
    assert "sort=distance" not in client.get("/catalogue/").content.decode()
    assert "sort=distance" in client.get("/catalogue/?near=39.1,117.2,3").content.decode()


def test_a_place_nobody_can_read_is_told(bases: list[str], client: Client) -> None:
    response = client.get("/catalogue/?near=somewhere")
    assert response.status_code == 200
    assert "位置「somewhere」看不懂" in response.content.decode()
