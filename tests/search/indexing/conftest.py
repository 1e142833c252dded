"""A migrated database to copy, and sites of several processes on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.indexing.site import Site
from tests.servers.shared import locked, run_folder


@pytest.fixture(scope="session")
def migrated_database(pytestconfig: pytest.Config) -> Path:
    """An empty database with all tables, made once for all workers of the run."""
    folder = run_folder(pytestconfig) / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    made, template = folder / "made", folder / "site.sqlite3"
    with locked(folder / "lock"):
        if not made.exists():
            template.unlink(missing_ok=True)
            template.touch()
            status, _told, complaint = Site(folder, template).command("migrate", "--verbosity=0")
            assert status == 0, complaint
            made.touch()
    return template


@pytest.fixture
def site(tmp_path: Path, migrated_database: Path) -> Iterator[Site]:
    """The site with the embedded engine."""
    made = Site(tmp_path, migrated_database)
    yield made
    made.end()
