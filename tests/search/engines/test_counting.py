"""Facet counts of both engines against counting record by record, for random filters."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.interface import Engine, Facet, Kind, SearchDocument, SearchRequest

from .samples import project

RECORDS = 90
WORDS = ("", "剪纸", "灯会", "拳")
CHOICES: Mapping[Facet, tuple[str, ...]] = {
    Facet.KIND: ("project", "inheritor", "base"),
    Facet.CATEGORY: ("传统技艺", "民俗", "传统美术", "曲艺"),
    Facet.LEVEL: ("国家级", "市级", "区县级"),
    Facet.BATCH: ("国家级第二批", "市级第一批", "区县级第一批", "区县级第三批"),
    Facet.AREA: ("120000", "120102", "120103", "370000"),
    Facet.UNIT: ("河东区文化馆", "直沽酒厂", "天津市, 某某 | 协会"),
    Facet.TAG: ("手工", "节令"),
    Facet.PICTURES: ("yes", "no"),
}


def _made() -> list[SearchDocument]:
    draw = random.Random(5)

    def some(facet: Facet, most: int) -> tuple[str, ...]:
        return tuple(draw.sample(CHOICES[facet], draw.randint(0, most)))

    return [
        project(
            number,
            draw.choice(["剪纸", "灯会", "拳", "剪纸灯会"]) + str(number),
            kind=Kind(draw.choice(["project", "project", "inheritor", "base"])),
            category=draw.choice(["传统技艺", "传统技艺", "民俗", ""]),
            levels=some(Facet.LEVEL, 3),
            batches=some(Facet.BATCH, 2),
            areas=draw.choice([(), ("120000", "120102"), ("120000", "120103"), ("370000",)]),
            units=some(Facet.UNIT, 2),
            tags=some(Facet.TAG, 2),
            has_pictures=draw.random() < 0.3,
        )
        for number in range(1, RECORDS + 1)
    ]


MADE = _made()


def values_of(document: SearchDocument) -> dict[Facet, tuple[str, ...]]:
    return {
        Facet.KIND: (document.kind.value,),
        Facet.CATEGORY: (document.category,) if document.category else (),
        Facet.LEVEL: document.levels,
        Facet.BATCH: document.batches,
        Facet.AREA: document.areas,
        Facet.UNIT: document.units,
        Facet.TAG: document.tags,
        Facet.PICTURES: ("yes" if document.has_pictures else "no",),
    }


def counted_one_by_one(request: SearchRequest) -> dict[Facet, dict[str, int]]:
    """For each facet the records that hold the word and pass all filters but the facet's own."""
    found: dict[Facet, dict[str, int]] = {}
    for facet in request.facets:
        held: Counter[str] = Counter()
        for document in MADE:
            values = values_of(document)
            others = {f: c for f, c in request.filters.items() if f is not facet and c}
            if request.text in document.name and all(
                set(values[f]) & set(choice) for f, choice in others.items()
            ):
                held.update(values[facet])
        found[facet] = dict(held) | {
            value: held[value] for value in request.filters.get(facet) or ()
        }
    return found


@pytest.fixture(scope="module", params=("embedded", "elasticsearch"))
def holding(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """An engine of each kind with the made records: some of them rebuilt, some written later."""
    from search.engines.embedded import EmbeddedEngine

    from .conftest import elasticsearch_engine

    if request.param == "embedded":
        engines: Iterator[Engine] = iter([EmbeddedEngine(tmp_path_factory.mktemp("counting"))])
    else:
        engines = elasticsearch_engine(request.getfixturevalue("elasticsearch_url"))
    for engine in engines:
        engine.rebuild(MADE[:60])
        engine.index(MADE[60:])
        yield engine


def choices(facet: Facet) -> st.SearchStrategy[tuple[str, ...]]:
    some = st.lists(st.sampled_from(CHOICES[facet]), min_size=1, max_size=2, unique=True)
    return some.map(tuple)


filters = st.lists(st.sampled_from(list(Facet)), max_size=3, unique=True).flatmap(
    lambda facets: st.fixed_dictionaries({facet: choices(facet) for facet in facets})
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.sampled_from(WORDS),
    filters=filters,
    facets=st.one_of(
        st.just(tuple(Facet)),
        st.lists(st.sampled_from(list(Facet)), unique=True, min_size=1).map(tuple),
    ),
    page_size=st.sampled_from((1, 20, 100)),  # where a page holds all hits they are counted from it
)
def test_every_facet_counts_what_its_own_choice_leaves_open(
    holding: Engine,
    text: str,
    filters: dict[Facet, tuple[str, ...]],
    facets: tuple[Facet, ...],
    page_size: int,
) -> None:
    request = SearchRequest(text, filters, facets=facets, page_size=page_size, wider=False)
    told = holding.search(request).facets
    assert {
        facet: {each.value: each.count for each in counts} for facet, counts in told.items()
    } == counted_one_by_one(request)


def test_counts_follow_what_is_written(engine: Engine) -> None:
    def categories() -> dict[str, int]:
        counts = engine.search(SearchRequest()).facets[Facet.CATEGORY]
        return {each.value: each.count for each in counts}

    engine.index(MADE[:4])
    before = categories()
    engine.index([project(99, "风筝", category="游艺")])
    assert categories() == before | {"游艺": 1}
    engine.remove(["project-99"])
    assert categories() == before
