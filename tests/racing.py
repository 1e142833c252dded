"""Several people at once, each in a thread with a database connection of its own.

Ask for the fixture ``racing_database`` and call ``race``. Rows that migrations make may be missing:
the database is emptied between such tests.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from django.db import connection

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


@contextmanager
def database_on_disk(folder: Path) -> Iterator[None]:
    """On SQLite the test database for a while as a file, as a site has it.

    In memory, connections of several threads share one cache, in which a lock is an error at once
    and nobody waits; what is shown there holds for no real site.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    file = folder / "racing.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        in_memory.backup(copy)
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name


def database_url() -> str:
    """The address of the database in use, for another process."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return "postgres://{}:{}@{}:{}/{}".format(
        *(quote(str(told[part]), safe="") for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME"))
    )
