"""How many documents each facet value has, by tantivy's columns.

Whatever matches more than half of the index is counted by what it leaves out: the counts of the
whole index are known for each of its states, and what does not match is taken away from them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, cast

import tantivy
from tantivy import Occur, Query

from search.engines.counting import ALL_VALUES, Counting, Counts, rest
from search.engines.plan import FACET_FIELDS
from search.interface import Facet, SearchRequest

from .vocabulary import NUMBERED, Vocabulary, number_of

_BEYOND = 2  # times as many values as are shown: equals at the cut are then chosen by their words

Key = str | int
Column = Mapping[Key, int]
Terms = dict[str, Any]


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
        """The facets of a counting, for the documents of a query.

        Of those counted by number the commonest values and the chosen ones. ``matching`` is how
        many documents the query finds, where it is known.
        """
        columns = self._columns(query, matching, terms(counting, request))
        found: Counts = {}
        for facet in counting.facets:
            column = columns[column_of(facet)]
            if facet in NUMBERED:
                found[facet] = self._in_words(facet, column, request)
            else:
                found[facet] = cast(dict[str, int], column)
        return found

    def _columns(
        self, query: Query, matching: int | None, wanted: Terms
    ) -> Mapping[str, dict[Key, int]]:
        if matching == 0:
            return {field: {} for field in wanted}
        if matching == self.documents:
            return self._whole(wanted)
        if matching is not None and matching > self.documents // 2:
            return self._by_what_is_left_out(query, wanted)
        return self._aggregated(query, wanted)

    def _whole(self, fields: Iterable[str]) -> dict[str, dict[Key, int]]:
        """Counts over the whole index, once for each of its states."""
        missing = [field for field in fields if field not in self._of_all]
        if missing:
            self._of_all |= self._aggregated(Query.all_query(), _every_value(missing))
        return {field: self._of_all[field] for field in fields}

    def _by_what_is_left_out(
        self, query: Query, fields: Iterable[str]
    ) -> dict[str, dict[Key, int]]:
        others = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])
        taken = self._aggregated(others, _every_value(fields))
        return {field: rest(column, taken[field]) for field, column in self._whole(fields).items()}

    def _aggregated(self, query: Query, wanted: Terms) -> dict[str, dict[Key, int]]:
        found = self.searcher.aggregate(query, wanted)
        return {
            field: {bucket["key"]: bucket["doc_count"] for bucket in found[field]["buckets"]}
            for field in wanted
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


def column_of(facet: Facet) -> str:
    """The field a facet is counted by."""
    return NUMBERED.get(facet) or FACET_FIELDS[facet]


def terms(counting: Counting, request: SearchRequest) -> Terms:
    """What tantivy is to count, by field: of many values the commonest, unless some are chosen."""
    few = max(request.facet_size * _BEYOND, 100)
    return {
        column_of(facet): _terms(
            column_of(facet),
            few if facet in NUMBERED and not request.filters.get(facet) else ALL_VALUES,
        )
        for facet in counting.facets
    }


def _every_value(fields: Iterable[str]) -> Terms:
    return {field: _terms(field, ALL_VALUES) for field in fields}


def _terms(field: str, size: int) -> Terms:
    # Each segment hands on twice as many, so that their sums are right for those shown.
    return {"terms": {"field": field, "size": size, "segment_size": min(2 * size, ALL_VALUES)}}
