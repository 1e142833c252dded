"""Which division a list means."""

from __future__ import annotations

import pytest

from registry.importing.places import PlaceFinder

pytestmark = pytest.mark.django_db


@pytest.fixture
def finder() -> PlaceFinder:
    return PlaceFinder()


def _code(finder: PlaceFinder, codes: list[str], text: str) -> str:
    found = finder.find(codes, text).place
    return found.code if found else ""


def test_words_alone_are_enough(finder: PlaceFinder) -> None:
    assert _code(finder, [], "天津市河东区") == "120102"
    assert _code(finder, [], "贵州省贵阳市清镇市") == "520181"
    assert _code(finder, [], "江苏省苏州市") == "320500"
    assert _code(finder, [], "香港特别行政区") == "810000"


def test_a_body_lies_where_its_code_says(finder: PlaceFinder) -> None:
    assert _code(finder, ["110000", "110100", "110101"], "中国艺术研究院") == "110101"


def test_the_code_for_all_districts_of_a_municipality_says_nothing(finder: PlaceFinder) -> None:
    found = finder.find(["110000", "110100", ""], "北京市东城区")
    assert found.place is not None
    assert found.place.code == "110101"
    assert found.unknown_codes == []


def test_a_wrong_code_gives_way_to_the_words_and_is_told(finder: PlaceFinder) -> None:
    found = finder.find(["320000", "320600", "320682"], "宁夏回族自治区")
    assert found.place is not None
    assert found.place.code == "640000"
    assert found.contradicted is not None
    assert found.contradicted.code == "320682"


def test_a_code_that_never_was_is_told(finder: PlaceFinder) -> None:
    found = finder.find(["990121"], "中国棋院")
    assert found.place is None
    assert found.unknown_codes == ["990121"]


def test_an_abolished_county_is_taken_for_the_district_it_became(finder: PlaceFinder) -> None:
    found = finder.find([], "天津市宁河县")
    assert found.place is not None
    assert found.place.name == "宁河区"
    assert found.abolished is not None
    assert found.abolished.name == "宁河县"


def test_an_abolished_district_without_an_heir_stands_for_itself(finder: PlaceFinder) -> None:
    found = finder.find([], "北京市崇文区")
    assert found.place is not None
    assert found.place.name == "崇文区"
    assert found.abolished is found.place


def test_words_that_name_no_division(finder: PlaceFinder) -> None:
    assert _code(finder, [], "故宫博物院") == ""
    assert _code(finder, [], "") == ""
