"""学期: when schools teach, so that a series in a school leaves out the holidays between."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

EXAMPLE = _("如：2026—2027学年第一学期")


class SchoolTerm(models.Model):
    """From the first day of lessons to the last; both count. The education bureau publishes them
    each summer for the year to come; schools of another kind may have terms of their own."""

    name = models.CharField(_("名称"), max_length=60, help_text=EXAMPLE)
    first_day = models.DateField(_("开学"))
    last_day = models.DateField(_("放假前最后一天"))
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    class Meta:
        verbose_name = _("学期")
        verbose_name_plural = _("学期")
        ordering = ["-first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gt=models.F("first_day")),
                name="term_days_in_order",
                violation_error_message=_("放假要晚于开学。"),
            )
        ]

    def __str__(self) -> str:
        first, last = (formats.date_format(one, "Y年n月j日") for one in self.days())
        return f"{self.name}（{first}—{last}）"

    def days(self) -> tuple[datetime.date, datetime.date]:
        """First and last day."""
        return self.first_day, self.last_day

    def clean(self) -> None:
        if self.first_day and self.last_day and self.last_day <= self.first_day:
            raise ValidationError({"last_day": _("放假要晚于开学。")})
