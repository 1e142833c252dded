"""Sensitive personal data of inheritors: apart from the record, encrypted, each reading logged."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.validators import validate_national_id
from safeguards.encryption import EncryptedTextField


class PersonalDetails(models.Model):
    """What never leaves the staff side. It is no part of the record's revisions."""

    inheritor = models.OneToOneField(
        "registry.Inheritor", models.CASCADE, related_name="personal_details"
    )
    national_id = EncryptedTextField(_("身份证号"), blank=True, validators=[validate_national_id])
    phone = EncryptedTextField(_("电话"), blank=True)
    address = EncryptedTextField(_("住址"), blank=True)
    birth_date = EncryptedTextField(_("出生日期"), blank=True, help_text=_("如：1956-03-08"))
    bank_account = EncryptedTextField(_("银行账户"), blank=True)

    SENSITIVE_FIELDS = ("national_id", "phone", "address", "birth_date", "bank_account")

    class Meta:
        verbose_name = _("敏感个人信息")
        verbose_name_plural = _("敏感个人信息")
        default_permissions = ("change",)
        permissions = [("read_personaldetails", _("可以查看敏感个人信息"))]

    def __str__(self) -> str:
        return _("%(name)s的敏感个人信息") % {"name": self.inheritor.name}


class PersonalDataReading(models.Model):
    """Who read which sensitive field of whom, when and why. Rows are only ever added."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("查看人")
    )
    reader_name = models.CharField(_("查看人姓名"), max_length=150)
    inheritor = models.ForeignKey(
        "registry.Inheritor",
        models.SET_NULL,
        null=True,
        related_name="personal_data_readings",
        verbose_name=_("传承人"),
    )
    inheritor_name = models.CharField(_("传承人姓名"), max_length=120)
    field = models.CharField(_("内容"), max_length=30)
    reason = models.CharField(_("事由"), max_length=200)
    read_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("敏感信息查看记录")
        verbose_name_plural = _("敏感信息查看记录")
        ordering = ["-read_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.reader_name} {self.field} {self.inheritor_name}"
