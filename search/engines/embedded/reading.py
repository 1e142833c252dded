"""Reading the embedded index: every search sees what any process has committed before it."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
import tantivy
from tantivy import Occur, Order, Query

from search.engines.counting import Counts, counted_in, countings
from search.engines.distance import kilometres
from search.engines.plan import DEEPEST, Answer, Everything, Plan, Row
from search.interface import Near, SearchUnavailable, Sort

from .compile import Compiler
from .counting import Counter
from .storage import Storage, open_index
from .vocabulary import Vocabulary

_CACHED_DOCUMENTS = 2_000
_TIES = 24  # hits fetched beyond a page, to see where those end that equal its last
_MOST_EQUAL = 250  # so many equals are read to be ordered by name
_RETRIES = 3

Address = tantivy.DocAddress
Scored = tuple[Any, Address]


class Snapshot:
    """One committed state of the index, with the documents already read from it."""

    def __init__(self, searcher: tantivy.Searcher, vocabulary: Vocabulary) -> None:
        self.searcher = searcher
        self.counter = Counter(searcher, vocabulary)
        self._read: dict[tuple[int, int], Mapping[str, Any]] = {}

    def stored(self, address: Address) -> Mapping[str, Any]:
        key = (address.segment_ord, address.doc)
        found = self._read.get(key)
        if found is None:
            payload = self.searcher.doc(address).get_first("stored")
            found = orjson.loads(payload or b"{}")
            if len(self._read) >= _CACHED_DOCUMENTS:
                self._read.clear()
            self._read[key] = found
        return found


class Reader:
    """The index as this process sees it; notices other processes' writing before each search."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self._lock = threading.Lock()
        self._signature: tuple[int, int, int] | None = None
        self._generation: object = None
        self._index: tantivy.Index | None = None
        self._snapshot: Snapshot | None = None
        self._compiler: Compiler | None = None
        self._vocabulary = Vocabulary()

    def refresh(self) -> None:
        """Look at the directory anew with the next search."""
        self._signature = None

    def run(self, plan: Plan, state: Hashable = None) -> Answer:
        """One search with its counts. ``state`` is the storage's signature, if just looked at."""
        known = state is not None and state == self._signature
        snapshot = (self._snapshot if known else None) or self._current()
        try:
            return self._run(snapshot, plan)
        except (ValueError, OSError) as error:
            raise SearchUnavailable(f"the embedded index cannot be read: {error}") from error

    def count(self) -> int:
        """Documents in the index."""
        return int(self._current().searcher.num_docs)

    def versions(self) -> dict[str, int]:
        """Every id with its version."""
        snapshot = self._current()
        total = max(snapshot.searcher.num_docs, 1)
        hits = snapshot.searcher.search(
            Query.all_query(), total, count=False, order_by_field="by_name", order=Order.Asc
        ).hits
        addresses = [address for _, address in hits]
        versions = snapshot.searcher.fast_field_values("version", addresses)
        ids = (str(order).rsplit("\t", 1)[1] for order, _ in hits)
        return {each: int(version or 0) for each, version in zip(ids, versions, strict=True)}

    # --- one search ---------------------------------------------------------------

    def _run(self, snapshot: Snapshot, plan: Plan) -> Answer:
        assert self._compiler is not None
        request = plan.request
        ids = self._within(snapshot, request.near) if request.near else None
        wanted = self._compiler.node(plan.node)
        narrowed = _both(wanted, self._compiler.filters(request, ids=ids))
        if request.near is not None and request.sort is Sort.DISTANCE and plan.sort == "distance":
            total, rows = _by_distance(snapshot, narrowed, plan, request.near)
        elif plan.sort is not None:
            total, rows = _by_field(snapshot, narrowed, plan)
        else:
            total, rows = _by_score(snapshot, narrowed, plan)
        counts: Counts = {}
        for counting in countings(request) if plan.facets else ():
            if total == len(rows) and not counting.without:
                counts |= counted_in([row.stored for row in rows], counting.facets)
                continue
            query = narrowed
            matching: int | None = total
            if counting.without:
                filters = self._compiler.filters(request, but=counting.without, ids=ids)
                query = _both(wanted, filters)
                whole = not filters and plan.node == Everything()
                matching = snapshot.counter.documents if whole else None
            counts |= snapshot.counter.counted(query, matching, counting, request)
        return Answer(total, rows, counts)

    def _within(self, snapshot: Snapshot, near: Near) -> list[str]:
        """Ids of the documents inside a circle."""
        assert self._compiler is not None
        box = self._compiler.around(near)
        limit = max(snapshot.searcher.num_docs, 1)
        hits = snapshot.searcher.search(
            box, limit, count=False, order_by_field="by_name", order=Order.Asc
        ).hits
        far = _distances(snapshot, [address for _, address in hits], near)
        return [
            str(order).rsplit("\t", 1)[1]
            for (order, _), distance in zip(hits, far, strict=True)
            if distance <= near.kilometres
        ]

    # --- keeping up ---------------------------------------------------------------

    def _current(self) -> Snapshot:
        """The latest committed state; reopened or reloaded only where something changed."""
        for attempt in range(_RETRIES):
            try:
                signature = self.storage.signature()
                # The signature is written after its snapshot, and so looked at before it.
                if signature == self._signature and self._snapshot is not None:
                    return self._snapshot
                with self._lock:
                    return self._reload(signature)
            except (ValueError, OSError) as error:
                # A writer may have tidied up between the pointer and the files: look again.
                self._generation = None
                if attempt == _RETRIES - 1:
                    raise SearchUnavailable(f"the index cannot be opened: {error}") from error
        raise AssertionError("unreachable")

    def _reload(self, signature: tuple[int, int, int]) -> Snapshot:
        generation = self.storage.current()
        if self._index is None or generation != self._generation:
            self._index = open_index(generation)
            self._generation = generation
            self._compiler = Compiler(self._index.schema)
        self._index.reload()
        self._snapshot = Snapshot(self._index.searcher(), self._vocabulary)
        self._signature = signature
        return self._snapshot


