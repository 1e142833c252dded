"""公益课程: what is taught, from which projects, to whom, and what it takes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from outreach.enums import SessionKind

MINUTES = [MinValueValidator(10), MaxValueValidator(12 * 60)]


class Programme(index.Indexed, ClusterableModel):
    """A class, talk, show or festival that can be held again and again."""

    title = models.CharField(_("名称"), max_length=80)
    title_en = models.CharField(_("英文名"), max_length=160, blank=True)
    kind = models.CharField(
        _("形式"), max_length=10, choices=SessionKind.choices, default=SessionKind.CLASS
    )
    summary = models.CharField(_("一句话介绍"), max_length=120, blank=True)
    content = models.TextField(_("内容"), help_text=_("学什么、怎么上，参加的人会带走什么"))
    min_age = models.PositiveSmallIntegerField(
        _("最小年龄（岁）"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    max_age = models.PositiveSmallIntegerField(
        _("最大年龄（岁）"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    materials = models.TextField(_("材料与自备物品"), blank=True)
    cost = models.DecimalField(
        _("费用（元）"),
        max_digits=7,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
        help_text=_("公益课程不收费，填 0"),
    )
    length = models.PositiveSmallIntegerField(_("时长（分钟）"), default=90, validators=MINUTES)
    set_up = models.PositiveSmallIntegerField(
        _("布置时间（分钟）"),
        default=15,
        validators=[MaxValueValidator(240)],
        help_text=_("老师到场后、开课前需要的时间；安排路程时会一并计算"),
    )
    group_size = models.PositiveSmallIntegerField(
        _("每场人数"), default=20, validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    active = models.BooleanField(_("开设中"), default=True)
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    search_auto_update = False  # see registry.models.record.Record
    search_fields = [index.SearchField("title"), index.FilterField("active")]

    class Meta:
        verbose_name = _("公益课程")
        verbose_name_plural = _("公益课程")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(min_age__isnull=True)
                | models.Q(max_age__isnull=True)
                | models.Q(max_age__gte=models.F("min_age")),
                name="programme_ages_in_order",
                violation_error_message=_("最大年龄不能小于最小年龄。"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_free(self) -> bool:
        """Whether nobody pays."""
        return not self.cost


class ProgrammeProject(Orderable):
    """A heritage project that is taught."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="projects")
    project = models.ForeignKey(
        "registry.HeritageProject",
        models.PROTECT,
        related_name="programme_links",
        verbose_name=_("非遗项目"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("非遗项目")
        verbose_name_plural = _("非遗项目")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "project"],
                name="programme_project_once",
                violation_error_message=_("这个项目已经列出。"),
            )
        ]


class ProgrammePicture(Orderable):
    """A picture of the programme."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.PROTECT,
        related_name="programme_uses",
        verbose_name=_("图片"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")


def clean_times(row: Any, begins: str, ends: str) -> None:
    """Refuse hours that end before they begin. For models with two time fields of these names."""
    first, last = getattr(row, begins), getattr(row, ends)
    if first is not None and last is not None and last <= first:
        raise ValidationError({ends: _("结束时间要晚于开始时间。")})
