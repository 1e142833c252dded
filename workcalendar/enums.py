"""Words of the work calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """Why a day is not what its weekday says."""

    HOLIDAY = "holiday", _("节假日")
    MAKE_UP = "make-up", _("调休上班")


class DayUnit(models.TextChoices):
    """What a period is counted in."""

    CALENDAR = "calendar", _("自然日")
    WORKING = "working", _("工作日")
