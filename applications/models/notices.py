"""公示 and 异议: the candidates shown to everyone, and what somebody objects."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.enums import NoticeState, ObjectionState
from applications.models.cases import Case
from applications.models.rounds import Round
from safeguards.encryption import EncryptedTextField
from safeguards.written_once import WrittenOnce, WrittenOnceError


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

    def takes_objections(self, today: datetime.date) -> bool:
        """Whether today is one of its days; the last one counts to its end."""
        return (
            self.state == NoticeState.PUBLISHED
            and self.first_day is not None
            and self.last_day is not None
            and self.first_day <= today <= self.last_day
        )

    def days_left(self, today: datetime.date) -> int:
        """Calendar days after today; 0 on the last day, negative when it is over."""
        assert self.last_day is not None
        return (self.last_day - today).days


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


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Refuses what would change an objection behind the model's back."""

    def update(self, **kwargs: Any) -> int:
        if kwargs.keys() & set(Objection.SEALED):
            raise WrittenOnceError(gettext("异议的原件提交后不能更改。"))
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise WrittenOnceError(gettext("异议不能删除。"))


class Objection(models.Model):
    """An objection, written and under real name. Who made it is sealed from all but the handler.

    What is ``SEALED`` never changes after it was handed in; ``redacted`` is the copy for the file.
    """

    SEALED = (
        *("candidate_id", "number", "query_code", "objector_name", "objector_contact"),
        *("original", "digest", "received_at"),
    )

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
    once = models.CharField(
        max_length=32,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("表单的一次性标记：连点两次只收一件"),
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("异议")
        verbose_name_plural = _("异议")
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            kept = type(self).objects.filter(pk=self.pk).values_list(*self.SEALED).first()
            if kept != tuple(getattr(self, name) for name in self.SEALED):
                raise WrittenOnceError(gettext("异议的原件提交后不能更改。"))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise WrittenOnceError(gettext("异议不能删除。"))

    def seal(self) -> str:
        """SHA-256 over what was handed in, hexadecimal.

        The query code is part of it, so that nobody finds the name by trying names.
        """
        content = [
            *(str(self.candidate_id), self.number, self.query_code),
            *(self.objector_name, self.objector_contact, self.original),
        ]
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()

    @property
    def is_whole(self) -> bool:
        """Whether the original is what was handed in."""
        return self.seal() == self.digest

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be done with it."""
        return self.state in (ObjectionState.INADMISSIBLE, ObjectionState.REPLIED)


class ObjectionEvidence(models.Model):
    """A file handed in with an objection. Without one: its form has not been finished yet."""

    objection = models.ForeignKey(
        Objection, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
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


class ObjectionReading(WrittenOnce):
    """Who opened the sealed original of an objection, when and why."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reader_name = models.CharField(_("查看人"), max_length=150)
    reason = models.CharField(_("事由"), max_length=200)
    read_at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("异议原件查看记录")
        verbose_name_plural = _("异议原件查看记录")
        ordering = ["-read_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.reader_name} {self.objection_id}"
