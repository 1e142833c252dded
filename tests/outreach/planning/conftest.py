"""What tests of planning share."""

from __future__ import annotations

import pytest
from django.db import connection

CONSTRAINTS = ("teacher", "place")


@pytest.fixture
def clashes_can_be_written(db: None) -> None:
    """Two sessions in one place at once, as the search must find them: PostgreSQL's exclusion
    constraints would not let a test write them. They are back when the test's transaction is undone."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name in CONSTRAINTS:
            cursor.execute(
                f"ALTER TABLE outreach_session DROP CONSTRAINT session_one_{name}_at_a_time"
            )
