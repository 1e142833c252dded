"""Searching the index on the server: what is asked, and the answers out of what it says."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from search.engines.counting import of_everything
from search.engines.plan import Answer, Plan, Row

from .adapter import Body, Server
from .body import search_body
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
        """One search; a second call only brings documents that are not kept."""
        counter = self._counter(plan)
        response = self._server.search(self._alias, _body(plan, counter, documents=False))
        return self._answer(response, counter)

    def run_all(self, plans: Sequence[Plan]) -> list[Answer]:
        """Several searches in one call, which brings the documents as well."""
        counters = [self._counter(plan) for plan in plans]
        bodies = [_body(*each, documents=True) for each in zip(plans, counters, strict=True)]
        responses = self._server.search_all(self._alias, bodies)
        return [self._answer(*each) for each in zip(responses, counters, strict=True)]

    def bodies(self, plans: Sequence[Plan]) -> list[Body]:
        """What is sent to the server for a plan, or for several at once."""
        alone = len(plans) == 1
        return [_body(plan, self._counter(plan), documents=not alone) for plan in plans]

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

    def _answer(self, response: Body, counter: Counter | None) -> Answer:
        hits = response["hits"]
        documents = self._documents.of(hits["hits"], self._server.read)
        rows = tuple(
            Row(score=hit.get("_score") or 0.0, order=stored["order"], stored=stored)
            for hit, stored in zip(hits["hits"], documents, strict=True)
            if stored is not None
        )
        counts = counter.counts(response) if counter else {}
        return Answer(total=hits["total"]["value"], rows=rows, counts=counts)


def _body(plan: Plan, counter: Counter | None, *, documents: bool) -> Body:
    counts = counter.aggregations if counter else None
    return search_body(plan, documents=documents, counts=counts)
