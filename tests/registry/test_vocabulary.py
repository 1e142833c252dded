"""The vocabularies a registry starts with."""

import pytest

from registry.domain import vocabulary
from registry.enums import RecordKind
from registry.models import Batch, Category, Division
from search.interface import Kind

pytestmark = pytest.mark.django_db


def test_the_ten_categories_stand_in_the_order_of_the_national_list():
    assert [str(category) for category in Category.objects.all()] == [
        "Ⅰ 民间文学",
        "Ⅱ 传统音乐",
        "Ⅲ 传统舞蹈",
        "Ⅳ 传统戏剧",
        "Ⅴ 曲艺",
        "Ⅵ 传统体育、游艺与杂技",
        "Ⅶ 传统美术",
        "Ⅷ 传统技艺",
        "Ⅸ 传统医药",
        "Ⅹ 民俗",
    ]


def test_divisions_hang_under_their_province_and_remember_old_names():
    hedong = Division.objects.get(code="120102")
    assert [str(place) for place in hedong.ancestors_and_self()] == ["天津市", "天津市河东区"]
    assert Division.objects.get(code="120110").former_names == ["东郊区"]
    assert Division.objects.get(code="120221").abolished_in == 2015
    assert Division.objects.filter(level=1).count() == 34


def test_loading_again_adds_nothing():
    assert vocabulary.load_divisions(Division) == 0
    before = Batch.objects.count()
    vocabulary.load_categories(Category)
    assert (Category.objects.count(), Batch.objects.count()) == (10, before)


def test_the_registry_and_the_search_mean_the_same_kinds():
    assert [kind.value for kind in Kind] == list(RecordKind.values)
