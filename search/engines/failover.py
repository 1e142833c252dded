"""Elasticsearch first, the embedded engine while it is away: pages always have an answer.

After a failure the server is left alone for a moment, so that only one request in a while waits
for its time-out. Writing goes to both engines; one that is away misses writes, and whoever wrote
hears of it by SearchUnavailable and tries again later, which is what the outbox is for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from search.interface import (
    Engine,
    Health,
    SearchDocument,
    SearchRequest,
    SearchResult,
    SearchUnavailable,
    Suggestion,
)

from .transport import Spool

logger = logging.getLogger(__name__)
T = TypeVar("T")

REST_SECONDS = 5.0  # how long a server that failed is left alone


class Breaker:
    """Remembers that a server failed, and lets one request at a time try it again."""

    def __init__(self, rest: float = REST_SECONDS) -> None:
        self.rest = rest
        self._lock = threading.Lock()
        self._until = 0.0

    def may_try(self) -> bool:
        """Whether the server may be asked now; after its rest the first to ask tries for all."""
        with self._lock:
            now = time.monotonic()
            if now < self._until:
                return False
            if self._until:
                self._until = now + self.rest
            return True

    def failed(self) -> None:
        """The server did not answer: leave it alone for a while."""
        with self._lock:
            self._until = time.monotonic() + self.rest

    def answered(self) -> None:
        """The server is back."""
        with self._lock:
            self._until = 0.0


class FailoverEngine:
    """The chosen engine with its stand-in. Its name is the one that is chosen."""

    def __init__(self, first: Engine, stand_in: Engine, *, rest: float = REST_SECONDS) -> None:
        self.first = first
        self.stand_in = stand_in
        self.breaker = Breaker(rest)
        self.name = first.name

    # --- reading ------------------------------------------------------------------

    def search(self, request: SearchRequest) -> SearchResult:
        """From the first engine, or limited from the stand-in."""
        return self._read(
            lambda: self.first.search(request),
            lambda: replace(self.stand_in.search(request), limited=True),
        )

    def suggest(self, text: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """From whichever engine answers."""
        return self._read(
            lambda: self.first.suggest(text, limit=limit),
            lambda: self.stand_in.suggest(text, limit=limit),
        )

    def health(self) -> Health:
        """The first engine's health; the stand-in's is told where the first is away."""
        first = self.first.health()
        if first.ok:
            self.breaker.answered()
            return first
        self.breaker.failed()
        second = self.stand_in.health()
        return Health(
            False, second.documents, f"{first.detail} 目前由内置检索代为应答。{second.detail}"
        )

    def versions(self) -> Mapping[str, int]:
        """What the first engine holds; SearchUnavailable when it is away."""
        return self.first.versions()

    # --- writing --------------------------------------------------------------------

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Write to both engines; SearchUnavailable if one missed it, after the other has it."""
        batch = list(documents)
        return self._write(lambda engine: engine.index(batch))

    def remove(self, ids: Iterable[str]) -> int:
        """Remove from both engines; SearchUnavailable if one missed it."""
        gone = list(ids)
        return self._write(lambda engine: engine.remove(gone))

    def rebuild(
        self, documents: Iterable[SearchDocument], *, progress: Callable[[int], None] | None = None
    ) -> int:
        """Rebuild both engines from one reading of the documents.

        The stand-in's rebuild encloses the first engine's, so that each knows of the edits made since
        the documents were first read. When the first is away the stand-in is rebuilt all the
        same, and SearchUnavailable is raised afterwards.
        """
        failure: list[SearchUnavailable] = []
        count = 0

        def reading() -> Iterator[SearchDocument]:
            nonlocal count
            source = iter(documents)
            with Spool() as spool:
                try:
                    count = self.first.rebuild(spool.filling(source), progress=progress)
                except SearchUnavailable as error:
                    failure.append(error)
                yield from spool
                yield from source

        standing_in = self.stand_in.rebuild(reading())
        if failure:
            self.breaker.failed()
            if progress is not None:
                progress(standing_in)
            raise failure[0]
        self.breaker.answered()
        return count

    def _read(self, first: Callable[[], T], second: Callable[[], T]) -> T:
        if self.breaker.may_try():
            try:
                answer = first()
            except SearchUnavailable as error:
                self.breaker.failed()
                logger.warning("the search server is away, the stand-in answers: %s", error)
            else:
                self.breaker.answered()
                return answer
        return second()

    def _write(self, action: Callable[[Engine], int]) -> int:
        """Both engines, the stand-in first: it is the one that is always there."""
        failure: SearchUnavailable | None = None
        count = 0
        try:
            count = action(self.stand_in)
        except SearchUnavailable as error:
            failure = error
        if not self.breaker.may_try():
            raise SearchUnavailable("the search server failed a moment ago and is left alone")
        try:
            count = action(self.first)
        except SearchUnavailable as error:
            self.breaker.failed()
            failure = error
        else:
            self.breaker.answered()
        if failure is not None:
            raise failure
        return count
