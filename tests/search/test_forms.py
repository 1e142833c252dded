"""Addresses of the catalogue: what is understood, what is passed over, how they are written."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.forms import DEEPEST, MOST_CHARACTERS, MOST_VALUES, PAGE_SIZE, read_query
from search.interface import Facet, Sort

pytestmark = pytest.mark.django_db


def test_reads_every_parameter() -> None:
    query = read_query(
        QueryDict(
            "q=年画&kind=project&category=传统美术&level=国家级&batch=国家级第一批&area=120102"
            "&unit=年画馆&tag=木版&pictures=yes&year_from=2006&year_to=2010&sort=date&view=grid&page=3"
        )
    )
    assert query.text == "年画"
    assert query.filters == {
        Facet.KIND: ("project",),
        Facet.CATEGORY: ("传统美术",),
        Facet.LEVEL: ("国家级",),
        Facet.BATCH: ("国家级第一批",),
        Facet.AREA: ("120102",),
        Facet.UNIT: ("年画馆",),
        Facet.TAG: ("木版",),
        Facet.PICTURES: ("yes",),
    }
    assert (query.year_from, query.year_to) == (2006, 2010)
    assert (query.sort, query.view, query.page) == (Sort.DATE, "grid", 3)
    assert query.filter_count == 9
    assert query.notices == ()


def test_one_state_has_one_address_whatever_the_order_it_was_written_in() -> None:
    one = read_query(QueryDict("page=2&level=市级&level=国家级&q=年画&kind=project"))
    other = read_query(QueryDict("kind=project&q=年画&&level=国家级&level=市级&level=市级&page=2"))
    assert one.address == other.address
    assert parse_qsl(one.address[1:]) == [
        ("q", "年画"),
        ("kind", "project"),
        ("level", "国家级"),
        ("level", "市级"),
        ("page", "2"),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("category=Ⅷ", (Facet.CATEGORY, ("传统技艺",))),
        ("category=传统手工技艺", (Facet.CATEGORY, ("传统技艺",))),
        ("kind=传承人", (Facet.KIND, ("inheritor",))),
        ("level=national", (Facet.LEVEL, ("国家级",))),
        ("area=1201", (Facet.AREA, ("120100",))),
        ("area=天津市河东区", (Facet.AREA, ("120102",))),
        ("unit=文化馆（非遗中心）", (Facet.UNIT, ("文化馆（非遗中心）",))),
    ],
)
def test_an_address_may_be_written_by_hand_as_for_the_api(
    written: str, meant: tuple[Facet, tuple[str, ...]]
) -> None:
    query = read_query(QueryDict(written))
    assert query.filters == dict([meant])
    assert query.notices == ()


def test_defaults_and_empty_fields_are_left_out_of_the_address() -> None:
    query = read_query(QueryDict("q=&year_from=&year_to=&sort=relevance&view=list&page=1&kind="))
    assert query.address == "?"
    assert query.notices == ()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("kind=castle", "没有「castle」这样的筛选条件"),
        ("level=宇宙级", "没有「宇宙级」"),
        ("area=没有这个区", "没有「没有这个区」"),
        ("pictures=maybe", "没有「maybe」"),
        ("year_from=零六年", "年份「零六」看不懂"),
        ("year_to=99999", "年份「99999」看不懂"),
        ("year_from=2020&year_to=2006", "已为您对调"),
        ("sort=height", "没有「height」这种排序"),
        ("view=map", "没有「map」这种显示方式"),
        ("page=-1", "页码「-1」看不懂"),
        ("page=１２", "看不懂"),
        ("page=99999999", "最多能翻到第 500 页"),
        ("q=" + "长" * 500, "只用了前 100 个字"),
    ],
)
def test_what_cannot_be_understood_is_said_and_left_out(address: str, words: str) -> None:
    query = read_query(QueryDict(address))
    assert words in "".join(query.notices)
    # Its canonical address is understood without a word.
    assert read_query(QueryDict(query.address[1:])).notices == ()


def test_limits_hold() -> None:
    many = urlencode([("unit", f"单位{n}") for n in range(500)])
    query = read_query(QueryDict(f"{many}&q={'字' * 300}&page=123456789"))
    assert len(query.filters[Facet.UNIT]) == MOST_VALUES
    assert len(query.text) == MOST_CHARACTERS
    assert query.page * PAGE_SIZE <= DEEPEST


def test_control_characters_and_lone_surrogates_are_taken_out() -> None:
    data = QueryDict(mutable=True)
    data["q"] = "昆\x00曲\u202e\ud800 \n 年画\ufeff"
    assert read_query(data).text == "昆 曲 年画"


@given(
    st.dictionaries(
        st.sampled_from([*Facet, "q", "page", "sort", "view", "year_from", "x"]), st.text()
    )
)
def test_any_text_in_any_parameter_gives_an_address_that_reads_back_as_itself(
    parameters: dict[str, str],
) -> None:
    data = QueryDict(mutable=True)
    for name, value in parameters.items():
        data[str(name)] = value
    query = read_query(data)
    again = read_query(QueryDict(query.address[1:]))
    assert again.address == query.address
    assert again.notices == ()


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("39.1063,117.2412,3", "?near=39.1063%2C117.2412%2C3"),
        ("39,117", "?near=39%2C117%2C10"),
        ("-33.5,0.25,0.5", "?near=-33.5%2C0.25%2C0.5"),
    ],
)
def test_a_place_is_kept_in_the_address_and_orders_by_distance(written, address):
    query = read_query(QueryDict(f"near={written}"))
    assert query.address == address
    assert query.request().sort is Sort.DISTANCE
    assert query.request().near == read_query(QueryDict(address[1:])).near
    assert query.filter_count == 1
    assert query.without_near().address == "?"


@pytest.mark.parametrize("written", ["abc", "91,0", "39.1", "39.1,117.2,99999", "1,2,0"])
def test_a_place_that_cannot_be_read_is_told_and_left_out(written):
    query = read_query(QueryDict(f"near={written}"))
    assert query.near is None
    assert len(query.notices) == 1


def test_distance_means_nothing_without_a_place():
    assert read_query(QueryDict("sort=distance")).request().sort is Sort.NAME
