"""From the registry's outbox to the engines: nothing lost, nothing blocked by an engine away.

Two steps. ``collect`` moves outbox rows to one list for each engine, in one transaction. ``drain``
works off one engine's list: it reads the records as they are now, tells the engine, and only then
takes the rows from the list. An engine that is away keeps its list; the others go on.
"""

from __future__ import annotations

import fcntl
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, models, transaction

from registry.models import RecordChange
from registry.models.changes import RecordKey
from search import service
from search.documents import all_documents, document_id, documents_for
from search.interface import Engine, SearchUnavailable
from search.models import PendingUpdate

logger = logging.getLogger(__name__)

COLLECTED_AT_ONCE = 900
WRITTEN_AT_ONCE = 500
"""Records told to an engine together: an import goes fast, one edit behind it waits a second."""

MOST_FAILURES = 5
"""After so many a record is left alone until it changes again; search_status names it."""


def collect() -> int:
    """Move the outbox's rows to the engines' lists. The number of rows moved.

    Several processes may do so at once: each takes rows no other has locked.
    """
    moved = 0
    while RecordChange.objects.exists():
        count = _collect_some()
        moved += count
        if count < COLLECTED_AT_ONCE:
            break
    return moved


@transaction.atomic
def _collect_some() -> int:
    changes = RecordChange.objects.order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        changes = changes.select_for_update(skip_locked=True)
    rows = list(changes[:COLLECTED_AT_ONCE])
    newest: dict[RecordKey, int] = {(row.kind, row.object_id): row.pk for row in rows}
    for target in service.target_names():
        note(target, newest)
    RecordChange.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def note(target: str, changes: dict[RecordKey, int]) -> None:
    """Put records on an engine's list; one already there gets the newer number."""
    PendingUpdate.objects.bulk_create(
        [
            PendingUpdate(target=target, kind=kind, object_id=pk, change=change)
            for (kind, pk), change in sorted(changes.items())
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["target", "kind", "object_id"],
        update_fields=["change", "failures"],
    )


def drain(target: str, engine: Engine, *, most: int | None = None) -> int:
    """Work off an engine's list. The number of records written or taken out.

    Raises SearchUnavailable when the engine does not confirm; what it has not confirmed stays on
    the list. While another process works on the same engine there is nothing to do: 0.
    """
    done = 0
    with only_one(target) as alone:
        while alone and (most is None or done < most):
            count = _drain_some(target, engine)
            if not count:
                break
            done += count
    return done


def _drain_some(target: str, engine: Engine) -> int:
    waiting = PendingUpdate.objects.filter(target=target, failures__lt=MOST_FAILURES)
    rows = list(waiting.order_by("failures", "change")[:WRITTEN_AT_ONCE])
    if not rows:
        return 0
    try:
        _write(engine, rows)
    except Exception as error:
        away = isinstance(error, SearchUnavailable)
        if away and (len(rows) == 1 or not engine.health().ok):
            raise
        logger.exception("A batch could not be written to %s; trying record by record", target)
        rows = _written_alone(target, engine, rows)
        if away and not rows:
            raise
    _take_off(rows)
    return len(rows)


def _write(engine: Engine, rows: list[PendingUpdate]) -> None:
    """Tell the engine how these records are now. Returns when it has confirmed."""
    keys: list[RecordKey] = [(row.kind, row.object_id) for row in rows]
    documents = documents_for(keys)
    found = {document.id for document in documents}
    gone = [each for key in keys if (each := document_id(key)) not in found]
    if documents:
        engine.index(documents)
    if gone:
        engine.remove(gone)


def _written_alone(target: str, engine: Engine, rows: list[PendingUpdate]) -> list[PendingUpdate]:
    """Those that could be written: one that cannot must not keep the others from the index.

    A refusal by the engine is held against a record only where others went in: an engine that
    refuses everything, its disk full perhaps, is away, and that is not the records' fault.
    """
    written, refused, broken = [], [], []
    for row in rows:
        try:
            _write(engine, [row])
        except Exception as error:
            logger.exception("%s-%s could not be written to %s", row.kind, row.object_id, target)
            if not isinstance(error, SearchUnavailable):
                broken.append(row.pk)
            elif engine.health().ok:
                refused.append(row.pk)
            else:
                break
        else:
            written.append(row)
    failed = [*broken, *refused] if written else broken
    PendingUpdate.objects.filter(pk__in=failed).update(failures=models.F("failures") + 1)
    return written


@transaction.atomic
def _take_off(rows: Iterable[PendingUpdate]) -> None:
    """Delete exactly these rows; one that was noted anew meanwhile stays for another round."""
    known = {row.pk: row.change for row in rows}
    standing = PendingUpdate.objects.filter(pk__in=known)
    if connection.features.has_select_for_update:
        standing = standing.select_for_update()
    unchanged = [row.pk for row in standing if known[row.pk] == row.change]
    PendingUpdate.objects.filter(pk__in=unchanged).delete()


def rebuild(target: str, engine: Engine, *, progress: Callable[[int], None] | None = None) -> int:
    """A new index from the database beside the old one, then the swap. The number of documents.

    What was on the engine's list when it began is in the new index and leaves the list; what
    changes meanwhile is written by whoever works off the list, to the old index and the new.
    """
    collect()
    waiting = list(PendingUpdate.objects.filter(target=target))
    count = engine.rebuild(all_documents(), progress=progress)
    for start in range(0, len(waiting), WRITTEN_AT_ONCE):
        _take_off(waiting[start : start + WRITTEN_AT_ONCE])
    return count


@contextmanager
def only_one(target: str) -> Iterator[bool]:
    """Whether this process may write to the engine's index now; others wait for their turn.

    Two that wrote the same record at once could leave its older state behind. The lock goes when
    its process dies, however it dies.
    """
    if connection.vendor == "postgresql":
        with _database_lock(f"search-{target}") as alone:
            yield alone
    else:
        with _file_lock(Path(settings.SEARCH_INDEX_DIR) / f"{target}.drain.lock") as alone:
            yield alone


@contextmanager
def _database_lock(name: str) -> Iterator[bool]:
    key = zlib.crc32(name.encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _file_lock(path: Path) -> Iterator[bool]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
