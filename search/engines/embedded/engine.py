"""The embedded engine itself: writing, reading, rebuilding beside the index in use."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import tantivy

from search.engines.answering import Answering
from search.engines.plan import Answer, Plan
from search.engines.transport import document_from_json, document_to_json
from search.interface import Health, SearchDocument, SearchUnavailable
from search.text.fields import analyse

from .reading import Reader
from .schema import to_tantivy
from .storage import Storage, open_index

_REBUILD_MEMORY = 256_000_000  # used as far as there are records: a search looks into each segment
_MEMORY = 64_000_000  # bytes a writer collects before it writes a segment
_SMALL_MEMORY = 15_000_000
_REPORT_EVERY = 200


class EmbeddedEngine(Answering):
    """tantivy in a directory. Any number of processes may read; writers queue for a lock."""

    name = "embedded"

    def __init__(self, directory: Path, *, lock_timeout: float = 60.0) -> None:
        super().__init__()
        self.storage = Storage(Path(directory), lock_timeout)
        self._reader = Reader(self.storage)
        self._threads = threading.Lock()

    # --- reading ------------------------------------------------------------------

    def state(self) -> Hashable:
        """Which generation is in use and what was committed to it last, by whatever process."""
        try:
            return self.storage.signature()
        except OSError:
            return None  # just being swapped, or out of reach: the search will tell

    def run(self, plan: Plan, state: Hashable = None) -> Answer:
        """One search with its counts, in the state just told or in whatever there is now."""
        return self._reader.run(plan, state)

    def run_all(self, plans: Sequence[Plan]) -> list[Answer]:
        """Several searches, one after the other."""
        return [self._reader.run(plan) for plan in plans]

    # --- writing ----------------------------------------------------------------

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace; findable by every process on return."""
        batch = list(documents)
        ready = [(document, to_tantivy(document, analyse(document))) for document in batch]
        if not ready:
            return 0
        with self._writing() as generation:
            if self.storage.rebuild_runs():
                self.storage.append_to_journal([document_to_json(d) for d in batch])
            self._apply(generation, [d.id for d in batch], [made for _, made in ready])
        return len(batch)

    def remove(self, ids: Iterable[str]) -> int:
        """Take out; gone for every process on return."""
        gone = list(ids)
        if not gone:
            return 0
        with self._writing() as generation:
            if self.storage.rebuild_runs():
                self.storage.append_to_journal([{"removed": each} for each in gone])
            self._apply(generation, gone, [])
        return len(gone)

    def rebuild(
        self, documents: Iterable[SearchDocument], *, progress: Callable[[int], None] | None = None
    ) -> int:
        """A new generation beside the one in use, then one step to the new one."""
        with self.storage.rebuilding():
            with self._writing() as in_use:
                self.storage.clear_leftovers(in_use)
                self.storage.start_journal()
            generation = self.storage.new_generation()
            index = open_index(generation)
            count = _fill(index, documents, progress)
            with self._writing() as in_use:
                self._repeat_journal(index)
                self.storage.switch_to(generation)
                self.storage.clear_leftovers(generation)
        self._reader.refresh()
        return count

    def _writing(self) -> _Writing:
        return _Writing(self.storage, self._threads)

    def _apply(self, generation: Path, ids: list[str], made: list[tantivy.Document]) -> None:
        try:
            index = open_index(generation)
            writer = index.writer(_SMALL_MEMORY if len(made) < 500 else _MEMORY, 1)
            for each in dict.fromkeys(ids):
                writer.delete_documents_by_term("id", each)
            last = dict(zip(ids, made, strict=False))
            for one in last.values():
                writer.add_document(one)
            writer.commit()
            writer.wait_merging_threads()
        except (ValueError, OSError) as error:
            raise SearchUnavailable(f"the embedded index cannot be written: {error}") from error

    def _repeat_journal(self, index: tantivy.Index) -> None:
        """What was written while the new generation grew, in order; the last word counts."""
        last: dict[str, SearchDocument | None] = {}
        for entry in self.storage.take_journal():
            if "removed" in entry:
                last[str(entry["removed"])] = None
            else:
                document = document_from_json(entry)
                last[document.id] = document
        if not last:
            return
        writer = index.writer(_SMALL_MEMORY, 1)
        for each, latest in last.items():
            writer.delete_documents_by_term("id", each)
            if latest is not None:
                writer.add_document(to_tantivy(latest, analyse(latest)))
        writer.commit()
        writer.wait_merging_threads()

    # --- looking after it ---------------------------------------------------------

    def versions(self) -> Mapping[str, int]:
        """Every id with its version."""
        return self._reader.versions()

    def health(self) -> Health:
        """Whether the index can be read, and how much it holds."""
        try:
            count = self._reader.count()
        except SearchUnavailable as error:
            return Health(ok=False, documents=0, detail=f"内置检索的索引无法读取：{error}")
        return Health(ok=True, documents=count, detail=f"内置检索正常，共 {count} 条记录。")


class _Writing:
    """Both locks of a writer: its own threads first, then the other processes."""

    def __init__(self, storage: Storage, threads: threading.Lock) -> None:
        self.storage = storage
        self.threads = threads

    def __enter__(self) -> Path:
        self.storage.current()
        self.threads.acquire()
        try:
            self._held = self.storage.writing()
            self._held.__enter__()
        except BaseException:
            self.threads.release()
            raise
        return self.storage.current()

    def __exit__(self, *exception: object) -> None:
        try:
            self._held.__exit__(None, None, None)
        finally:
            self.threads.release()


def _fill(
    index: tantivy.Index,
    documents: Iterable[SearchDocument],
    progress: Callable[[int], None] | None,
) -> int:
    writer = index.writer(_REBUILD_MEMORY, 1)
    count = 0
    written: set[str] = set()
    for chunk in _chunks(documents, _REPORT_EVERY):
        for document in chunk:
            if document.id in written:
                writer.delete_documents_by_term("id", document.id)
            written.add(document.id)
            writer.add_document(to_tantivy(document, analyse(document)))
        count += len(chunk)
        if progress is not None:
            progress(count)
    writer.commit()
    writer.wait_merging_threads()
    return len(written)


def _chunks(documents: Iterable[SearchDocument], size: int) -> Iterator[list[SearchDocument]]:
    iterator = iter(documents)
    while chunk := list(islice(iterator, size)):
        yield chunk
