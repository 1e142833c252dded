"""Does an engine hold what the database says it should? Document by document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Max

from registry.enums import RecordKind
from registry.models import RecordChange
from registry.models.changes import RecordKey
from search import indexing
from search.documents import all_documents, documents_for
from search.interface import Engine, SearchUnavailable
from search.models import PendingUpdate


@dataclass(slots=True)
class Comparison:
    """One engine against the database. What waits to be written anyway is no difference."""

    target: str
    reachable: bool = True
    detail: str = ""
    expected: int = 0
    held: int = 0
    waiting: int = 0
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def different(self) -> int:
        """How many documents are not as they should be."""
        return len(self.missing) + len(self.stale) + len(self.surplus) + len(self.failed)

    @property
    def ok(self) -> bool:
        return self.reachable and not self.different


def expected_versions() -> dict[str, int]:
    """Every document there should be, with its version."""
    return {document.id: document.version for document in all_documents()}


def compare(target: str, engine: Engine, expected: Mapping[str, int]) -> Comparison:
    """What is missing, out of date or too much in the engine's index.

    Edits go on meanwhile, so whatever seems to differ is looked at a second time.
    """
    result = Comparison(target=target, expected=len(expected))
    try:
        held = engine.versions()
        differing = _differing(expected, held) - _waiting(target)
        if differing:
            keys = [key for each in differing if (key := _key(each))]
            expected = {document.id: document.version for document in documents_for(keys)}
            held_now = engine.versions()
            held_again = {each: held_now[each] for each in differing & held_now.keys()}
            _sort(result, expected, held_again, except_for=_waiting(target))
    except SearchUnavailable as error:
        result.reachable, result.detail = False, str(error)
        return result
    rows = PendingUpdate.objects.filter(target=target, failures__gte=indexing.MOST_FAILURES)
    result.failed = [f"{row.kind}-{row.object_id}" for row in rows]
    result.held, result.waiting = len(held), len(_waiting(target))
    return result


def _differing(expected: Mapping[str, int], held: Mapping[str, int]) -> set[str]:
    return {each for each in expected.keys() | held.keys() if expected.get(each) != held.get(each)}


def _sort(
    result: Comparison,
    expected: Mapping[str, int],
    held: Mapping[str, int],
    *,
    except_for: set[str],
) -> None:
    for each in sorted(_differing(expected, held) - except_for):
        if each not in held:
            result.missing.append(each)
        elif each in expected:
            result.stale.append(each)
        else:
            result.surplus.append(each)


def repair(target: str, engine: Engine, found: Comparison) -> int:
    """Put every difference on the engine's list and work it off. The number mended.

    The records are read again while that is done, so that an edit made meanwhile is not undone.
    """
    ids = [*found.missing, *found.stale, *found.surplus, *found.failed]
    keys = {each: key for each in ids if (key := _key(each))}
    newest = RecordChange.objects.aggregate(newest=Max("pk"))["newest"] or 0
    indexing.note(target, dict.fromkeys(keys.values(), newest))
    strange = [each for each in ids if each not in keys]
    if strange:
        engine.remove(strange)
    indexing.collect()
    indexing.drain(target, engine)
    return len(ids)


def _waiting(target: str) -> set[str]:
    """Records that are on their way into the index."""
    rows = PendingUpdate.objects.filter(target=target, failures__lt=indexing.MOST_FAILURES)
    on_list = rows.values_list("kind", "object_id")
    in_outbox = RecordChange.objects.values_list("kind", "object_id")
    return {f"{kind}-{pk}" for kind, pk in [*on_list, *in_outbox]}


def _key(each: str) -> RecordKey | None:
    kind, _dash, number = each.rpartition("-")
    if kind not in RecordKind.values or not (number.isascii() and number.isdigit()):
        return None
    return (kind, int(number))
