"""Several people at once, each in a thread with a database connection of its own.

Ask for the fixture ``racing_database`` and call ``race``. The database is a copy of the migrated one
and belongs to the test alone; what other fixtures wrote before is not in it.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from django.db import DEFAULT_DB_ALIAS, connection, connections

T = TypeVar("T")
START_SECONDS = 60


def race(*calls: Callable[[], T]) -> list[T | Exception]:
    """Start them all at the same moment; what each gave or raised, in their order."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], T]) -> T | Exception:
        try:
            start.wait(START_SECONDS)
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def meeting(parties: int) -> Callable[[], None]:
    """A place where so many wait for each other once: each has read before any has written.

    For tests of what happens without a lock. Who waits in vain goes on.
    """
    barrier = threading.Barrier(parties)
    met = threading.Event()

    def wait() -> None:
        if met.is_set():
            return
        with suppress(threading.BrokenBarrierError):
            barrier.wait(START_SECONDS)
        met.set()

    return wait


@contextmanager
def database_to_race_on(migrated: str, folder: Path) -> Iterator[None]:
    """For a while, a copy of the migrated database in its place: real commits, thrown away afterwards.

    Emptying the test database instead, as Django does, would take the rows that migrations made
    from every test that comes later. On SQLite the copy is a file, as a site has it: in memory,
    connections of several threads share one cache, in which a lock is an error at once and nobody
    waits; what is shown there holds for no real site.
    """
    ordinary = connections[DEFAULT_DB_ALIAS]
    name = ordinary.settings_dict["NAME"]
    with _copy_of(ordinary, migrated, folder) as copy:
        ordinary.settings_dict["NAME"] = copy
        connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS].close()
            connections[DEFAULT_DB_ALIAS] = ordinary
            ordinary.settings_dict["NAME"] = name


@contextmanager
def _copy_of(ordinary: Any, migrated: str, folder: Path) -> Iterator[str]:
    if ordinary.vendor == "sqlite":
        yield str(shutil.copy(migrated, folder / "racing.sqlite3"))
        return
    name = ordinary.settings_dict["NAME"] + "_racing"
    _run_apart(ordinary, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _run_apart(ordinary, f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"')
    yield name
    _run_apart(ordinary, f'DROP DATABASE "{name}" WITH (FORCE)')


def _run_apart(ordinary: Any, statement: str) -> None:
    with ordinary._nodb_cursor() as cursor:
        cursor.execute(statement)


def database_url() -> str:
    """The address of the database in use, for another process."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return "postgres://{}:{}@{}:{}/{}".format(
        *(quote(str(told[part]), safe="") for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME"))
    )
