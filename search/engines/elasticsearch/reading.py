"""Searching the index on the server: what is asked, and the answers out of what it says."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import chain, islice

from search.engines.counting import of_everything
from search.engines.plan import Answer, Plan, Row

from .adapter import Body, Server
from .body import counting_body, search_body
from .counts import WHOLE, Counter, Whole
from .documents import Documents


class Reader:
    """The index behind an alias, with the documents last read from it. Raises IndexMissing."""

    def __init__(self, server: Server, alias: str, state: Callable[[], Hashable]) -> None:
        self._server = server
        self._alias = alias
        self._state = state
        self._documents = Documents()
        self._counted: tuple[Hashable, Whole] | None = None

    def run(self, plan: Plan) -> Answer:
        """One call, hits and counts side by side; a second one only brings documents not kept."""
        counter = self._counter(plan)
        bodies = _bodies(plan, counter, documents=False)
        if len(bodies) == 1:
            return self._answer([self._server.search(self._alias, bodies[0])], counter)
        return self._answer(self._server.search_all(self._alias, bodies), counter)

    def run_all(self, plans: Sequence[Plan]) -> list[Answer]:
        """Several searches in one call, which brings the documents as well."""
        counters = [self._counter(plan) for plan in plans]
        asked = [_bodies(*each, documents=True) for each in zip(plans, counters, strict=True)]
        answered = iter(self._server.search_all(self._alias, list(chain.from_iterable(asked))))
        responses = [list(islice(answered, len(bodies))) for bodies in asked]
        return [self._answer(*each) for each in zip(responses, counters, strict=True)]

    def bodies(self, plans: Sequence[Plan]) -> list[Body]:
        """What is sent to the server for a plan, or for several at once."""
        documents = len(plans) > 1
        asked = (_bodies(plan, self._counter(plan), documents=documents) for plan in plans)
        return list(chain.from_iterable(asked))

    def _counter(self, plan: Plan) -> Counter | None:
        return Counter(plan.request, self._whole(plan)) if plan.facets else None

    def _whole(self, plan: Plan) -> Whole | None:
        """The counts of the whole index, where they help and it is known which state they are of."""
        state = self._state() if of_everything(plan) else None
        if state is None:
            return None
        kept = self._counted
        if kept is None or kept[0] != state:
            kept = (state, Whole.of(self._server.search(self._alias, WHOLE)))
            self._counted = kept
        return kept[1]

    def _answer(self, responses: Sequence[Body], counter: Counter | None) -> Answer:
        hits, counted = responses[0]["hits"]["hits"], responses[-1]
        documents = self._documents.of(hits, self._server.read)
        rows = tuple(
            Row(score=hit.get("_score") or 0.0, order=stored["order"], stored=stored)
            for hit, stored in zip(hits, documents, strict=True)
            if stored is not None
        )
        counts = counter.counts(counted) if counter else {}
        return Answer(total=counted["hits"]["total"]["value"], rows=rows, counts=counts)


def _bodies(plan: Plan, counter: Counter | None, *, documents: bool) -> list[Body]:
    """The hits, and beside them what is counted."""
    counts = counter.aggregations if counter else {}
    if not counts:
        return [search_body(plan, documents=documents)]
    return [search_body(plan, documents=documents, total=False), counting_body(plan, counts)]
