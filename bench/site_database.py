"""A site with a database of its own for one benchmark: PostgreSQL where there is one, else SQLite."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from tests.servers.postgres import PostgresServer
from tests.servers.process import ServerUnavailable


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of an empty database that is thrown away afterwards."""
    given, server = os.environ.get("TEST_DATABASE_URL"), None
    if not given:
        try:
            server = PostgresServer()
            server.start()
            given = server.url
        except ServerUnavailable as missing:
            print(f"PostgreSQL: {missing}")
            yield f"sqlite:///{folder / 'bench.sqlite3'}"
            return
    import psycopg

    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        try:
            yield f"{given.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]
    if server is not None:
        server.remove()


def set_up(folder: Path, address: str) -> None:
    """Start Django on it, with all tables and the workdays."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ["DATABASE_URL"] = address
    os.environ["PRIVATE_MEDIA_ROOT"] = str(folder / "private")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("load_workdays", verbosity=0)


def close() -> None:
    """Leave no connection behind: a database in use cannot be dropped."""
    from django.db import connections

    connections.close_all()
