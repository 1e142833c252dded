"""The sample in the database, without loading it for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import sample
from tests.racing import database_to_race_on


@pytest.fixture
def loaded(
    db: None,
    own_folders: None,
    django_db_blocker: Any,
    pytestconfig: pytest.Config,
    settings: Any,
    tmp_path: Path,
) -> Iterator[None]:
    """A database and files of the test's own that hold the sample, as ``load_demo`` left them."""
    on_sqlite = connection.vendor == "sqlite"
    source = str(sample.file(pytestconfig)) if on_sqlite else sample.database(pytestconfig)
    sample.copy_files(
        pytestconfig,
        of=sample.FILE if on_sqlite else sample.DATABASE,
        public=settings.MEDIA_ROOT,
        private=settings.PRIVATE_MEDIA_ROOT,
    )
    with django_db_blocker.unblock(), database_to_race_on(source, tmp_path):
        yield
