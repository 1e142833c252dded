"""The migrated database: made once a run, and every other database of the run is a copy of it.

Rebuilding the state of all models before every migration is what takes long, not the tables. So the
migrations really run, from nothing, once on SQLite and once on PostgreSQL; a migration that fails
fails every test. Nothing is kept for the next run, so that no copy can be older than the code.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests.servers.shared import locked, run_folder

ROOT = Path(__file__).resolve().parent.parent
FILE, DATABASE = "TEST_MIGRATED_FILE", "TEST_MIGRATED_DATABASE"
"""Where scripts/run_tests.py, which makes them while it waits for other things, has put them."""


def file(config: pytest.Config) -> Path:
    """The migrated SQLite file. Nobody writes to it: copy it."""
    return Path(once(config, FILE, lambda folder: migrate_file(folder / "migrated.sqlite3")))


def database(config: pytest.Config) -> str:
    """The name of the migrated PostgreSQL database. Nobody opens it: CREATE DATABASE … TEMPLATE."""
    return once(config, DATABASE, lambda _: migrate_database(os.environ["DATABASE_URL"]))


def end(config: pytest.Config) -> None:
    """Drop what the run made on a server that outlives it; files go with the run's folder."""
    for made in run_folder(config).glob("*_DATABASE"):
        _drop_database(os.environ["DATABASE_URL"], made.read_text())
        made.unlink()


def migrate_file(file: Path) -> str:
    manage(f"sqlite:///{file}", "migrate")
    return str(file)


def migrate_database(url: str) -> str:
    parts = urlsplit(url)
    name = f"test_{parts.path.removeprefix('/')}_migrated"
    _drop_database(url, name)  # a run that was killed left it
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    manage(urlunsplit(parts._replace(path=f"/{name}")), "migrate")
    return name


def copy_database(url: str, source: str, name: str) -> str:
    """A copy of that database on the same server, under this name; its address."""
    _drop_database(url, name)
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(source)))
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _drop_database(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def once(config: pytest.Config, variable: str, make: Callable[[Path], str]) -> str:
    """What the environment tells, else what the first worker that asks makes for all of them."""
    told = os.environ.get(variable)
    if told:
        return told
    folder = run_folder(config)
    folder.mkdir(exist_ok=True)
    made = folder / variable
    with locked(folder / f"{variable}.lock"):
        if not made.exists():
            made.write_text(make(folder))
    return made.read_text()


def manage(url: str, *command: str, **environment: str) -> None:
    """Run a command of the site on that database, in a process of its own."""
    subprocess.run(
        [sys.executable, "manage.py", *command, "--verbosity=0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "heritage_site.settings.test",
            "DATABASE_URL": url,
            **environment,
        },
        check=True,
    )
