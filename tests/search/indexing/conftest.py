"""A migrated database to copy, and sites of several processes on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.indexing.site import Site


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables, made once."""
    folder = tmp_path_factory.mktemp("migrated")
    (folder / "site.sqlite3").touch()
    site = Site(folder, folder / "site.sqlite3")
    status, _told, complaint = site.command("migrate", "--verbosity=0")
    assert status == 0, complaint
    return folder / "site.sqlite3"


@pytest.fixture
def site(tmp_path: Path, migrated_database: Path) -> Iterator[Site]:
    """The site with the embedded engine."""
    made = Site(tmp_path, migrated_database)
    yield made
    made.end()
