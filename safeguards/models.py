"""How often strangers tried something: what keeps codes from being guessed and forms from being flooded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LookupTry(models.Model):
    """Tries in one scope (see ``limiting.Limit``) by one subject within one window of time.

    The subject (an address of the net, a receipt number) is kept as a keyed digest only, and the
    row is deleted when its window is long over.
    """

    scope = models.CharField(max_length=32)
    subject = models.CharField(max_length=64)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("尝试次数")
        verbose_name_plural = _("尝试次数")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scope", "subject", "window"], name="lookup_try_once")
        ]
        indexes = [models.Index(fields=["window"], name="lookup_try_by_window")]

    def __str__(self) -> str:
        return f"{self.scope} {self.count}"
