"""Rows that are written once: versions, letters, the log."""

from __future__ import annotations

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
