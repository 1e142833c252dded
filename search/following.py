"""Keeps the engines up to date for as long as it runs: one thread an engine."""

from __future__ import annotations

import logging
import threading
import time

from django.db import close_old_connections

from search import indexing, service
from search.documents import published_count
from search.interface import Engine, SearchUnavailable

logger = logging.getLogger(__name__)

INTERVAL = 0.3
"""Seconds between two looks at the outbox: one cheap query each."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
"""Seconds to leave an engine alone that is away; doubled each time up to the longest."""

LONGEST_BATCH = 60.0
"""Seconds to wait for the batch in hand when asked to stop."""


class Follower:
    """Works off the outbox for every engine until stopped. An engine away holds up only itself."""

    def __init__(self, *, interval: float = INTERVAL) -> None:
        self.interval = interval
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._follow, args=item, name=f"index-{item[0]}", daemon=True)
            for item in service.targets().items()
        ]

    def start(self) -> None:
        """Begin, and return at once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask to end after the batch in hand; safe in a signal handler."""
        self._stopped.set()

    def wait(self) -> None:
        """Until it was stopped and every batch in hand is done, but no longer than a batch takes."""
        while not self._stopped.wait(1.0):
            pass
        deadline = time.monotonic() + LONGEST_BATCH
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _follow(self, target: str, engine: Engine) -> None:
        pause, away, looked = FIRST_PAUSE, False, False
        while not self._stopped.is_set():
            close_old_connections()
            rest = self.interval
            try:
                if not looked or away:
                    _fill_if_empty(target, engine)
                    looked = True
                indexing.collect()
                indexing.drain(target, engine)
                if away:
                    logger.warning("%s is back; its index is up to date again", target)
                pause, away = FIRST_PAUSE, False
            except SearchUnavailable as error:
                if not away:
                    logger.warning("%s is away, changes are kept for it: %s", target, error)
                rest, pause, away = pause, min(pause * 2, LONGEST_PAUSE), True
            except Exception:
                # the database away, a defect: say so and go on, or nothing is ever indexed again
                logger.exception("The index of %s could not be brought up to date", target)
                rest, pause = pause, min(pause * 2, LONGEST_PAUSE)
            self._stopped.wait(rest)
        close_old_connections()


def _fill_if_empty(target: str, engine: Engine) -> None:
    """An index that was thrown away, or never was, is built from the database."""
    health = engine.health()
    if not health.ok:
        raise SearchUnavailable(health.detail)
    if not health.documents and published_count():
        logger.warning("The index of %s is empty: it is built anew", target)
        indexing.rebuild(target, engine)
