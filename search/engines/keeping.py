"""Answers kept while the index stays as it is.

Visitors turn pages, change the order, press the same links on the front page: the same questions
come again and again, and counting their facets costs more than all else. An answer is kept under
its question for one state of the index; with the next state all of them are forgotten. So nothing
kept is ever staler than the engine's word on its state (Answering.state).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from typing import Generic, NamedTuple, TypeVar

from search.interface import Facet, FacetCount, SearchRequest, SearchResult

V = TypeVar("V")
Facets = Mapping[Facet, tuple[FacetCount, ...]]

MOST_HITS = 4_000  # of kept results, 2 to 4 kB each: 16 MB at the most
MOST_FACETS = 400  # questions; up to 20 kB each: 8 MB at the most
_LEAST = 5  # hits that a result without any is worth


class Kept(Generic[V]):
    """Values by question for one state, those not asked for longest thrown out first."""

    def __init__(self, room: int) -> None:
        self._lock = threading.Lock()
        self._room = room
        self._used = 0
        self._state: Hashable = None
        self._values: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()

    def get(self, state: Hashable, question: Hashable) -> V | None:
        """What was kept for the question while the index was in this state."""
        with self._lock:
            if state is None or state != self._state:
                return None
            found = self._values.get(question)
            if found is None:
                return None
            self._values.move_to_end(question)
            return found[0]

    def put(self, state: Hashable, question: Hashable, value: V, size: int = 1) -> None:
        """Keep a value that was found after the engine had told this state."""
        if state is None or size > self._room:
            return
        with self._lock:
            if state != self._state:
                self._forget()
                self._state = state
            before = self._values.pop(question, None)
            self._used += size - (before[1] if before else 0)
            self._values[question] = (value, size)
            while self._used > self._room:
                self._used -= self._values.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Keep nothing of what there is."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._values.clear()
        self._used = 0


class Asked(NamedTuple):
    """A question as answers are kept by it, and the state the index was in when it was asked."""

    state: Hashable
    narrowing: Hashable  # what decides which documents are counted, and how
    question: Hashable  # all of it

    @classmethod
    def of(cls, request: SearchRequest, state: Hashable) -> Asked:
        narrowing = _narrowing(request)
        page = (request.sort, request.page, request.page_size, request.wider)
        return cls(state, narrowing, (narrowing, page))


class KeptAnswers:
    """Whole results by what was asked, and facets by what they depend on: neither page nor order."""

    def __init__(self) -> None:
        self._results: Kept[SearchResult] = Kept(MOST_HITS)
        self._facets: Kept[Facets] = Kept(MOST_FACETS)

    def result(self, asked: Asked) -> SearchResult | None:
        return self._results.get(asked.state, asked.question)

    def keep_result(self, asked: Asked, result: SearchResult) -> None:
        size = max(len(result.hits) + len(result.wider), _LEAST)
        self._results.put(asked.state, asked.question, result, size)

    def facets(self, asked: Asked) -> Facets | None:
        return self._facets.get(asked.state, asked.narrowing)

    def keep_facets(self, asked: Asked, facets: Facets) -> None:
        self._facets.put(asked.state, asked.narrowing, facets)

    def clear(self) -> None:
        """Answer every question anew: for measuring."""
        self._results.clear()
        self._facets.clear()


def _narrowing(request: SearchRequest) -> Hashable:
    return (
        request.text,
        frozenset((facet, values) for facet, values in request.filters.items() if values),
        request.year_from,
        request.year_to,
        request.near,
        request.facets,
        request.facet_size,
    )
