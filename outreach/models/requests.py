"""上课申请: a school, community or mall asks for a class, and follows what becomes of it."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.enums import RequestState, VenueType
from outreach.languages import language_now
from outreach.models.programmes import Programme
from outreach.models.venues import Venue
from safeguards.chain import ChainedEvent, Logged
from safeguards.encryption import EncryptedTextField


def new_request_id() -> str:
    """128 random bits: the request's address for who is signed in and made it."""
    return secrets.token_urlsafe(16)


class ClassRequest(Logged):
    """One wish for a class. ``wished`` holds up to five wishes as {"day": ISO date, "part": am, pm or evening}."""

    public_id = models.CharField(max_length=22, unique=True, default=new_request_id, editable=False)
    number = models.CharField(_("编号"), max_length=20, unique=True)
    query_code = EncryptedTextField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="class_requests",
    )
    body_name = models.CharField(_("单位名称"), max_length=100)
    venue_type = models.CharField(_("类型"), max_length=10, choices=VenueType.choices)
    division = models.ForeignKey(
        "registry.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("所在区域"),
    )
    address = models.CharField(_("上课地址"), max_length=200)
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("场地"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("想上的课"),
    )
    wish = models.TextField(_("希望怎样的课"), max_length=1000, blank=True)
    audience = models.CharField(_("谁来上课"), max_length=100)
    group_size = models.PositiveSmallIntegerField(
        _("人数"), validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    wished = models.JSONField(_("希望的日期"), default=list)
    contact_name = EncryptedTextField(_("联系人"))
    contact = EncryptedTextField(_("手机号或邮箱"))
    state = models.CharField(
        _("状态"), max_length=10, choices=RequestState.choices, default=RequestState.SUBMITTED
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    submitted_at = models.DateTimeField(_("提交时间"), default=timezone.now)
    once = models.CharField(max_length=32, unique=True, null=True, blank=True, editable=False)
    language = models.CharField(_("语言"), max_length=10, default=language_now, editable=False)
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    class Meta:
        verbose_name = _("上课申请")
        verbose_name_plural = _("上课申请")
        ordering = ["-submitted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.body_name}"


class RequestEvent(ChainedEvent):
    """One step of a request; ``reason`` is what the requester is told."""

    SUBJECT = "request"

    request = models.ForeignKey(ClassRequest, models.PROTECT, related_name="events")
    from_state = models.CharField(max_length=10, choices=RequestState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=RequestState.choices)

    class Meta(ChainedEvent.Meta):
        verbose_name = _("申请办理记录")
        verbose_name_plural = _("申请办理记录")
        ordering = ["request", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["request", "sequence"], name="request_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} #{self.sequence} {self.step}"
