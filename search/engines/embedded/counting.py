"""How many documents each facet value has, by tantivy's columns.

Whatever matches more than half of the index is counted by what it leaves out: the counts of the
whole index are known for each of its states, and what does not match is taken away from them.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, cast

import tantivy
from tantivy import Occur, Query

from search.engines.counting import ALL_VALUES, GROUP, Counting, Counts, counts_in, rest
from search.interface import Facet, SearchRequest

from .vocabulary import NUMBERED, Vocabulary, number_of

_BEYOND = 2  # times as many values as are shown: equals at the cut are then chosen by their words

Key = str | int
Column = Mapping[Key, int]


class Counter:
    """Counts for one state of the index."""

    def __init__(self, searcher: tantivy.Searcher, vocabulary: Vocabulary) -> None:
        self.searcher = searcher
        self.vocabulary = vocabulary
        self.documents = int(searcher.num_docs)
        self._of_all: dict[str, dict[Key, int]] = {}

    def counted(
        self, query: Query, matching: int | None, counting: Counting, request: SearchRequest
    ) -> Counts:
        """The facets that some columns tell of the documents of a query.

        Of facets with a column of their own the commonest values and the chosen ones.
        ``matching`` is the number of those documents, where it is known.
        """
        fields, size = columns_of(counting), size_for(counting, request)
        columns = self._columns(query, matching, fields, size)
        found: Counts = {}
        if counting.grouped:
            found |= counts_in(cast(Mapping[str, int], columns[GROUP]), request)
        for facet in counting.facets:
            found[facet] = self._in_words(facet, columns[NUMBERED[facet]], request)
        return found

    def _columns(
        self, query: Query, matching: int | None, fields: Sequence[str], size: int
    ) -> Mapping[str, Column]:
        if matching == 0:
            return {field: {} for field in fields}
        if matching == self.documents:
            return self._whole(fields)
        if matching is not None and matching > self.documents // 2:
            return self._by_what_is_left_out(query, fields)
        return self._aggregated(query, fields, size)

    def _whole(self, fields: Sequence[str]) -> dict[str, dict[Key, int]]:
        """Counts over the whole index, once for each of its states."""
        missing = [field for field in fields if field not in self._of_all]
        if missing:
            self._of_all |= self._aggregated(Query.all_query(), missing, ALL_VALUES)
        return {field: self._of_all[field] for field in fields}

    def _by_what_is_left_out(self, query: Query, fields: Sequence[str]) -> dict[str, Column]:
        others = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])
        taken = self._aggregated(others, fields, ALL_VALUES)
        return {field: rest(column, taken[field]) for field, column in self._whole(fields).items()}

    def _aggregated(
        self, query: Query, fields: Sequence[str], size: int
    ) -> dict[str, dict[Key, int]]:
        found = self.searcher.aggregate(query, terms(fields, size))
        return {
            field: {bucket["key"]: bucket["doc_count"] for bucket in found[field]["buckets"]}
            for field in fields
        }

    def _in_words(self, facet: Facet, counts: Column, request: SearchRequest) -> dict[str, int]:
        """The commonest and the chosen values. Equals come by their words, as on Elasticsearch."""
        enough = request.facet_size * _BEYOND
        every = counts.items()
        most = every if len(every) <= enough else heapq.nlargest(enough, every, key=itemgetter(1))
        known = self.vocabulary.words(self.searcher, facet, [key for key, _ in most])
        words = {known[key]: count for key, count in most}
        for each in request.filters.get(facet) or ():
            number = number_of(each)
            if number in counts:
                words[each] = counts[number]
        return words


def columns_of(counting: Counting) -> list[str]:
    """The fields that are counted together."""
    return [GROUP] * counting.grouped + [NUMBERED[facet] for facet in counting.facets]


def size_for(counting: Counting, request: SearchRequest) -> int:
    """How many values of a column are wanted: all where some are chosen, lest one be missing."""
    chosen = any(request.filters.get(facet) for facet in counting.facets)
    return ALL_VALUES if chosen else max(request.facet_size * _BEYOND, 100)


def terms(fields: Sequence[str], size: int) -> dict[str, Any]:
    """What tantivy is to count, by field; of the groups always all."""
    return {field: _terms(field, ALL_VALUES if field == GROUP else size) for field in fields}


def _terms(field: str, size: int) -> dict[str, Any]:
    # Each segment hands on twice as many, so that their sums are right for those shown.
    return {"terms": {"field": field, "size": size, "segment_size": min(2 * size, ALL_VALUES)}}
