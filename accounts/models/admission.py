"""The two ways into a unit: one is invited by its head, or asks and is let in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from safeguards.encryption import EncryptedTextField

from ..enums import AdmissionState, UnitRole
from .organisation import Organisation


class Invitation(models.Model):
    """An invitation to whoever proves to hold this mailbox or this number.

    No secret address is sent: the invitation waits on the account page of the person whose
    verified mailbox or number it names, so a message that went astray lets nobody in.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("电子邮箱"), blank=True)
    phone = EncryptedTextField(_("手机号"), blank=True)
    phone_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    role = models.CharField(
        _("身份"), max_length=10, choices=UnitRole.choices, default=UnitRole.AGENT
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=AdmissionState.choices, default=AdmissionState.OPEN
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("有效期至"))

    class Meta:
        verbose_name = _("邀请")
        verbose_name_plural = _("邀请")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.email or self.phone


class JoinRequest(models.Model):
    """Somebody who entered the code of a unit that is here already asks its heads to be let in."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="join_requests"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    named = models.CharField(
        _("所填单位名称"),
        max_length=200,
        help_text=_("申请人自己写的名称：在获准加入之前，不向其显示登记的名称。"),
    )
    message = models.CharField(_("说明"), max_length=200, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=AdmissionState.choices, default=AdmissionState.OPEN
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("加入申请")
        verbose_name_plural = _("加入申请")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(state="open"),
                name="accounts_join_request_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.organisation}"
