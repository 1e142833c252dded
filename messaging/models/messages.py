"""One message to one person: what is to be sent, how far it has come, and whether it was read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safeguards.encryption import EncryptedTextField

from ..enums import Channel, MessageState


class Message(models.Model):
    """An outbox row, written with the change it tells of and sent after it.

    The address is the one at the time of writing, so that what was sent where can still be told
    when the person has moved. Only `messaging.domain` writes rows, and none is ever deleted.

    A sealed one has neither address nor words here: they lie in its Envelope.
    """

    key = models.CharField(
        _("标识"), max_length=200, unique=True, help_text=_("同一件事只写一条、只发一次")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
    )
    channel = models.CharField(_("方式"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("收件地址"), max_length=254, blank=True)
    subject = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"))
    about = models.CharField(_("事由"), max_length=200, blank=True)
    url = models.CharField(_("相关页面"), max_length=500, blank=True)
    sealed = models.BooleanField(_("收件人保密"), default=False, editable=False)

    state = models.CharField(
        _("状态"), max_length=10, choices=MessageState.choices, default=MessageState.QUEUED
    )
    hold = models.BooleanField(_("发出前须核对"), default=False)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    next_attempt_at = models.DateTimeField(_("下次发送时间"), default=timezone.now)
    lease_until = models.DateTimeField(_("发送占用至"), null=True, blank=True)
    last_error = models.TextField(_("失败原因"), blank=True)

    created_at = models.DateTimeField(_("写入时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("写入人"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        permissions = [("release_message", _("可以查看、核对和发出通知"))]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="messaging_due"),
            models.Index(fields=["recipient", "-created_at"], name="messaging_of_recipient"),
            models.Index(fields=["-created_at"], name="messaging_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=Channel.SITE) | ~Q(address="") | Q(sealed=True),
                name="messaging_address_where_needed",
            ),
            models.CheckConstraint(
                condition=Q(sealed=False)
                | Q(address="", body="", recipient__isnull=True, hold=False),
                name="messaging_sealed_shows_nothing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MessageState.values), name="messaging_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_unread(self) -> bool:
        return self.read_at is None


class Envelope(models.Model):
    """Where a sealed message goes and what it says, encrypted; opened by `messaging.transport` alone.

    It is thrown away once the message was sent or cancelled.
    """

    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, primary_key=True, related_name="envelope"
    )
    address = EncryptedTextField()
    body = EncryptedTextField()

    class Meta:
        verbose_name = _("密封的通知")
        verbose_name_plural = _("密封的通知")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.message_id}"
