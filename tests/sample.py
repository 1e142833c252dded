"""The sample site: loaded once a run and database; every test that needs it gets a copy of its own.

Loading takes a minute, since it goes through the domain functions as people's forms do; copying
takes none. The command really runs, on what the migrations made, and where it fails every test
that needs the sample fails.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import migrated
from tests.servers.shared import run_folder

FILE, DATABASE = "TEST_SAMPLE_FILE", "TEST_SAMPLE_DATABASE"


def file(config: pytest.Config) -> Path:
    """The SQLite file with the sample. Nobody writes to it: copy it."""
    return Path(migrated.once(config, FILE, lambda folder: _load_file(config, folder)))


def database(config: pytest.Config) -> str:
    """The name of the PostgreSQL database with the sample. Nobody opens it: CREATE DATABASE … TEMPLATE."""
    return migrated.once(config, DATABASE, lambda folder: _load_database(config, folder))


def copy_files(config: pytest.Config, *, of: str, public: Path, private: Path) -> None:
    """The sample's files; ``of`` is FILE or DATABASE, whichever they were loaded with."""
    kept = _files(run_folder(config), of)
    for name, place in (("MEDIA_ROOT", public), ("PRIVATE_MEDIA_ROOT", private)):
        shutil.copytree(kept[name], place, dirs_exist_ok=True)


def _load_file(config: pytest.Config, folder: Path) -> str:
    made = folder / "sample.sqlite3"
    shutil.copy(migrated.file(config), made)
    _load(f"sqlite:///{made}", _files(folder, FILE))
    return str(made)


def _load_database(config: pytest.Config, folder: Path) -> str:
    name = migrated.database(config) + "_sample"
    url = migrated.copy_database(os.environ["DATABASE_URL"], migrated.database(config), name)
    _load(url, _files(folder, DATABASE))
    return name


def _files(folder: Path, of: str) -> dict[str, str]:
    kept = folder / f"{of}-files"
    names = {"MEDIA_ROOT": "public", "PRIVATE_MEDIA_ROOT": "private", "SEARCH_INDEX_DIR": "search"}
    return {name: str(kept / part) for name, part in names.items()}


def _load(url: str, folders: Mapping[str, str]) -> None:
    for folder in folders.values():
        Path(folder).mkdir(parents=True, exist_ok=True)
    migrated.manage(url, "load_demo", **folders)
