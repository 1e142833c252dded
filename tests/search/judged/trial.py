"""Asks an engine every judged query and keeps what it answered."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from search.engines.elasticsearch import ElasticsearchEngine
from search.interface import Engine, SearchRequest
from tests.search.judged.loader import JudgedQuery
from tests.search.judged.metrics import DEPTH, Score, Summary, same_ten, score, success, summarise
from tests.search.judged.records import national_records

OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one engine answered to one query."""

    query: JudgedQuery
    ranked: tuple[str, ...]  # the first ten of the answer itself
    wider: tuple[str, ...]  # shown apart; counts for nothing here
    guesses: frozenset[str]  # those of the ranked that are marked as a guess
    score: Score


@contextmanager
def on_server(url: str) -> Iterator[ElasticsearchEngine]:
    """Elasticsearch without its stand-in, on an index of its own that goes when done."""
    engine = ElasticsearchEngine(url, prefix=f"judged-{uuid.uuid4().hex[:10]}", timeout=30)
    try:
        yield engine
    finally:
        for index in engine.server.indices_like(f"{engine.alias}-*"):
            engine.server.delete(index)


def ask(engine: Engine, queries: Iterable[JudgedQuery]) -> tuple[Answer, ...]:
    """Every query as a visitor would send it, with no filter and no facets counted."""
    return tuple(_answer(engine, query) for query in queries)


def _answer(engine: Engine, query: JudgedQuery) -> Answer:
    result = engine.search(SearchRequest(text=query.text, page_size=DEPTH, facets=()))
    ranked = tuple(hit.id for hit in result.hits)
    return Answer(
        query=query,
        ranked=ranked,
        wider=tuple(hit.id for hit in result.wider),
        guesses=frozenset(hit.id for hit in result.hits if hit.guess),
        score=score(ranked, query.grades(), query.rejected(), need_all=query.need_all),
    )


def table(answers: Iterable[Answer]) -> dict[str, Summary]:
    """The figures of each kind, and overall."""
    scores: dict[str, list[Score]] = defaultdict(list)
    for answer in answers:
        scores[answer.query.kind].append(answer.score)
    every = [one for kind in scores.values() for one in kind]
    return {kind: summarise(of) for kind, of in scores.items()} | {OVERALL: summarise(every)}


def agreement(one: Iterable[Answer], other: Iterable[Answer]) -> tuple[float, list[str]]:
    """The share of queries whose first ten hold the same records, and the queries where not."""
    pairs = list(zip(one, other, strict=True))
    apart = [left.query.text for left, right in pairs if not same_ten(left.ranked, right.ranked)]
    return 1 - len(apart) / (len(pairs) or 1), apart


def reached(answers: Collection[Answer]) -> float:
    """The share of queries with what was meant among the first ten lines a visitor sees.

    That is the answer and, below it and marked as such, the wider results. No target: it tells
    how often a query that found nothing still was no dead end.
    """
    seen = [
        success(answer.ranked + answer.wider, answer.query.meant(), answer.query.rejected())
        for answer in answers
    ]
    return sum(seen) / (len(seen) or 1)


def failures(answers: Iterable[Answer]) -> list[str]:
    """The queries without success at ten, in one line each."""
    names = {record.id: record.name for record in national_records()}
    return [_line(answer, names) for answer in answers if not answer.score.ten]


def _line(answer: Answer, names: Mapping[str, str]) -> str:
    meant = sorted({names[id_] for id_ in answer.query.meant()})
    shown = [names[id_] for id_ in answer.ranked[:3]]
    spoilt = set(answer.ranked) & answer.query.rejected()
    return (
        f"{answer.query.kind}: {answer.query.text!r} should find {'、'.join(meant[:3])}; "
        f"found {'、'.join(shown) or 'nothing'}"
        + (f", among them rejected {'、'.join(names[id_] for id_ in spoilt)}" if spoilt else "")
    )
