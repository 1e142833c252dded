"""What the safeguards remember: tries of strangers, and the numbers given so far."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LookupTry(models.Model):
    """How often a stranger tried something: keeps codes from being guessed, forms from being flooded.

    One row counts tries in one scope (see ``limiting.Limit``) by one subject within one window of time.

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


class NumberSeries(models.Model):
    """The last number given in one series and year; locked while the next one is taken."""

    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
