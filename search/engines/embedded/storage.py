"""The directory of the embedded index: generations, the pointer to the current one, and locks.

    current            name of the generation in use, replaced in one step
    generation-000001/ a tantivy index
    write.lock         held while anything is written: writers wait for each other
    rebuild.lock       held as long as a rebuild runs
    rebuild.journal    what was written during a rebuild, to be repeated on the new generation

Locks are flock locks: the kernel lets go of them when a process dies, however it dies.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import tantivy

from search.interface import SearchUnavailable

from .schema import build_schema, register

_POINTER = "current"
_JOURNAL = "rebuild.journal"
_GENERATION = "generation-"


class _Pointed(NamedTuple):
    """What the pointer says, as of one version of it."""

    version: tuple[int, int] | None
    generation: Path
    meta: str
    number: int

    @classmethod
    def to(cls, generation: Path, version: tuple[int, int] | None) -> _Pointed:
        return cls(version, generation, f"{generation}/meta.json", hash(generation))


class Storage:
    """Where an embedded index lives. Creates the directory and an empty index when first used."""

    def __init__(self, directory: Path, lock_timeout: float = 60.0) -> None:
        self.directory = directory
        self.lock_timeout = lock_timeout
        self._pointer = f"{directory}/{_POINTER}"  # looked at by every search
        self._pointed: _Pointed | None = None

    def current(self) -> Path:
        """The directory of the generation in use."""
        return self._look().generation

    def signature(self) -> tuple[int, int, int]:
        """Changes whenever the current generation or what it holds does; cheap enough for each search."""
        pointed = self._look()
        meta = os.stat(pointed.meta)
        return pointed.number, meta.st_mtime_ns, meta.st_ino

    def _look(self) -> _Pointed:
        try:
            state = os.stat(self._pointer)
        except FileNotFoundError:
            return _Pointed.to(self._create_first(), None)
        version = (state.st_mtime_ns, state.st_ino)
        pointed = self._pointed
        if pointed is None or pointed.version != version:
            name = Path(self._pointer).read_text(encoding="ascii")
            pointed = self._pointed = _Pointed.to(self.directory / name, version)
        return pointed

    def new_generation(self) -> Path:
        """An empty directory for an index to be built beside the one in use."""
        numbers = [int(path.name.removeprefix(_GENERATION)) for path in self.generations()]
        path = self.directory / f"{_GENERATION}{max(numbers, default=0) + 1:06d}"
        path.mkdir(parents=True)
        return path

    def generations(self) -> list[Path]:
        """Every generation there is, the one in use and what was left behind."""
        return [path for path in self.directory.glob(f"{_GENERATION}*") if path.is_dir()]

    def switch_to(self, generation: Path) -> None:
        """Put a generation into use, in one step."""
        waiting = self.directory / f"{_POINTER}.{os.getpid()}.new"
        with waiting.open("w", encoding="ascii") as handle:
            handle.write(generation.name)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(waiting, self.directory / _POINTER)

    def clear_leftovers(self, *keep: Path) -> None:
        """Remove generations out of use; who still reads one keeps its open files."""
        for path in self.generations():
            if path not in keep:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock, waiting for whoever has it."""
        with self._lock("write.lock", self.lock_timeout):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Hold the rebuild lock; a second rebuild is refused rather than queued."""
        with self._lock("rebuild.lock", 0.0):
            yield

    def rebuild_runs(self) -> bool:
        """Whether some process is rebuilding just now."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with (self.directory / "rebuild.lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return True
            return False

    # --- the journal of a rebuild; both sides hold the write lock ---------------

    def start_journal(self) -> None:
        (self.directory / _JOURNAL).write_text("", encoding="utf-8")

    def append_to_journal(self, entries: Sequence[dict[str, object]]) -> None:
        with (self.directory / _JOURNAL).open("a", encoding="utf-8") as handle:
            for entry in entries:
                handle.write(json.dumps(entry, ensure_ascii=False) + "\n")
            handle.flush()
            os.fsync(handle.fileno())

    def take_journal(self) -> Iterator[dict[str, object]]:
        path = self.directory / _JOURNAL
        with path.open(encoding="utf-8") as handle:
            for line in handle:
                if line.endswith("\n"):  # a last line without end: its writer was killed
                    yield json.loads(line)
        path.unlink()

    def _create_first(self) -> Path:
        self.directory.mkdir(parents=True, exist_ok=True)
        with self.writing():
            pointer = self.directory / _POINTER
            if not pointer.exists():
                path = self.new_generation()
                open_index(path)
                self.switch_to(path)
            return self.directory / pointer.read_text(encoding="ascii")

    @contextmanager
    def _lock(self, name: str, timeout: float) -> Iterator[None]:
        self.directory.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + timeout
        with (self.directory / name).open("a") as handle:
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    if time.monotonic() >= deadline:
                        raise SearchUnavailable(f"{name} of the index is held") from None
                    time.sleep(0.005)
            yield


def open_index(path: Path) -> tantivy.Index:
    """Open the index in a directory, or create it there; reloading is up to the caller."""
    index = tantivy.Index(build_schema(), path=str(path))
    register(index)
    index.config_reader("manual", 0)
    return index
