"""What a bulk action did, row by row, so that it can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.enums import RecordKind


class BulkRun(models.Model):
    """One bulk action by one person."""

    action = models.CharField(_("操作"), max_length=30)
    label = models.CharField(_("说明"), max_length=200)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("操作人")
    )
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("批量操作")
        verbose_name_plural = _("批量操作")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.label} {self.created_at:%Y-%m-%d %H:%M}"


class BulkRow(models.Model):
    """What one record was before the action and after it."""

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=12, choices=RecordKind.choices)
    object_id = models.BigIntegerField()
    name = models.CharField(_("名称"), max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    change = models.CharField(_("更改"), max_length=500)
    published = models.BooleanField(_("已公开"), default=False)
    restored = models.BooleanField(_("已恢复"), default=False)
    undo_note = models.CharField(_("没有恢复的原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("批量操作的一条")
        verbose_name_plural = _("批量操作的各条")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.change}"
