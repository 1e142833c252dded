"""What the databases of a run are copies of has been through every migration, from nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from registry.models import Division


@pytest.mark.usefixtures("racing_database")
def test_a_copy_lacks_no_migration_and_none_of_their_rows() -> None:
    """Asked of a database that Django's own set-up of tests has not been near."""
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert set(MigrationRecorder(connection).applied_migrations()) >= set(
        executor.loader.disk_migrations
    )
    assert Division.objects.exists()
