"""Imports of lists: each run, each row, and what an import last wrote where."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from media.storage import private_storage
from registry.enums import RecordKind


class ImportRun(models.Model):
    """One import of one file."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("已上传")
        CHECKING = "checking", _("正在检查")
        READY = "ready", _("待确认")
        RUNNING = "running", _("正在导入")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")
        UNDOING = "undoing", _("正在撤销")
        UNDONE = "undone", _("已撤销")

    format = models.CharField(_("格式"), max_length=30)
    file_name = models.CharField(_("文件名"), max_length=255)
    file = models.FileField(_("文件"), upload_to="imports/%Y/", storage=private_storage, blank=True)
    options = models.JSONField(_("选项"), default=dict, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.UPLOADED
    )
    message = models.TextField(_("说明"), blank=True)
    rows_total = models.PositiveIntegerField(_("总行数"), default=0)
    rows_done = models.PositiveIntegerField(_("已处理"), default=0)
    counts = models.JSONField(_("结果"), default=dict, blank=True)
    notices = models.JSONField(_("提示"), default=list, blank=True)
    created = models.JSONField(
        default=dict, editable=False, help_text="Batches, acts and units this run made, by key."
    )
    touched_at = models.DateTimeField(auto_now=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("导入")
        verbose_name_plural = _("导入")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.created_at:%Y-%m-%d %H:%M}"


class ImportRow(models.Model):
    """What one row of the file came to. None is ever left out.

    VANISHED rows stand for entries of an earlier edition that this file no longer has; their
    records stay. SKIPPED rows are titles, totals and notes around the data.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", _("新建")
        CHANGED = "changed", _("更改")
        UNCHANGED = "unchanged", _("不变")
        CONFLICT = "conflict", _("冲突")
        REFUSED = "refused", _("拒绝")
        VANISHED = "vanished", _("文件中已无")
        SKIPPED = "skipped", _("非数据行")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    sheet = models.CharField(_("工作表"), max_length=100, blank=True)
    number = models.PositiveIntegerField(_("行号"))
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices)
    kind = models.CharField(max_length=12, choices=RecordKind.choices, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(_("名称"), max_length=200, blank=True)
    changes = models.JSONField(_("更改"), default=list, blank=True)
    problems = models.JSONField(_("问题"), default=list, blank=True)
    undo = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("导入行")
        verbose_name_plural = _("导入行")
        ordering = ["run", "number"]
        indexes = [models.Index(fields=["run", "outcome"])]

    def __str__(self) -> str:
        return f"{self.number} {self.get_outcome_display()} {self.name}"


class SourceIdentity(models.Model):
    """Which record an outside list's entry became, and the values last taken from it.

    A field of the record that no longer has the value last taken was edited by hand.
    """

    source = models.CharField(max_length=60)
    identifier = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=RecordKind.choices)
    object_id = models.BigIntegerField()
    values = models.JSONField(default=dict)
    run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, blank=True, related_name="identities"
    )

    class Meta:
        verbose_name = _("来源标识")
        verbose_name_plural = _("来源标识")
        constraints = [
            models.UniqueConstraint(fields=["source", "identifier"], name="source_identity_once")
        ]
        indexes = [models.Index(fields=["kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.source}:{self.identifier}"
