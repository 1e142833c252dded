"""What the index holds of the registry: one document a published record, and only what is public.

Each function makes a fixed number of queries for any number of records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import override

from registry.enums import RecordKind
from registry.models.changes import RecordKey
from registry.queries import published
from search.documents.inheritors import inheritor_documents
from search.documents.products import product_documents
from search.documents.projects import project_documents
from search.documents.sites import base_documents, workshop_documents
from search.interface import SearchDocument

__all__ = ["all_documents", "document_id", "documents_for", "published_count"]

LANGUAGE = "zh-hans"
"""Labels in documents are Chinese whatever language the process speaks."""

AT_ONCE = 250
"""Records read together: enough to make queries cheap, few enough to keep memory small."""

_BUILDERS: dict[str, Callable[[Iterable[int]], list[SearchDocument]]] = {
    RecordKind.PROJECT: project_documents,
    RecordKind.INHERITOR: inheritor_documents,
    RecordKind.BASE: base_documents,
    RecordKind.WORKSHOP: workshop_documents,
    RecordKind.PRODUCT: product_documents,
}


def document_id(key: RecordKey) -> str:
    """("project", 12) → "project-12"."""
    return f"{key[0]}-{key[1]}"


def documents_for(keys: Iterable[RecordKey]) -> list[SearchDocument]:
    """Documents of those of the records that are published now; the others are not in the answer."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, pk in keys:
        by_kind[kind].append(pk)
    return [
        document
        for kind in _BUILDERS
        for start in range(0, len(by_kind[kind]), AT_ONCE)
        for document in _built(kind, by_kind[kind][start : start + AT_ONCE])
    ]


def all_documents() -> Iterator[SearchDocument]:
    """Every published record's document, as the database has each batch when it is read."""
    for kind in _BUILDERS:
        keys = list(published(kind).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            yield from _built(kind, keys[start : start + AT_ONCE])


def published_count() -> int:
    """How many documents there should be."""
    return sum(published(kind).count() for kind in _BUILDERS)


def _built(kind: str, keys: list[int]) -> list[SearchDocument]:
    with override(LANGUAGE):
        return _BUILDERS[kind](keys)
