"""Words people write into filters, and the values they mean."""

from __future__ import annotations

import pytest

from registry.enums import Level
from registry.models import Batch, Category
from search.interface import Facet
from search.parameters import accepted_words, allowed_words, area_label, facet_values, vocabulary
from tests.factories.registry import division

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_vocabulary() -> None:
    vocabulary.forget()


@pytest.mark.parametrize(
    "word",
    [
        "传统技艺",
        "传统手工技艺",
        "Ⅷ",
        "VIII",
        "viii",
        "ＶＩＩＩ",
        "8",
        "八",
        "chuantong-jiyi",
        " 传统技艺 ",
    ],
)
def test_a_category_by_any_of_its_words(word: str) -> None:
    assert facet_values(Facet.CATEGORY, word) == ("传统技艺",)


@pytest.mark.parametrize("word", ["", "11", "0", "传统", "#8", "Ⅺ", "传统技艺,民俗", "\x00"])
def test_what_is_no_category(word: str) -> None:
    assert facet_values(Facet.CATEGORY, word) == ()


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("国家级", "国家级"),
        ("国家", "国家级"),
        ("national", "国家级"),
        ("National", "国家级"),
        ("1", "国家级"),
        ("省级", "省级"),
        ("市级", "市级"),
        ("4", "区县级"),
        ("区级", "区县级"),
        ("district", "区县级"),
    ],
)
def test_a_level_by_name_word_or_number(word: str, value: str) -> None:
    assert facet_values(Facet.LEVEL, word) == (value,)


def test_a_batch_by_name_number_or_year() -> None:
    Batch.objects.create(level=Level.COUNTY, jurisdiction=division(), ordinal=1, year=2008)
    vocabulary.forget()

    assert facet_values(Facet.BATCH, "国家级第一批") == ("国家级第一批",)
    for word in ("第一批", "1", "第1批", "一"):
        assert facet_values(Facet.BATCH, word) == ("国家级第一批", "区县级第一批"), word
    assert facet_values(Facet.BATCH, "2006") == ("国家级第一批",)
    assert facet_values(Facet.BATCH, "2006年") == ("国家级第一批",)
    assert set(facet_values(Facet.BATCH, "2008")) == {"国家级第二批", "区县级第一批"}
    for word in ("国家级第九批", "99", "1905", "第百批", "#1"):
        assert facet_values(Facet.BATCH, word) == (), word


def test_an_area_by_code_beginning_of_a_code_or_name() -> None:
    assert facet_values(Facet.AREA, "120102") == ("120102",)
    assert facet_values(Facet.AREA, "12") == ("120000",)
    assert facet_values(Facet.AREA, "天津市河东区") == ("120102",)
    assert "120102" in facet_values(Facet.AREA, "河东区")
    assert facet_values(Facet.AREA, "120102001") == ("120102001",)  # a township not in the table
    assert facet_values(Facet.AREA, "12010") == ()
    assert facet_values(Facet.AREA, "没有这个区") == ()
    assert area_label("120102") == "天津市河东区"


def test_a_kind_in_english_or_chinese() -> None:
    assert facet_values(Facet.KIND, "Projects") == ("project",)
    assert facet_values(Facet.KIND, "传承人") == ("inheritor",)
    assert facet_values(Facet.KIND, "element") == ()


def test_tags_and_units_are_free_words() -> None:
    assert facet_values(Facet.TAG, "武术") == ("武术",)
    assert facet_values(Facet.UNIT, "某某文化馆") == ("某某文化馆",)
    assert facet_values(Facet.UNIT, " 文化馆（非遗中心） ") == ("文化馆（非遗中心）",)


def test_what_may_be_written_is_told_where_it_is_a_short_list() -> None:
    assert allowed_words(Facet.CATEGORY) == tuple(
        Category.objects.order_by("ordinal").values_list("name", flat=True)
    )
    assert allowed_words(Facet.AREA) == ()


def test_no_query_once_the_vocabulary_is_known(django_assert_num_queries) -> None:
    vocabulary.forget()
    asked = ((Facet.CATEGORY, "VIII"), (Facet.BATCH, "第一批"), (Facet.AREA, "河东区"))
    for queries in (1, 0):
        for facet, word in asked:
            with django_assert_num_queries(queries):
                facet_values(facet, word)


@pytest.mark.parametrize("facet", [Facet.KIND, Facet.CATEGORY, Facet.LEVEL, Facet.BATCH])
def test_every_documented_word_is_understood(facet: Facet) -> None:
    words = accepted_words(facet)
    assert words
    assert [word for word in words if not facet_values(facet, word)] == []
