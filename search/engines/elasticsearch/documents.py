"""Documents read from the server and kept, so that a search need not bring them again.

A hit says which writing of its document it is (its sequence number within the index), so what is
kept is never another state of the document than the one that was found.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .adapter import Body

MOST = 4_000  # about 4 kB each: 16 MB at the most

Stored = Mapping[str, Any]
Writing = tuple[str, int, int]  # index, primary term and sequence number


class Documents:
    """The documents last asked for, by what the server says of them."""

    def __init__(self, most: int = MOST) -> None:
        self._lock = threading.Lock()
        self._most = most
        self._kept: OrderedDict[Writing, Stored] = OrderedDict()

    def of(
        self, hits: Sequence[Body], read: Callable[[list[Body]], Sequence[Body]]
    ) -> list[Stored | None]:
        """The document of each hit. Those neither brought nor kept are read in one call of ``read``,
        which is given index and id; None stands for one that has gone since it was found.
        """
        found = [self._known(hit) for hit in hits]
        missing = [hit for hit, stored in zip(hits, found, strict=True) if stored is None]
        if not missing:
            return found
        wanted = [{"_index": hit["_index"], "_id": hit["fields"]["id"][0]} for hit in missing]
        late = iter([self.keep(each) if each.get("found") else None for each in read(wanted)])
        return [next(late) if stored is None else stored for stored in found]

    def keep(self, hit: Body) -> Stored:
        """Keep what a hit or a reading brought, and give it back."""
        stored: Stored = hit["_source"]["stored"]
        writing = _writing(hit)
        with self._lock:
            self._kept[writing] = stored
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return stored

    def _known(self, hit: Body) -> Stored | None:
        if "_source" in hit:
            return self.keep(hit)
        writing = _writing(hit)
        with self._lock:
            found = self._kept.get(writing)
            if found is not None:
                self._kept.move_to_end(writing)
            return found


def _writing(hit: Body) -> Writing:
    return hit["_index"], hit["_primary_term"], hit["_seq_no"]
