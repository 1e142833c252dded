"""What state an index on the server is in, asked for so seldom that it costs next to nothing.

The server counts how often what is findable has changed; that number and the name of the index
behind the alias say whether a kept answer still holds. It is asked for when it is older than a
third of a second, so another process's writing shows by then; one's own shows at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable

HOLDS_SECONDS = 0.3


class State:
    """The state of the indices behind one alias, for all engines of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: Hashable = None
        self._until = 0.0
        self._changes = 0

    def now(self, ask: Callable[[], Hashable]) -> Hashable:
        """The state as it was a moment ago at the most; ``ask`` asks the server."""
        with self._lock:
            if time.monotonic() < self._until:
                return self._told
            changes = self._changes
        begin = time.monotonic()
        told = ask()
        with self._lock:
            if changes == self._changes:  # else something was written meanwhile
                self._told, self._until = told, begin + HOLDS_SECONDS
        return told

    def changed(self) -> None:
        """This process has written: the state is not known any more."""
        with self._lock:
            self._changes += 1
            self._until = 0.0


_states: dict[tuple[str, str], State] = {}
_states_lock = threading.Lock()


def state_of(url: str, alias: str) -> State:
    """The one that every engine of this process has for the alias."""
    with _states_lock:
        return _states.setdefault((url, alias), State())