def _both(wanted: Query, filters: list[tuple[Occur, Query]]) -> Query:
    return Query.boolean_query([(Occur.Must, wanted), *filters]) if filters else wanted


def _by_score(snapshot: Snapshot, query: Query, plan: Plan) -> tuple[int, tuple[Row, ...]]:
    """Best first; equals by name, on every page alike."""
    limit = plan.offset + plan.limit
    if plan.limit == 0 or limit > DEEPEST:
        return _total(snapshot.searcher.search(query, 1, count=True)), ()
    found = _best(snapshot, query, limit + _TIES)
    if len(found.hits) == limit + _TIES and found.hits[-1][0] == found.hits[limit - 1][0]:
        found = _best(snapshot, query, limit + _MOST_EQUAL)
    first, last = plan.offset, min(limit, len(found.hits))
    if first >= last:
        return _total(found), ()
    begin, end = _with_equals(found.hits, first, last)
    ordered = _equals_by_name(snapshot, found.hits[begin:end])[first - begin : last - begin]
    return _total(found), tuple(_row(snapshot, score, address) for score, address in ordered)


def _best(snapshot: Snapshot, query: Query, number: int) -> tantivy.SearchResult:
    return snapshot.searcher.search(query, number, count=True, weight_by_field="rank")


def _with_equals(hits: Sequence[Scored], first: int, last: int) -> tuple[int, int]:
    """A page's first and last with those before and behind that equal them."""
    begin, end = first, last
    while begin > 0 and hits[begin - 1][0] == hits[first][0]:
        begin -= 1
    while end < len(hits) and hits[end][0] == hits[last - 1][0]:
        end += 1
    return begin, end


def _equals_by_name(snapshot: Snapshot, hits: Sequence[Scored]) -> list[Scored]:
    """Very many equals stay as they lie in the index: names are known of documents read alone."""
    found: list[Scored] = []
    for _, equal in groupby(hits, key=itemgetter(0)):
        group = list(equal)
        if 1 < len(group) <= _MOST_EQUAL:
            group.sort(key=lambda hit: str(snapshot.stored(hit[1])["order"]))
        found += group
    return found


def _by_field(snapshot: Snapshot, query: Query, plan: Plan) -> tuple[int, tuple[Row, ...]]:
    if plan.limit == 0 or plan.offset + plan.limit > DEEPEST:
        return _total(snapshot.searcher.search(query, 1, count=True)), ()
    found = snapshot.searcher.search(
        query,
        plan.limit,
        count=True,
        order_by_field=plan.sort,
        order=Order.Asc,
        offset=plan.offset,
    )
    return _total(found), tuple(_row(snapshot, 0.0, address) for _, address in found.hits)


def _by_distance(
    snapshot: Snapshot, query: Query, plan: Plan, near: Near
) -> tuple[int, tuple[Row, ...]]:
    found = snapshot.searcher.search(
        query, DEEPEST, count=True, order_by_field="by_name", order=Order.Asc
    )
    addresses = [address for _, address in found.hits]
    far = _distances(snapshot, addresses, near)
    nearest = sorted(range(len(addresses)), key=lambda position: far[position])
    page = nearest[plan.offset : plan.offset + plan.limit]
    return _total(found), tuple(_row(snapshot, 0.0, addresses[each]) for each in page)


def _total(found: tantivy.SearchResult) -> int:
    # tantivy's own type stub leaves this attribute out
    return int(found.count or 0)  # type: ignore[attr-defined]


def _distances(snapshot: Snapshot, addresses: list[Address], near: Near) -> list[float]:
    latitudes = snapshot.searcher.fast_field_values("latitude", addresses)
    longitudes = snapshot.searcher.fast_field_values("longitude", addresses)
    centre = (near.centre.latitude, near.centre.longitude)
    return [
        kilometres(centre, (latitude, longitude))
        if latitude is not None and longitude is not None
        else float("inf")
        for latitude, longitude in zip(latitudes, longitudes, strict=True)
    ]


def _row(snapshot: Snapshot, score: float, address: Address) -> Row:
    stored = snapshot.stored(address)
    return Row(score=score, order=stored["order"], stored=stored)
