"""补正: one letter that names all defects, and what the applicant may then change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.enums import ItemType, State
from applications.models.cases import Case


class Correction(models.Model):
    """One notice of corrections (一次性告知), open until it is answered, lapses or is taken back."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="corrections")
    number = models.PositiveSmallIntegerField(_("第几次"))
    returns_to = models.CharField(max_length=16, choices=State.choices)
    due_on = models.DateField(_("补正期限"))
    note = models.TextField(_("说明"), blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("补正")
        verbose_name_plural = _("补正")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="correction_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(closed_at__isnull=True),
                name="correction_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number}"


class CorrectionItem(models.Model):
    """One defect: a question or a material that may be changed, and what is wrong with it."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="items")
    item_type = models.CharField(max_length=10, choices=ItemType.choices)
    item = models.SlugField(max_length=40)
    defect = models.TextField(_("需要补正的内容"), max_length=1000)

    class Meta:
        verbose_name = _("补正事项")
        verbose_name_plural = _("补正事项")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "item_type", "item"], name="correction_item_once"
            )
        ]

    def __str__(self) -> str:
        return self.defect[:40]
