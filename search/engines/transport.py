"""Documents as JSON and back, for journals and spools that keep them out of memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import Any, Self

from search.interface import Kind, Point, SearchDocument

_NAMES = tuple(each.name for each in fields(SearchDocument))
_TUPLES = (
    "aliases",
    "codes",
    "category_words",
    "levels",
    "batches",
    "areas",
    "places",
    "people",
    "units",
    "tags",
    "related",
    "years",
)


def document_to_json(document: SearchDocument) -> dict[str, Any]:
    """A document as plain JSON values."""
    values = {name: getattr(document, name) for name in _NAMES}
    values["kind"] = document.kind.value
    values["card"] = dict(document.card)
    values["point"] = asdict(document.point) if document.point else None
    return values


def document_from_json(values: dict[str, Any]) -> SearchDocument:
    """The document again, equal to the one it was made from."""
    made = dict(values)
    for name in _TUPLES:
        made[name] = tuple(made[name])
    made["texts"] = tuple((label, body) for label, body in made["texts"])
    made["kind"] = Kind(made["kind"])
    made["point"] = Point(**made["point"]) if made["point"] else None
    return SearchDocument(**made)


class Spool:
    """Documents put aside in a temporary file while they pass by, to be read a second time."""

    def __enter__(self) -> Self:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def filling(self, documents: Iterable[SearchDocument]) -> Iterator[SearchDocument]:
        """The same documents, each put aside as it passes."""
        for document in documents:
            self._file.write(json.dumps(document_to_json(document), ensure_ascii=False) + "\n")
            yield document

    def __iter__(self) -> Iterator[SearchDocument]:
        self._file.flush()
        self._file.seek(0)
        for line in self._file:
            yield document_from_json(json.loads(line))
