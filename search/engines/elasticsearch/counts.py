"""What Elasticsearch is to count for a plan, and the facets' counts out of its answer.

Where nothing but facets narrows the hits, the counts of the whole index, which are known for each of
its states, answer at once, or what is left out is counted and taken away from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from search.engines.counting import ALL_VALUES, SINGLE, Counting, Counts, chosen_in, countings, rest
from search.engines.plan import FACET_FIELDS, Everything
from search.interface import Facet, SearchRequest

from .body import Body, facet_filters, node_body

Column = Mapping[str, int]

WHOLE: Body = {
    "size": 0,
    "query": node_body(Everything()),
    "track_total_hits": False,
    "aggs": {
        field: {"terms": {"field": field, "size": ALL_VALUES}} for field in FACET_FIELDS.values()
    },
}
"""Asks for every count over the whole index."""


@dataclass(frozen=True)
class Whole:
    """Every count over the whole index, by field."""

    columns: Mapping[str, Column]

    @classmethod
    def of(cls, response: Body) -> Whole:
        """Out of the answer to WHOLE."""
        return cls({field: _column(found) for field, found in response["aggregations"].items()})

    @cached_property
    def documents(self) -> int:
        """Each has one kind."""
        return sum(self.columns[FACET_FIELDS[Facet.KIND]].values())

    def mostly(self, request: SearchRequest) -> bool:
        """Whether the filters let through more than half of the index for certain."""
        left_out = 0
        for facet, values in chosen_in(request).items():
            column = self.columns[FACET_FIELDS[facet]]
            held = (column.get(value, 0) for value in set(values))
            # Of several values a record may hold more than one, but not two kinds.
            left_out += self.documents - (sum(held) if facet in SINGLE else max(held))
        return left_out < self.documents // 2


class Counter:
    """The counts for one request; ``whole`` where nothing but facets narrows what is found."""

    def __init__(self, request: SearchRequest, whole: Whole | None) -> None:
        self.request = request
        self.chosen = chosen_in(request)
        self.countings = countings(request)
        self.whole = whole
        self.mostly = whole is not None and whole.mostly(request)

    @property
    def aggregations(self) -> Body:
        """What the server is to count: columns under no filter by field, others under a number."""
        found: Body = {}
        for number, counting in enumerate(self.countings):
            filters = facet_filters(self.chosen, but=counting.without)
            if filters:
                wanted: Body = {"bool": {"filter": filters}}
                if self._taken_away(counting):
                    wanted = {"bool": {"must_not": [wanted]}}
                found[str(number)] = {"filter": wanted, "aggs": self._terms(counting)}
            elif self.whole is None:
                found |= self._terms(counting)
        return found

    def counts(self, response: Body) -> Counts:
        """By facet, out of the answer to a search that asked for the aggregations."""
        answered: Body = response.get("aggregations") or {}
        found: Counts = {}
        for number, counting in enumerate(self.countings):
            answer = answered.get(str(number), answered)
            columns = {
                field: self._column(answer, field, counting) for field in self._terms(counting)
            }
            for facet in counting.facets:
                found[facet] = dict(columns[FACET_FIELDS[facet]])
        return found

    def _column(self, answer: Body, field: str, counting: Counting) -> Column:
        if self.whole is None:
            return _column(answer[field])
        if field not in answer:
            return self.whole.columns[field]
        column = _column(answer[field])
        return rest(self.whole.columns[field], column) if self._taken_away(counting) else column

    def _taken_away(self, counting: Counting) -> bool:
        """Whether what the filters leave out is counted instead of what they let through."""
        return self.mostly and not counting.without

    def _terms(self, counting: Counting) -> Body:
        """The columns of a counting, each with the number of values wanted of it."""
        found: Body = {}
        for facet in counting.facets:
            every = facet in self.chosen or self._taken_away(counting)
            size = ALL_VALUES if every else self.request.facet_size
            found[FACET_FIELDS[facet]] = {"terms": {"field": FACET_FIELDS[facet], "size": size}}
        return found


def _column(found: Body) -> Column:
    return {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}
