"""期限: a period that runs, stops, goes on and ends."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.enums import ClockKind
from applications.models.cases import Case
from workcalendar.enums import DayUnit


class Clock(models.Model):
    """One period of one case. While it is stopped, ``stopped_on`` tells since when; no day counts.

    ``days_stopped`` counts the calendar days of earlier stops; ``due_on`` already has them added.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=12, choices=ClockKind.choices)
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10, choices=DayUnit.choices)
    started_on = models.DateField()
    due_on = models.DateField()
    stopped_on = models.DateField(null=True, blank=True)
    days_stopped = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    overdue_noted_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("期限")
        verbose_name_plural = _("期限")
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(ended_on__isnull=True),
                name="clock_runs_once",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("started_on")), name="clock_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="clock_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"
