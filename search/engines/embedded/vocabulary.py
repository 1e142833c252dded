"""Facet values as numbers, and back.

A record has one category, but of units and places there are thousands. Counting their words costs
tantivy a look into its dictionary for each value and segment, far more than the counting itself. So
their columns hold numbers made from the words, and only the few values shown are turned back.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b

import tantivy

from search.engines.plan import FACET_FIELDS
from search.interface import Facet

NUMBERED: Mapping[Facet, str] = {
    facet: f"{FACET_FIELDS[facet]}_number" for facet in (Facet.AREA, Facet.UNIT, Facet.TAG)
}
"""Facets whose values are counted by number, and the column that holds the numbers."""

_BITS = 53  # what any JSON number keeps; two of a million values meet with odds of 1 to 18,000


@lru_cache(maxsize=65_536)
def number_of(value: str) -> int:
    """The same number for the same words, in every process and index."""
    digest = blake2b(value.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - _BITS)


class Vocabulary:
    """The words of the numbers, read from the index when a number is met that is not known yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._words: dict[Facet, dict[int | str, str]] = {facet: {} for facet in NUMBERED}

    def words(
        self, searcher: tantivy.Searcher, facet: Facet, numbers: Iterable[int | str]
    ) -> Mapping[int | str, str]:
        """Words by number, at least those of these numbers."""
        known = self._words[facet]
        every = all(map(known.__contains__, numbers))
        return known if every else self._read(searcher, facet)

    def _read(self, searcher: tantivy.Searcher, facet: Facet) -> dict[int | str, str]:
        """All there are now: values that no record has any more are forgotten."""
        with self._lock:
            terms = searcher.terms_with_prefix(FACET_FIELDS[facet], "")
            self._words[facet] = {number_of(word): word for word, _count in terms}
            return self._words[facet]
