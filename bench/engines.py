"""The engines by ratios: our interface against the bare client, and rebuilding against bare writing.

``python -m bench.engines [--quick] [--records N]``. The method is told in docs/search.md. Elasticsearch
is measured where TEST_ELASTICSEARCH_URL names a server.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import tempfile
import time
from collections.abc import Hashable, Iterator, Sequence
from functools import partial
from pathlib import Path

from bench.bare_clients import Call, bare_call, bare_writing
from bench.made import Maker
from bench.ratios import Ratio, median_and_p95, record, table
from search.engines.answering import Answering
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.plan import Answer, Plan
from search.interface import Facet, SearchDocument, SearchRequest, SearchResult

URL = "TEST_ELASTICSEARCH_URL"
LIMIT = {"embedded": 2.0, "elasticsearch": 1.6}
REBUILD = 3.0
ROUNDS = 3
REBUILD_SAMPLE = 20_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 made records, not 100,000")
    parser.add_argument("--records", type=int, default=0, help="made records, as BENCH_RECORDS")
    options = parser.parse_args()
    made = options.records or (
        10_000 if options.quick else int(os.environ.get("BENCH_RECORDS", "100000"))
    )
    found: list[Ratio] = []
    medians: dict[tuple[str, int], float] = {}
    for label, documents in corpora(made):
        requests = list(questions(documents))
        print(f"{label}: {len(documents):,} records, {len(requests)} queries, {ROUNDS} rounds each")
        for engine in engines():
            found += rebuilding(engine, documents)
            ratios = searching(engine, requests, len(documents))
            medians[engine.name, len(documents)] = ratios[0].ours
            found += ratios
            cleared(engine)
    found += growth(medians)
    record(found)
    print(table(found))
    return 0


def corpora(made: int) -> Iterator[tuple[str, list[SearchDocument]]]:
    """The real projects where the list is here, and the made ones."""
    from tests.search.national_list import ABSENT, SHARED_DATA, national_projects

    if (SHARED_DATA / "national").is_dir():
        yield "real", list(national_projects())
    else:
        print(f"real records not measured: {ABSENT}")
        yield "made, as many as the real list", list(Maker(7).documents(3_215))
    yield "made", list(Maker().documents(made))


def engines() -> Iterator[Answering]:
    with tempfile.TemporaryDirectory() as folder:
        yield EmbeddedEngine(Path(folder))
    url = os.environ.get(URL)
    if url:
        yield ElasticsearchEngine(url, prefix=f"bench-{os.getpid()}", timeout=60)
    else:
        print(f"Elasticsearch not measured: {URL} names no server")


def cleared(engine: Answering) -> None:
    if isinstance(engine, ElasticsearchEngine):
        for index in engine.server.indices_like(f"{engine.alias}-*"):
            engine.server.delete(index)


def questions(documents: Sequence[SearchDocument]) -> Iterator[SearchRequest]:
    """What visitors ask, in the shares they ask it: names and parts, people, places, text, filters."""
    draw = random.Random(11)
    facets = tuple(Facet)
    for document in draw.sample(list(documents), 30):
        name = document.name
        start = draw.randrange(max(len(name) - 3, 1))
        yield SearchRequest(name, facets=facets)
        yield SearchRequest(name[start : start + draw.randint(2, 4)], facets=facets)
        if document.people:
            yield SearchRequest(document.people[0], facets=facets)
        yield SearchRequest(f"{document.places[0]} {document.category}", facets=facets)
        body = document.texts[0][1] if document.texts else name
        start = draw.randrange(max(len(body) - 4, 1))
        yield SearchRequest(body[start : start + draw.randint(2, 3)], facets=facets)
        filters = {Facet.CATEGORY: (document.category,), Facet.AREA: document.areas[:1]}
        yield SearchRequest(name[:2], filters=filters, facets=facets)
        yield SearchRequest("", filters={Facet.CATEGORY: (document.category,)}, facets=facets)


# --- (a) searching ------------------------------------------------------------


def searching(engine: Answering, requests: list[SearchRequest], records: int) -> list[Ratio]:
    ours: list[Call] = [partial(first_asking, engine, each) for each in requests]
    bare = [bare_call(engine, plans) for plans in asked(engine, requests)]
    mine, theirs = alternating(ours, bare)
    figures = zip(("median", "p95"), median_and_p95(mine), median_and_p95(theirs), strict=True)
    return [
        Ratio("search call", "bare client", engine.name, records, figure, one, other, limit)
        for (figure, one, other), limit in zip(figures, [LIMIT[engine.name]] * 2, strict=True)
    ]


def first_asking(engine: Answering, request: SearchRequest) -> SearchResult:
    """Without the answers kept since the index last changed: the engine is asked."""
    engine.kept.clear()
    return engine.search(request)


def asked(engine: Answering, requests: list[SearchRequest]) -> list[list[list[Plan]]]:
    """For each request the calls it makes to the engine: what the bare client repeats."""
    calls: list[list[Plan]] = []
    run = engine.run

    def one(plan: Plan, state: Hashable = None) -> Answer:
        calls.append([plan])
        return run(plan, state)

    def several(plans: Sequence[Plan]) -> list[Answer]:
        calls.append(list(plans))
        return [run(plan) for plan in plans]

    engine.run, engine.run_all = one, several  # type: ignore[method-assign]
    found = []
    for request in requests:
        calls.clear()
        first_asking(engine, request)  # a request asked before would be answered without a call
        found.append([list(call) for call in calls])
    del engine.run, engine.run_all
    return found


def alternating(ours: list[Call], bare: list[Call]) -> tuple[list[float], list[float]]:
    """Times in milliseconds; each pair is measured side by side, so that both meet the same weather."""
    times: tuple[list[float], list[float]] = ([], [])
    for one, other in zip(ours, bare, strict=True):
        one(), other()
    for turn in range(ROUNDS):
        for pair in zip(ours, bare, strict=True):
            for which in (0, 1) if turn % 2 else (1, 0):
                begin = time.perf_counter()
                pair[which]()
                times[which].append((time.perf_counter() - begin) * 1000)
    return times


# --- (d) rebuilding -------------------------------------------------------------


def rebuilding(engine: Answering, documents: list[SearchDocument]) -> list[Ratio]:
    """On a sample where there are many: ready-made documents must all fit into memory."""
    sample = documents[:REBUILD_SAMPLE]
    bare = bare_writing(engine, sample)
    begin = time.perf_counter()
    engine.rebuild(iter(sample))  # type: ignore[attr-defined]
    ours = time.perf_counter() - begin
    if len(sample) < len(documents):
        engine.rebuild(iter(documents))  # type: ignore[attr-defined]
    return [
        Ratio("rebuild", "bare bulk writing", engine.name, len(sample), "total", ours, bare, REBUILD, unit="s")
    ]  # fmt: skip


# --- (e) growth -----------------------------------------------------------------


def growth(medians: dict[tuple[str, int], float]) -> list[Ratio]:
    """How much the median of a search grows from the smaller collection to the larger."""
    found = []
    for name in sorted({engine for engine, _ in medians}):
        sizes = sorted(size for engine, size in medians if engine == name)
        small, large = medians[name, sizes[0]], medians[name, sizes[-1]]
        found.append(
            Ratio(
                what="search call, as records grow",
                against=f"{sizes[0]:,} records",
                engine=name,
                records=sizes[-1],
                figure="median",
                ours=large,
                yardstick=small,
                limit=math.inf,  # told, not limited: the limit is the page's (bench.pages)
            )
        )
    return found


if __name__ == "__main__":
    raise SystemExit(main())
