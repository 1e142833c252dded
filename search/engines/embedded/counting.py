"""How many documents each facet value has, by tantivy's columns.

Whatever matches more than half of the index is counted by what it leaves out: the counts of the
whole index are known for each of its states, and what does not match is taken away from them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import tantivy
from tantivy import Occur, Query

from search.engines.plan import FACET_FIELDS
from search.interface import Facet, SearchRequest

from .vocabulary import NUMBERED, Vocabulary, number_of

ALL_VALUES = 65_000  # tantivy's own limit
_BEYOND = 5  # times as many values as are shown: equals at the cut are then chosen by their words

Key = str | int
Counts = Mapping[Key, int]


class Counter:
    """Counts for one state of the index."""

    def __init__(self, searcher: tantivy.Searcher, vocabulary: Vocabulary) -> None:
        self.searcher = searcher
        self.vocabulary = vocabulary
        self.documents = int(searcher.num_docs)
        self._of_all: dict[Facet, dict[Key, int]] = {}

    def shown(
        self, query: Query, matching: int | None, facets: Sequence[Facet], request: SearchRequest
    ) -> dict[Facet, Mapping[str, int]]:
        """The commonest values and the chosen ones of some facets among the documents of a query.

        ``matching`` is the number of those documents, where it is known.
        """
        counts = self._counts(query, matching, facets, request)
        return {facet: self._in_words(facet, counts[facet], request) for facet in facets}

    def _counts(
        self, query: Query, matching: int | None, facets: Sequence[Facet], request: SearchRequest
    ) -> Mapping[Facet, Counts]:
        if matching == 0:
            return {facet: {} for facet in facets}
        if matching == self.documents:
            return self.of_all(facets)
        if matching is not None and matching > self.documents // 2:
            return self._by_what_is_left_out(query, facets)
        chosen = any(request.filters.get(facet) for facet in facets)
        size = ALL_VALUES if chosen else max(request.facet_size * _BEYOND, 100)
        return self._aggregated(query, facets, size)

    def of_all(self, facets: Sequence[Facet]) -> dict[Facet, dict[Key, int]]:
        """Counts over the whole index, once for each of its states."""
        missing = [facet for facet in facets if facet not in self._of_all]
        if missing:
            self._of_all |= self._aggregated(Query.all_query(), missing, ALL_VALUES)
        return {facet: self._of_all[facet] for facet in facets}

    def _by_what_is_left_out(self, query: Query, facets: Sequence[Facet]) -> dict[Facet, Counts]:
        others = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])
        taken = self._aggregated(others, facets, ALL_VALUES)
        found: dict[Facet, Counts] = {}
        for facet, counts in self.of_all(facets).items():
            away = taken[facet]
            left = {key: count - away.get(key, 0) for key, count in counts.items()}
            found[facet] = {key: count for key, count in left.items() if count}
        return found

    def _aggregated(
        self, query: Query, facets: Sequence[Facet], size: int
    ) -> dict[Facet, dict[Key, int]]:
        found = self.searcher.aggregate(
            query, {facet.value: _terms(facet, size) for facet in facets}
        )
        return {facet: _buckets(facet, found[facet.value]["buckets"]) for facet in facets}

    def _in_words(self, facet: Facet, counts: Counts, request: SearchRequest) -> dict[str, int]:
        """The commonest and the chosen values. Equals come by their words, as on Elasticsearch."""
        most = heapq.nlargest(request.facet_size * _BEYOND, counts.items(), key=itemgetter(1))
        chosen = {each: _key(facet, each) for each in request.filters.get(facet) or ()}
        if facet in NUMBERED:
            known = self.vocabulary.words(self.searcher, facet, [key for key, _ in most])
            words = {known[key]: count for key, count in most}
        else:
            words = {str(key): count for key, count in most}
        return words | {each: counts[key] for each, key in chosen.items() if key in counts}


def _key(facet: Facet, value: str) -> Key:
    return number_of(value) if facet in NUMBERED else value


def _terms(facet: Facet, size: int) -> dict[str, Any]:
    # Each segment hands on twice as many, so that their sums are right for those shown.
    field = NUMBERED.get(facet) or FACET_FIELDS[facet]
    return {"terms": {"field": field, "size": size, "segment_size": min(2 * size, ALL_VALUES)}}


def _buckets(facet: Facet, buckets: Iterable[Mapping[str, Any]]) -> dict[Key, int]:
    kind = int if facet in NUMBERED else str
    return {kind(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
