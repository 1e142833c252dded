"""系列课: a rule by which sessions recur. The sessions are rows of their own, made once."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.enums import Frequency
from outreach.models.programmes import MINUTES, Programme
from outreach.models.teachers import Teacher
from outreach.models.venues import Room, Venue


class Series(models.Model):
    """Sessions of one programme on certain weekdays between two days (both count), or on dates by hand.

    Times are the bureau's local time. ``weekdays`` holds numbers as Python counts them (0 is
    Monday), ``extra_days`` and ``left_out`` dates as ISO 8601. A fortnight is counted from the week
    of ``first_day``.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="series", verbose_name=_("课程")
    )
    title = models.CharField(_("系列名称"), max_length=80, blank=True)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="series", verbose_name=_("场地"))
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("房间"),
    )
    teacher = models.ForeignKey(
        Teacher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("老师"),
    )
    frequency = models.CharField(
        _("重复"), max_length=12, choices=Frequency.choices, default=Frequency.WEEKLY
    )
    weekdays = models.JSONField(_("星期"), default=list, blank=True)
    first_day = models.DateField(_("从"))
    last_day = models.DateField(_("到"))
    begins = models.TimeField(_("开始时间"))
    length = models.PositiveSmallIntegerField(_("时长（分钟）"), validators=MINUTES)
    seats = models.PositiveIntegerField(
        _("名额"), validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    extra_days = models.JSONField(_("另加的日期"), default=list, blank=True)
    left_out = models.JSONField(_("不上课的日期"), default=list, blank=True)
    skip_holidays = models.BooleanField(_("避开法定节假日"), default=True)
    term_time = models.BooleanField(
        _("只在学期内上课"), default=False, help_text=_("寒暑假不上；学期在“学期”里登记")
    )
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    class Meta:
        verbose_name = _("系列课")
        verbose_name_plural = _("系列课")
        ordering = ["-first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="series_days_in_order",
                violation_error_message=_("结束日期不能早于开始日期。"),
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.programme)

    def clean(self) -> None:
        if self.frequency != Frequency.BY_HAND and not self.weekdays:
            raise ValidationError({"weekdays": _("请选择星期几上课。")})
        if self.room_id and self.venue_id and self.room and self.room.venue_id != self.venue_id:
            raise ValidationError({"room": _("这个房间不属于所选的场地。")})
