"""公示 and 异议: the candidates shown to everyone, and what somebody objects."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.encryption import EncryptedTextField
from applications.enums import NoticeState, ObjectionState
from applications.models.cases import Case
from applications.models.fixed import WrittenOnce
from applications.models.rounds import Round


class Notice(models.Model):
    """One public notice of a round's candidates. Both days count; it ends with its last one."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="notices", verbose_name=_("批次"))
    title = models.CharField(_("标题"), max_length=160)
    text = models.TextField(_("正文"))
    objection_contact = models.TextField(_("异议受理方式"))
    first_day = models.DateField(_("公示开始"), null=True, blank=True)
    last_day = models.DateField(_("公示结束"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    class Meta:
        verbose_name = _("公示")
        verbose_name_plural = _("公示")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=NoticeState.DRAFT)
                | models.Q(
                    first_day__isnull=False,
                    last_day__isnull=False,
                    last_day__gte=models.F("first_day"),
                    published_at__isnull=False,
                ),
                name="notice_published_has_its_days",
            )
        ]

    def __str__(self) -> str:
        return self.title


class NoticeCandidate(models.Model):
    """One case on a notice, with the words the public reads of it. ``removed_at``: by a correction."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="candidates")
    case = models.ForeignKey(Case, models.PROTECT, related_name="candidacies")
    name = models.CharField(_("名称"), max_length=120)
    unit = models.CharField(_("申报人或单位"), max_length=120, blank=True)
    text = models.TextField(_("简介"))
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("公示名单")
        verbose_name_plural = _("公示名单")
        ordering = ["notice", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "case"],
                name="notice_candidate_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class NoticeCorrection(WrittenOnce):
    """更正公告: what was changed in a published notice, and why. Shown below it."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="corrections")
    text = models.TextField(_("更正内容"))
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("更正公告")
        verbose_name_plural = _("更正公告")
        ordering = ["notice", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class Objection(models.Model):
    """An objection, written and under real name. Who made it is sealed from all but the handler.

    ``original`` never changes after it was handed in; ``redacted`` is the copy for the file.
    """

    candidate = models.ForeignKey(NoticeCandidate, models.PROTECT, related_name="objections")
    number = models.CharField(_("编号"), max_length=20, unique=True)
    query_code = EncryptedTextField()
    objector_name = EncryptedTextField(_("姓名或单位"))
    objector_contact = EncryptedTextField(_("联系方式"))
    original = EncryptedTextField(_("异议内容"))
    redacted = models.TextField(_("隐去身份的文本"), blank=True)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("收到时间"), default=timezone.now)
    state = models.CharField(
        _("状态"), max_length=16, choices=ObjectionState.choices, default=ObjectionState.RECEIVED
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    finding = models.TextField(_("核实结论"), blank=True)
    upheld = models.BooleanField(_("异议成立"), null=True, blank=True)
    reply = models.TextField(_("答复"), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("异议")
        verbose_name_plural = _("异议")
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.number


class ObjectionEvidence(models.Model):
    """A file handed in with an objection."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="evidence")
    file = models.OneToOneField("media.PrivateFile", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("异议证据")
        verbose_name_plural = _("异议证据")

    def __str__(self) -> str:
        return str(self.file)


class ObjectionEvent(WrittenOnce):
    """What was done with an objection."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    to_state = models.CharField(max_length=16, choices=ObjectionState.choices)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("异议办理记录")
        verbose_name_plural = _("异议办理记录")
        ordering = ["objection", "pk"]

    def __str__(self) -> str:
        return f"{self.objection_id} {self.to_state}"
