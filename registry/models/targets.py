"""年度目标: what the work plan asks for, year by year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.enums import TargetMetric


class YearlyTarget(models.Model):
    """One figure of one year's work plan, such as 160 registered projects."""

    year = models.PositiveSmallIntegerField(
        _("年份"), validators=[MinValueValidator(2000), MaxValueValidator(2200)]
    )
    metric = models.CharField(_("指标"), max_length=24, choices=TargetMetric.choices)
    value = models.PositiveIntegerField(_("目标值"), validators=[MinValueValidator(1)])
    source = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("年度目标")
        verbose_name_plural = _("年度目标")
        ordering = ["-year", "metric"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "metric"],
                name="target_once_a_year",
                violation_error_message=_("这一年的这项指标已经登记。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_metric_display()} {self.value}"
