"""What still has to be written to which engine."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PendingUpdate(models.Model):
    """A record that one engine has yet to be told about: to index, or to forget.

    One row for each engine and record, however often the record changed. ``change`` is the newest
    outbox row that led to it: a row whose number moved while it was worked on stays. ``failures``
    counts how often the record itself could not be written, not how often the engine was away.
    """

    target = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    change = models.BigIntegerField()
    failures = models.PositiveSmallIntegerField(default=0)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("待写入检索索引")
        verbose_name_plural = _("待写入检索索引")
        default_permissions = ()
        ordering = ["target", "change"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "kind", "object_id"], name="pending_update_once"
            )
        ]
        indexes = [models.Index(fields=["target", "change"], name="pending_update_order")]

    def __str__(self) -> str:
        return f"{self.target}: {self.kind}-{self.object_id}"
