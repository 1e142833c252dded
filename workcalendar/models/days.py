"""A day that is not what its weekday says."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..enums import DayKind


class CalendarDay(models.Model):
    """A holiday, or a Saturday or Sunday that is worked instead; every other day needs no row.

    The State Council announces them each year in November for the year to come.
    """

    date = models.DateField(gettext_lazy("日期"), unique=True)
    kind = models.CharField(gettext_lazy("性质"), max_length=10, choices=DayKind.choices)
    name = models.CharField(
        gettext_lazy("名称"),
        max_length=50,
        blank=True,
        help_text=gettext_lazy("节日的名称，如：春节"),
    )

    class Meta:
        verbose_name = gettext_lazy("节假日与调休")
        verbose_name_plural = gettext_lazy("节假日与调休")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=DayKind.values), name="workcalendar_day_kind"
            )
        ]

    def __str__(self) -> str:
        day = formats.date_format(self.date, "Y年n月j日")
        return f"{day} {self.name or self.get_kind_display()}"

    @property
    def weekday(self) -> str:
        """星期三."""
        return formats.date_format(self.date, "l")

    def clean(self) -> None:
        """A weekday is worked anyway: to call it a make-up day is a slip of the year or the day."""
        if self.date and self.kind == DayKind.MAKE_UP and self.date.weekday() < 5:
            raise ValidationError(
                {
                    "date": _("%(day)s是%(weekday)s，本来就上班。调休上班只登记周六和周日。")
                    % {
                        "day": formats.date_format(self.date, "Y年n月j日"),
                        "weekday": self.weekday,
                    }
                }
            )
