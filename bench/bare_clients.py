"""The engines' own clients doing what our interface does: the yardsticks of bench.engines."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import tantivy

from search.engines.answering import Answering
from search.engines.counting import countings
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.body import MAPPINGS, SETTINGS, to_source
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.compile import Compiler
from search.engines.embedded.counting import terms
from search.engines.embedded.schema import to_tantivy
from search.engines.embedded.storage import open_index
from search.engines.plan import Plan
from search.interface import SearchDocument
from search.text.fields import analyse

Call = Callable[[], object]


def bare_call(engine: Answering, calls: list[list[Plan]]) -> Call:
    """The same queries, ready made, through the engine's own client and nothing else."""
    if isinstance(engine, ElasticsearchEngine):
        return bare_elasticsearch(engine, calls)
    assert isinstance(engine, EmbeddedEngine)
    return bare_tantivy(engine, calls)


def bare_elasticsearch(engine: ElasticsearchEngine, calls: list[list[Plan]]) -> Call:
    client, alias = engine.server.client, engine.alias
    bodies = [engine.bodies(plans) for plans in calls]

    def call() -> None:
        for body in bodies:
            if len(body) == 1:
                client.search(index=alias, body=body[0])
            else:
                lines: list[dict[str, Any]] = []
                for each in body:
                    lines += [{}, each]
                client.msearch(index=alias, searches=lines)

    return call


def bare_tantivy(engine: EmbeddedEngine, calls: list[list[Plan]]) -> Call:
    """Query objects and what is to be counted lie ready, as the other client's JSON does."""
    index = open_index(engine.storage.current())
    index.reload()
    searcher = index.searcher()
    compiler = Compiler(index.schema)
    ready = []
    for plan in (plan for plans in calls for plan in plans):
        wanted = compiler.node(plan.node)
        counts = [
            (
                _narrowed(wanted, compiler.filters(plan.request, but=counting.without)),
                terms(counting, plan.request),
            )
            for counting in (countings(plan.request) if plan.facets else ())
        ]
        ready.append((_narrowed(wanted, compiler.filters(plan.request)), plan, counts))

    def call() -> None:
        for query, plan, counts in ready:
            if plan.sort is None:
                hits = searcher.search(query, plan.limit, weight_by_field="rank").hits
            else:
                order = tantivy.Order.Asc
                hits = searcher.search(
                    query, plan.limit, order_by_field=plan.sort, order=order
                ).hits
            for _, address in hits:
                orjson.loads(searcher.doc(address).get_first("stored") or b"{}")
            for narrowed, counted in counts:
                searcher.aggregate(narrowed, counted)

    return call


def _narrowed(wanted: tantivy.Query, filters: list[Any]) -> tantivy.Query:
    if not filters:
        return wanted
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), *filters])


def bare_writing(engine: Answering, documents: list[SearchDocument]) -> float:
    """Seconds to write documents that are ready made; the making is not counted."""
    spent = 0.0
    if isinstance(engine, ElasticsearchEngine):
        index = f"{engine.alias}-bare"
        engine.server.create(index, SETTINGS, MAPPINGS)
        client = engine.server.patient
        for chunk in chunks(documents, 500):
            lines: list[dict[str, Any]] = []
            for document in chunk:
                source = to_source(document, analyse(document))
                lines += [{"index": {"_id": document.id}}, source]
            begin = time.perf_counter()
            client.bulk(index=index, operations=lines)
            spent += time.perf_counter() - begin
        begin = time.perf_counter()
        client.indices.refresh(index=index)
        spent += time.perf_counter() - begin
        engine.server.delete(index)
        return spent
    made = [to_tantivy(document, analyse(document)) for document in documents]
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        writer = open_index(Path(folder)).writer(64_000_000, 1)
        for one in made:
            writer.add_document(one)
        writer.commit()
        writer.wait_merging_threads()
        return time.perf_counter() - begin


def chunks(documents: list[SearchDocument], size: int) -> Iterator[list[SearchDocument]]:
    iterator = iter(documents)
    while chunk := list(islice(iterator, size)):
        yield chunk
