"""授课老师: inheritors of the registry or others, what they teach, and when they can."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from outreach.enums import Weekday
from outreach.models.programmes import clean_times
from safeguards.encryption import EncryptedTextField


class Teacher(index.Indexed, ClusterableModel):
    """Somebody who teaches. Phone and mailbox are for staff and confirmations, never public."""

    name = models.CharField(_("姓名"), max_length=60)
    inheritor = models.OneToOneField(
        "registry.Inheritor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="teacher",
        verbose_name=_("代表性传承人"),
        help_text=_("不是名录中的传承人则留空"),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="teacher",
        verbose_name=_("账号"),
    )
    phone = EncryptedTextField(_("手机号"), blank=True)
    email = EncryptedTextField(_("邮箱"), blank=True)
    home_area = models.ForeignKey(
        "registry.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("常住区域"),
    )
    weekly_most = models.PositiveSmallIntegerField(
        _("每周最多场次"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    active = models.BooleanField(_("可授课"), default=True)
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    search_auto_update = False
    search_fields = [index.SearchField("name"), index.FilterField("active")]

    class Meta:
        verbose_name = _("授课老师")
        verbose_name_plural = _("授课老师")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class TeacherProject(Orderable):
    """A project the teacher can teach. A teacher without any row teaches whatever he is given."""

    teacher = ParentalKey(Teacher, on_delete=models.CASCADE, related_name="projects")
    project = models.ForeignKey(
        "registry.HeritageProject",
        models.PROTECT,
        related_name="teacher_links",
        verbose_name=_("能教的项目"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("能教的项目")
        verbose_name_plural = _("能教的项目")
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "project"],
                name="teacher_project_once",
                violation_error_message=_("这个项目已经列出。"),
            )
        ]


class Availability(Orderable):
    """Hours of a weekday in which the teacher can teach. Without any row: at all times."""

    teacher = ParentalKey(Teacher, on_delete=models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField(_("星期"), choices=Weekday.choices)
    begins = models.TimeField(_("从"))
    ends = models.TimeField(_("到"))

    class Meta(Orderable.Meta):
        verbose_name = _("可授课时间")
        verbose_name_plural = _("可授课时间")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begins:%H:%M}–{self.ends:%H:%M}"

    def clean(self) -> None:
        clean_times(self, "begins", "ends")


class DayOff(Orderable):
    """Days on which the teacher cannot teach; both count."""

    teacher = ParentalKey(Teacher, on_delete=models.CASCADE, related_name="days_off")
    first_day = models.DateField(_("从"))
    last_day = models.DateField(_("到"))
    reason = models.CharField(_("原因"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("请假")
        verbose_name_plural = _("请假")

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"

    def clean(self) -> None:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("结束日期不能早于开始日期。")})
