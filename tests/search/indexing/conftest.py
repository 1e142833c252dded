"""Sites of several processes, on a database of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.indexing.site import Site


@pytest.fixture
def site(tmp_path: Path, migrated_file: Path) -> Iterator[Site]:
    """The site with the embedded engine."""
    made = Site(tmp_path, migrated_file)
    yield made
    made.end()
