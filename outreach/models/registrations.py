"""报名: who comes, who waits, who was there, and what they thought of it."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.enums import LIVE, RegistrationKind, RegistrationState, SignInWay
from outreach.languages import language_now
from outreach.models.sessions import Session
from safeguards.encryption import EncryptedTextField


def new_registration_id() -> str:
    """128 random bits: the registration's address; who knows it still needs a token to act."""
    return secrets.token_urlsafe(16)


class Registration(models.Model):
    """Somebody's place or place in the queue, for himself, a family or a group.

    ``seats`` are the people who take part: of a group without the teacher who brings it. Of minors
    only the number is kept. ``contact`` is a mailbox or phone number, ``contact_digest`` its
    keyed digest: it says that one person registers once, without telling who. ``position`` orders the
    waiting ones: a number that only grows within the session. ``language`` is the one it was made in:
    all that its holder is told is written in it.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="registrations")
    public_id = models.CharField(
        max_length=22, unique=True, default=new_registration_id, editable=False
    )
    kind = models.CharField(_("报名方式"), max_length=8, choices=RegistrationKind.choices)
    state = models.CharField(_("状态"), max_length=12, choices=RegistrationState.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outreach_registrations",
    )
    name = EncryptedTextField(_("联系人"))
    contact = EncryptedTextField(_("手机号或邮箱"))
    contact_digest = models.CharField(max_length=64, editable=False)
    group_name = models.CharField(_("学校或单位"), max_length=80, blank=True)
    adults = models.PositiveSmallIntegerField(_("成人"), default=1)
    minors = models.PositiveSmallIntegerField(_("未成年人"), default=0)
    seats = models.PositiveSmallIntegerField(
        _("人数"), validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    needs = EncryptedTextField(_("需要的照顾"), blank=True)
    position = models.PositiveIntegerField(default=0, editable=False)
    passed_over = models.PositiveSmallIntegerField(default=0, editable=False)
    offered_until = models.DateTimeField(_("请在此前确认"), null=True, blank=True)
    registered_at = models.DateTimeField(_("报名时间"), default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(_("语言"), max_length=10, default=language_now, editable=False)
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    class Meta:
        verbose_name = _("报名")
        verbose_name_plural = _("报名")
        ordering = ["session", "registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "contact_digest"],
                condition=models.Q(state__in=LIVE),
                name="registration_once_a_person",
                violation_error_message=_("这个手机号或邮箱已经报过这一场。"),
            ),
            models.CheckConstraint(
                condition=models.Q(seats=models.F("adults") + models.F("minors")),
                name="registration_seats_are_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RegistrationState.OFFERED)
                | models.Q(offered_until__isnull=False),
                name="registration_offer_has_its_end",
            ),
        ]
        indexes = [
            models.Index(fields=["session", "state", "position"], name="registration_queue"),
            models.Index(fields=["contact_digest"], name="registration_by_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.seats}"


class SignIn(models.Model):
    """People who came, once: ``mark`` is made on the device and says that a repeated sending is the same."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="sign_ins")
    registration = models.OneToOneField(
        Registration, models.PROTECT, null=True, blank=True, related_name="sign_in"
    )
    way = models.CharField(_("方式"), max_length=8, choices=SignInWay.choices)
    adults = models.PositiveSmallIntegerField(_("成人"), default=0)
    minors = models.PositiveSmallIntegerField(_("未成年人"), default=0)
    mark = models.CharField(max_length=40)
    at = models.DateTimeField(_("时间"), default=timezone.now)
    received_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("签到")
        verbose_name_plural = _("签到")
        ordering = ["session", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "mark"], name="sign_in_once"),
            models.CheckConstraint(
                condition=models.Q(adults__gt=0) | models.Q(minors__gt=0),
                name="sign_in_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.adults + self.minors}"


class Feedback(models.Model):
    """What a registration's people thought: one answer each, shown without any name."""

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="feedback")
    rating = models.PositiveSmallIntegerField(
        _("评价"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField(_("想说的话"), max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("课后反馈")
        verbose_name_plural = _("课后反馈")
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.rating)
