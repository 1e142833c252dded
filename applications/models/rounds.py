"""批次: when what can be applied for, by which form, and how long each step may take."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from applications.enums import Kind, LetterKind
from applications.models.templates import FormTemplate
from applications.terms import Terms
from registry.enums import Level
from safeguards.written_once import WrittenOnce
from workcalendar.enums import DayUnit

NOTICE_DAYS = 20
"""非物质文化遗产法 art. 23: the notice of a candidate lasts at least twenty days."""
PERIOD = [MinValueValidator(1), MaxValueValidator(365)]


class RoundQuerySet(models.QuerySet["Round"]):
    """Reads of rounds."""

    def open_at(self, moment: datetime.datetime) -> RoundQuerySet:
        """Published rounds that take applications at this moment."""
        return self.filter(
            opens_at__lte=moment, closes_at__gt=moment, versions__isnull=False
        ).distinct()


def _days(label: object, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=default, validators=PERIOD)  # type: ignore[arg-type]


def _unit(label: object, default: DayUnit) -> models.CharField:
    return models.CharField(label, max_length=10, choices=DayUnit.choices, default=default)  # type: ignore[arg-type]


class Round(ClusterableModel):
    """One call for applications. Publishing it makes a version; cases keep the version they began with."""

    title = models.CharField(_("名称"), max_length=120, help_text=_("如：河东区第九批区级非遗申报"))
    year = models.PositiveSmallIntegerField(_("年度"))
    ordinal = models.PositiveSmallIntegerField(_("第几批"), help_text=_("公布时列入名录的批次"))
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level.choices, default=Level.COUNTY)
    jurisdiction = models.ForeignKey(
        "registry.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("公布地区"),
    )
    opens_at = models.DateTimeField(_("开始申报"))
    closes_at = models.DateTimeField(_("截止申报"))
    introduction = models.TextField(_("申报须知"), blank=True)

    acceptance_days = _days(_("受理期限"), 5)
    acceptance_unit = _unit(_("受理期限按"), DayUnit.WORKING)
    correction_days = _days(_("补正期限"), 15)
    correction_unit = _unit(_("补正期限按"), DayUnit.CALENDAR)
    corrections_allowed = models.PositiveSmallIntegerField(_("可补正次数"), default=1)
    scoring_days = _days(_("评分期限"), 15)
    scoring_unit = _unit(_("评分期限按"), DayUnit.CALENDAR)
    panel_size = models.PositiveSmallIntegerField(
        _("专家组人数"), default=5, validators=[MinValueValidator(1), MaxValueValidator(25)]
    )
    quorum = models.PositiveSmallIntegerField(
        _("有效评分人数"), default=5, help_text=_("少于这个人数的评分不作数")
    )
    notice_days = _days(_("公示期限"), NOTICE_DAYS)
    notice_unit = _unit(_("公示期限按"), DayUnit.CALENDAR)
    reminder_days = models.PositiveSmallIntegerField(
        _("到期前几天提醒"), default=3, validators=[MaxValueValidator(30)]
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("申报批次")
        verbose_name_plural = _("申报批次")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="round_closes_after_it_opens",
                violation_error_message=_("截止时间要晚于开始时间。"),
            ),
            models.CheckConstraint(
                condition=models.Q(quorum__lte=models.F("panel_size")),
                name="round_quorum_within_panel",
                violation_error_message=_("有效评分人数不能多于专家组人数。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self, moment: datetime.datetime | None = None) -> bool:
        """Whether it takes applications (a version must have been published as well)."""
        return self.opens_at <= (moment or timezone.now()) < self.closes_at

    @cached_property
    def current_version(self) -> RoundVersion | None:
        """The version new cases begin with; None until the round is published."""
        return self.versions.order_by("-number").first()


class RoundKind(Orderable):
    """A kind that can be applied for in this round, with its form."""

    round = ParentalKey(Round, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(_("申报类型"), max_length=12, choices=Kind.choices)
    template = models.ForeignKey(
        FormTemplate, models.PROTECT, related_name="+", verbose_name=_("申报表模板")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("可申报的类型")
        verbose_name_plural = _("可申报的类型")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind"],
                name="round_kind_once",
                violation_error_message=_("每种类型只能列一次。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class RoundLetter(Orderable):
    """A text that replaces the house's own for one letter in this round."""

    round = ParentalKey(Round, on_delete=models.CASCADE, related_name="letters")
    letter = models.CharField(_("文书"), max_length=16, choices=LetterKind.choices)
    subject = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"))

    class Meta(Orderable.Meta):
        verbose_name = _("文书文本")
        verbose_name_plural = _("文书文本")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "letter"],
                name="round_letter_once",
                violation_error_message=_("每种文书只能列一次。"),
            )
        ]

    def __str__(self) -> str:
        return self.subject


class RoundVersion(WrittenOnce):
    """The terms of a round as they stood when it was published."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    content = models.JSONField()
    made_at = models.DateTimeField(_("发布时间"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("批次版本")
        verbose_name_plural = _("批次版本")
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="round_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.round} v{self.number}"

    @cached_property
    def terms(self) -> Terms:
        """The frozen terms."""
        return Terms.from_json(self.content)
