"""The phone number somebody signs in with."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from safeguards.encryption import EncryptedTextField


def digests(number: str) -> list[str]:
    """What a number is found by, under each key; the first belongs to the newest key.

    The number itself is encrypted and cannot be searched. A keyed digest can: without the key
    nobody can try all numbers against it.
    """
    return [
        hmac.new(key.encode(), f"phone:{number}".encode(), hashlib.sha256).hexdigest()
        for key in settings.FIELD_ENCRYPTION_KEYS
    ]


class PhoneQuerySet(models.QuerySet["Phone"]):
    def of_number(self, number: str) -> PhoneQuerySet:
        """Rows with this number (E.164), whichever key they were written with."""
        return self.filter(digest__in=digests(number))


class Phone(models.Model):
    """One number for one person. Only a verified number signs in, and only one account has it.

    A number that was typed but never verified claims nothing: else anybody could keep its owner
    from signing up.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="phone",
        verbose_name=_("用户"),
    )
    number = EncryptedTextField(_("手机号"))
    digest = models.CharField(max_length=64, db_index=True, editable=False)
    verified_at = models.DateTimeField(_("验证时间"), null=True, blank=True)

    objects = PhoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("手机号")
        verbose_name_plural = _("手机号")
        constraints = [
            models.UniqueConstraint(
                fields=["digest"],
                condition=models.Q(verified_at__isnull=False),
                name="accounts_phone_verified_once",
            )
        ]

    def __str__(self) -> str:
        return f"···{self.number[-4:]}"

    @property
    def verified(self) -> bool:
        return self.verified_at is not None
