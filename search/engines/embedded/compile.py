"""The conditions of a plan as tantivy's query objects."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Sequence
from typing import Any

import tantivy
from tantivy import Occur, Query

from search.engines.plan import (
    FACET_FIELDS,
    AtLeast,
    Beginning,
    Best,
    Every,
    Everything,
    Node,
    Phrase,
    Scaled,
    Term,
    Without,
)
from search.interface import Facet, Near, SearchRequest

# tantivy's BM25 carries the factor (k1 + 1), Lucene's does not.
_BM25 = 1 / 2.2
KILOMETRES_A_DEGREE = 111.195


class Compiler:
    """Translates conditions for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self.schema = schema

    def node(self, node: Node) -> Query:
        """One condition with all it holds."""
        return _BY_CLASS[type(node)](self, node)

    def _constant(self, node: Term) -> Query:
        query = Query.term_query(self.schema, node.field, node.term, "basic")
        return Query.const_score_query(query, node.score)

    def _beginning(self, node: Beginning) -> Query:
        query = Query.fuzzy_term_query(self.schema, node.field, node.start, distance=0, prefix=True)
        return Query.const_score_query(query, node.score)

    def _every(self, node: Every) -> Query:
        return Query.boolean_query([(Occur.Must, self.node(part)) for part in node.parts])

    def _best(self, node: Best) -> Query:
        return Query.disjunction_max_query([self.node(part) for part in node.parts])

    def _at_least(self, node: AtLeast) -> Query:
        return Query.boolean_query(
            [(Occur.Should, self.node(part)) for part in node.parts],
            minimum_number_should_match=node.number,
        )

    def _scaled(self, node: Scaled) -> Query:
        return Query.boost_query(self.node(node.part), node.factor)

    def _without(self, node: Without) -> Query:
        excluded = [(Occur.MustNot, self.node(part)) for part in node.excluded]
        return Query.boolean_query([(Occur.Must, self.node(node.part)), *excluded])

    def _everything(self, _node: Everything) -> Query:
        return Query.all_query()

    def filters(
        self, request: SearchRequest, *, but: Container[Facet] = (), ids: list[str] | None = None
    ) -> list[tuple[Occur, Query]]:
        """What a request narrows its hits by, without the choices of some facets where asked."""
        found: list[Query] = []
        for facet, values in request.filters.items():
            if values and facet not in but:
                found.append(self._any_of(FACET_FIELDS[facet], values))
        if request.year_from is not None or request.year_to is not None:
            found.append(self._range("years", request.year_from, request.year_to))
        if ids is not None:
            found.append(
                Query.term_set_query(self.schema, "id", ids) if ids else Query.empty_query()
            )
        return [(Occur.Must, Query.const_score_query(query, 0.0)) for query in found]

    def around(self, near: Near) -> Query:
        """A box that holds the circle; the corners are cut off afterwards."""
        height = near.kilometres / KILOMETRES_A_DEGREE
        latitude, longitude = near.centre.latitude, near.centre.longitude
        box = self._range("latitude", latitude - height, latitude + height)
        widest = math.cos(math.radians(min(abs(latitude) + height, 89.9)))
        width = height / widest
        if width < 90 and longitude - width >= -180 and longitude + width <= 180:
            sides = self._range("longitude", longitude - width, longitude + width)
            box = Query.boolean_query([(Occur.Must, box), (Occur.Must, sides)])
        return box

    def _any_of(self, field: str, values: Sequence[str]) -> Query:
        # One term is looked up, several are searched for along the whole dictionary.
        if len(values) == 1:
            return Query.term_query(self.schema, field, values[0], "basic")
        return Query.term_set_query(self.schema, field, list(values))

    def _phrase(self, node: Phrase) -> Query:
        if len(node.terms) == 1:
            option = "freq" if node.by_frequency else "basic"
            query = Query.term_query(self.schema, node.field, node.terms[0], option)
        else:
            query = Query.phrase_query(self.schema, node.field, list(node.terms))
        if node.by_frequency:
            return Query.boost_query(query, node.score * _BM25)
        return Query.const_score_query(query, node.score)

    def _range(self, field: str, low: float | None, high: float | None) -> Query:
        kind = tantivy.FieldType.Integer if field == "years" else tantivy.FieldType.Float
        if low is None:
            low = -(2**31)
        if high is None:
            high = 2**31
        return Query.range_query(self.schema, field, kind, low, high)


_BY_CLASS: dict[type[Node], Callable[[Compiler, Any], Query]] = {
    Term: Compiler._constant,
    Phrase: Compiler._phrase,
    Beginning: Compiler._beginning,
    Every: Compiler._every,
    Best: Compiler._best,
    AtLeast: Compiler._at_least,
    Scaled: Compiler._scaled,
    Without: Compiler._without,
    Everything: Compiler._everything,
}
