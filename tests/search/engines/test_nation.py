"""Both engines on the whole real list: against a brute-force reading of it, and against each other."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.interface import Engine, Facet, SearchDocument, SearchRequest, Sort
from search.text.characters import compact, fold, runs
from tests.search.national_list import national_documents, needs_national_list

pytestmark = needs_national_list

SLOW = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def han_pieces(documents: Sequence[SearchDocument], number: int, seed: int) -> list[str]:
    """Pieces of two to six characters out of names, none across a mark."""
    draw = random.Random(seed)
    pieces = []
    while len(pieces) < number:
        found = [
            run for run, han in runs(fold(draw.choice(documents).name)) if han and len(run) > 1
        ]
        if found:
            run = draw.choice(found)
            size = draw.randint(2, min(6, len(run)))
            start = draw.randint(0, len(run) - size)
            pieces.append(run[start : start + size])
    return pieces


def holding(piece: str) -> set[str]:
    """The ids of documents with a piece in a name, by reading them all."""
    return {document.id for document in national_documents() if piece in fold(document.name)}


def found(engine: Engine, text: str, size: int = 10_000) -> list[str]:
    request = SearchRequest(text=text, page_size=size, facets=(), wider=False)
    return [hit.id for hit in engine.search(request).hits]


@SLOW
@given(data=st.data())
def test_any_piece_of_a_name_finds_every_record_named_so(
    nation: Engine, data: st.DataObject
) -> None:
    document = data.draw(st.sampled_from(national_documents()))
    pieces = [run for run, _ in runs(fold(document.name)) if len(run) > 1]
    if not pieces:
        return
    run = data.draw(st.sampled_from(pieces))
    start = data.draw(st.integers(0, len(run) - 2))
    end = data.draw(st.integers(start + 2, len(run)))
    wanted = holding(run[start:end])
    hits = found(nation, run[start:end])
    assert document.id in wanted
    assert wanted <= set(hits)
    # Names come before texts; a name that holds the piece across a mark may stand among them.
    assert max(hits.index(each) for each in wanted) < len(wanted) + 5


def test_hits_hold_what_was_asked_for(nation: Engine) -> None:
    """Recall and precision of pieces against every field a visitor can read."""
    everything = {
        document.id: "\n".join(
            fold(part)
            for part in (
                document.name, *document.aliases, document.category, *document.category_words,
                *document.people, *document.units, *document.places, *document.tags,
                *document.related, *document.levels, *document.batches,
                *(body for _, body in document.texts),
            )
        )
        for document in national_documents()
    }  # fmt: skip
    for piece in han_pieces(national_documents(), 40, seed=4):
        really = {each for each, text in everything.items() if piece in text}
        hits = set(found(nation, piece))
        assert really <= hits, piece
        # beyond them only what stands across a quotation mark or an inner bracket of a name
        assert len(hits - really) <= len(hits) * 0.01, (piece, hits - really)


@pytest.mark.parametrize("seed", [1, 2])
def test_both_engines_give_the_same_answers(
    embedded_nation: Engine, elasticsearch_nation: Engine, seed: int
) -> None:
    documents = national_documents()
    draw = random.Random(seed)
    texts = han_pieces(documents, 40, seed)
    for document in draw.sample(documents, 20):
        texts += [document.name, f"{document.places[0]} {document.category}"]
        if document.texts:
            body = compact(document.texts[0][1])
            start = draw.randrange(max(len(body) - 4, 1))
            texts.append(body[start : start + 2])
    same = counted = 0
    for text in texts:
        answers = [
            engine.search(SearchRequest(text=text, page_size=10))
            for engine in (embedded_nation, elasticsearch_nation)
        ]
        same += answers[0].hits == answers[1].hits
        counted += answers[0].total == answers[1].total
        for facet in (Facet.KIND, Facet.CATEGORY, Facet.BATCH):
            assert answers[0].facets[facet] == answers[1].facets[facet]
    assert counted == len(texts)
    assert same >= len(texts) * 0.95


@pytest.mark.parametrize("sort", [Sort.NAME, Sort.CODE, Sort.DATE])
def test_both_engines_sort_alike(
    embedded_nation: Engine, elasticsearch_nation: Engine, sort: Sort
) -> None:
    for page in (1, 7, 100):
        request = SearchRequest(text="", sort=sort, page=page, facets=())
        one, other = (e.search(request) for e in (embedded_nation, elasticsearch_nation))
        assert [hit.id for hit in one.hits] == [hit.id for hit in other.hits]


def test_suggestions_are_the_same(embedded_nation: Engine, elasticsearch_nation: Engine) -> None:
    for typed in ("皮", "皮影", "jing", "tianj", "传统技", "lsm", "张文"):
        assert embedded_nation.suggest(typed) == elasticsearch_nation.suggest(typed)
