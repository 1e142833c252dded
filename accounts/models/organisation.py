"""A unit that applies (申报单位), and the people who act for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from safeguards.encryption import EncryptedTextField

from ..enums import UnitRole
from ..validators import validate_credit_code


class Organisation(models.Model):
    """A unit known by its credit code. Who founded it here, and who joined, nobody outside sees."""

    name = models.CharField(_("单位名称"), max_length=200)
    credit_code = models.CharField(
        _("统一社会信用代码"),
        max_length=18,
        unique=True,
        validators=[validate_credit_code],
        error_messages={"unique": _("这个统一社会信用代码已经登记过。")},
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=100)
    contact_phone = EncryptedTextField(_("联系电话"))
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    closed_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("申报单位")
        verbose_name_plural = _("申报单位")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody acts for a unit."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("申报单位"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("用户"),
    )
    role = models.CharField(_("身份"), max_length=10, choices=UnitRole.choices)
    joined_at = models.DateTimeField(_("加入时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("单位成员")
        verbose_name_plural = _("单位成员")
        ordering = ("-role", "joined_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="accounts_membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.get_role_display()}）"
