"""What happened to records, for those who listen: the outbox, and addresses records once had."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.enums import RecordKind

RecordKey = tuple[str, int]
"""A kind of record and its primary key: ("project", 12)."""


class RecordChange(models.Model):
    """An outbox row: something the public may see of this record may have changed.

    It is written in the record's own transaction and worked off after it; the registry does not
    know by whom. Several rows for one record mean no more than one.
    """

    kind = models.CharField(max_length=12, choices=RecordKind.choices)
    object_id = models.BigIntegerField()
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("待更新索引")
        verbose_name_plural = _("待更新索引")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind}-{self.object_id}"

    @staticmethod
    def note(keys: Iterable[RecordKey]) -> None:
        """Write a row for each of these records."""
        RecordChange.objects.bulk_create(
            [RecordChange(kind=kind, object_id=pk) for kind, pk in sorted(set(keys))],
            batch_size=500,
        )


class OldAddress(models.Model):
    """A slug a record had before; the old page leads to the new one."""

    kind = models.CharField(max_length=12, choices=RecordKind.choices)
    slug = models.CharField(max_length=160)
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("旧网址")
        verbose_name_plural = _("旧网址")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="old_address_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
