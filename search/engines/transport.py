"""Documents as JSON and back, for journals that outlive a process."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from search.interface import Kind, Point, SearchDocument

_TUPLES = (
    "aliases codes category_words levels batches areas places people units tags related years"
).split()


def document_to_json(document: SearchDocument) -> dict[str, Any]:
    """A document as plain JSON values."""
    return {**asdict(document), "kind": document.kind.value, "card": dict(document.card)}


def document_from_json(values: dict[str, Any]) -> SearchDocument:
    """The document again, equal to the one it was made from."""
    made = dict(values)
    for name in _TUPLES:
        made[name] = tuple(made[name])
    made["texts"] = tuple((label, body) for label, body in made["texts"])
    made["kind"] = Kind(made["kind"])
    made["point"] = Point(**made["point"]) if made["point"] else None
    return SearchDocument(**made)
