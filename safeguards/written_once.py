"""Rows that are written once: versions, letters, the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _


class WrittenOnceError(Exception):
    """Somebody tried to change or delete what is kept as evidence."""


class WrittenOnceQuerySet(models.QuerySet[Any]):
    """Refuses what would change rows behind the model's back."""

    def update(self, **kwargs: Any) -> int:
        raise WrittenOnceError(_("这些记录写入后不能更改。"))

    def delete(self) -> tuple[int, dict[str, int]]:
        raise WrittenOnceError(_("这些记录写入后不能删除。"))


class WrittenOnce(models.Model):
    """A row that is evidence: it can be added, never changed and never deleted.

    On PostgreSQL a trigger says so too (migration 0002), to whoever goes past this code.
    """

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise WrittenOnceError(_("这条记录写入后不能更改。"))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise WrittenOnceError(_("这条记录写入后不能删除。"))


def keep_evidence(schema_editor: Any, tables: Iterable[str]) -> None:
    """In a migration: on PostgreSQL refuse to change or delete rows of these tables.

    SQLite gets no such trigger: emptying a test database deletes row by row there.
    """
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(
        """
        CREATE OR REPLACE FUNCTION heritage_written_once() RETURNS trigger AS $$
        BEGIN
            IF current_setting('heritage.removing_sample', true) = 'on' AND TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'rows of % are evidence: they are written once', TG_TABLE_NAME;
        END
        $$ LANGUAGE plpgsql
        """,
        params=None,  # the percent sign is PL/pgSQL's
    )
    for table in tables:
        schema_editor.execute(
            f"CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION heritage_written_once()"
        )


def let_evidence_go(schema_editor: Any, tables: Iterable[str]) -> None:
    """Undo ``keep_evidence``."""
    if schema_editor.connection.vendor == "postgresql":
        for table in tables:
            schema_editor.execute(f"DROP TRIGGER written_once ON {table}")
