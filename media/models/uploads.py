"""Files that applicants and objectors hand in: private, and no part of the registry's media."""

from __future__ import annotations

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import FileKind, FileState


def new_public_id() -> str:
    """128 random bits, as 22 characters that an address may hold."""
    return secrets.token_urlsafe(16)


class PrivateFileQuerySet(models.QuerySet):
    """What upper rooms ask of private files."""

    def ready(self) -> Self:
        """What may be handed out."""
        return self.filter(state=FileState.READY)

    def kept(self) -> Self:
        """What counts as handed in: neither refused nor removed."""
        return self.exclude(state__in=[FileState.REFUSED, FileState.REMOVED])


class PrivateFile(models.Model):
    """One uploaded file, from its first byte on.

    It says nothing of what it is for or who may read it: the room that asked for it refers to
    this row and owns both. The row outlives its bytes, so that the log of readings stays whole.
    """

    wagtail_reference_index_ignore = True  # its only references are people

    public_id = models.CharField(
        _("编号"), max_length=22, unique=True, default=new_public_id, editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传者"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="private_files",
        help_text=_("空：未登录的人上传，如异议的证据。"),
    )
    name = models.CharField(_("原文件名"), max_length=255)
    allowed_kinds = models.JSONField(_("接收的种类"), default=list)
    announced_size = models.PositiveBigIntegerField(_("上传前报告的大小"))
    offset = models.PositiveBigIntegerField(_("已收到的字节"), default=0)
    state = models.CharField(
        _("状态"), max_length=10, choices=FileState.choices, default=FileState.UPLOADING
    )
    refusal = models.TextField(_("未接收的原因"), blank=True)
    refusal_code = models.CharField(max_length=40, blank=True)
    kind = models.CharField(_("种类"), max_length=10, choices=FileKind.choices, blank=True)
    media_type = models.CharField(_("文件格式"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("大小"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 校验值"), max_length=64, blank=True)
    stored_name = models.CharField(max_length=150, blank=True, db_index=True)
    created_at = models.DateTimeField(_("开始上传时间"), auto_now_add=True)
    touched_at = models.DateTimeField(_("最近收到内容的时间"), auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    scanned_at = models.DateTimeField(_("病毒扫描时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = PrivateFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("非公开文件")
        verbose_name_plural = _("非公开文件")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "touched_at"], name="media_private_file_state")]
        constraints = [
            models.CheckConstraint(
                name="media_private_file_offset_within",
                condition=Q(offset__lte=F("announced_size")),
            ),
            models.CheckConstraint(
                name="media_private_file_ready_is_whole",
                condition=~Q(state=FileState.READY)
                | (~Q(stored_name="") & ~Q(sha256="") & ~Q(media_type="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ready(self) -> bool:
        return self.state == FileState.READY

    @property
    def is_unfinished(self) -> bool:
        """Whether bytes are still expected."""
        return self.state == FileState.UPLOADING

    @property
    def shown_size(self) -> int:
        """The stored size, or while there is none the announced one."""
        return self.announced_size if self.size is None else self.size


class PrivateFileReadingQuerySet(models.QuerySet):
    """The log is only written and read."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("读取记录只能增加，不能修改。")

    def delete(self) -> Any:
        raise TypeError("读取记录只能增加，不能删除。")


class PrivateFileReading(models.Model):
    """Who was given a private file, when and what for. Rows are only ever added."""

    wagtail_reference_index_ignore = True

    file = models.ForeignKey(
        PrivateFile, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="readings"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("读取者"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reader_name = models.CharField(_("读取者当时的姓名"), max_length=150, blank=True)
    purpose = models.CharField(_("用途"), max_length=200)
    address_hash = models.CharField(_("来源地址（摘要）"), max_length=64, blank=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    objects = PrivateFileReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("非公开文件的读取记录")
        verbose_name_plural = _("非公开文件的读取记录")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["file", "at"], name="media_reading_file_at")]

    def __str__(self) -> str:
        return f"{self.file} · {self.reader_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("读取记录只能增加，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("读取记录只能增加，不能删除。")
