"""课程计划: what was published as a whole and when, and sessions brought in from a spreadsheet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.enums import IntakeKind
from outreach.models.sessions import Session
from safeguards.written_once import WrittenOnce


class PlanPublication(WrittenOnce):
    """A plan published as a whole: the sessions of some days as they stood then.

    ``sessions`` maps each session's key to what the public reads of it (see
    ``domain.publishing.snapshot``); the next publication is compared with it.
    """

    first_day = models.DateField(_("从"))
    last_day = models.DateField(_("到"))
    sessions = models.JSONField(default=dict)
    published_at = models.DateTimeField(_("发布时间"), default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("计划发布")
        verbose_name_plural = _("计划发布")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"


class PlanImport(models.Model):
    """A spreadsheet of sessions: looked at first, then made, and undone as a whole if need be.

    Nobody has read it where it was taken in from the server's own command line.
    """

    kind = models.CharField(
        _("种类"), max_length=10, choices=IntakeKind.choices, default=IntakeKind.PLAN
    )
    file_name = models.CharField(_("文件"), max_length=255)
    digest = models.CharField(max_length=64)
    unread = models.JSONField(default=list, help_text=_("没有用到的列"))
    read_at = models.DateTimeField(_("读取时间"), default=timezone.now)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("导入时间"), null=True, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("计划导入")
        verbose_name_plural = _("计划导入")
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return self.file_name


class PlanImportRow(models.Model):
    """One row of it: what it said, what it made, or why it was refused and what would help."""

    plan_import = models.ForeignKey(PlanImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("行"))
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="import_rows"
    )
    known = models.ForeignKey(
        Session,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("以前已经登记的同一场：没有再写一次"),
    )

    class Meta:
        verbose_name = _("导入的行")
        verbose_name_plural = _("导入的行")
        ordering = ["plan_import", "line"]

    def __str__(self) -> str:
        return str(self.line)

    @property
    def refused(self) -> bool:
        """Something in it can not be taken as it is."""
        return any(one["grave"] for one in self.problems)
