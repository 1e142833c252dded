"""Acts (认定公文) and batches (批次): what puts a project or a person on a list, and when."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from registry.enums import ActKind, Level
from registry.levels import level_label, own_county_word


class Act(index.Indexed, models.Model):
    """A published government document, such as 国发〔2006〕18号."""

    title = models.CharField(_("标题"), max_length=200)
    kind = models.CharField(
        _("种类"), max_length=20, choices=ActKind.choices, default=ActKind.INSCRIPTION
    )
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=120)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("原文（PDF）"),
    )
    url = models.URLField(_("原文网址"), blank=True)

    search_auto_update = False  # see Record
    search_fields = [index.SearchField("title"), index.SearchField("document_number")]

    class Meta:
        verbose_name = _("认定公文")
        verbose_name_plural = _("认定公文")
        ordering = ["-published_on", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "document_number"],
                condition=~models.Q(document_number=""),
                name="act_number_once_per_issuer",
                violation_error_message=_("该机关的这一发文字号已经登记。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.document_number}）" if self.document_number else self.title


class Batch(models.Model):
    """One batch of one list: 国家级第一批 of projects, 区县级第八批 of inheritors, …"""

    SUBJECT_PROJECT = "project"
    SUBJECT_INHERITOR = "inheritor"
    SUBJECT_PLACE = "place"
    SUBJECTS = [
        (SUBJECT_PROJECT, _("代表性项目")),
        (SUBJECT_INHERITOR, _("代表性传承人")),
        (SUBJECT_PLACE, _("基地与工坊")),
    ]

    subject = models.CharField(_("名录"), max_length=12, choices=SUBJECTS, default=SUBJECT_PROJECT)
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level.choices)
    jurisdiction = models.ForeignKey(
        "registry.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("公布地区"),
        help_text=_("国家级不填"),
    )
    ordinal = models.PositiveSmallIntegerField(
        _("第几批"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    year = models.PositiveSmallIntegerField(
        _("年份"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
    )
    announced_on = models.DateField(_("公布日期"), null=True, blank=True)
    act = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="batches", verbose_name=_("公文")
    )

    class Meta:
        verbose_name = _("批次")
        verbose_name_plural = _("批次")
        ordering = ["subject", "level", "jurisdiction", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "level", "jurisdiction", "ordinal"],
                name="batch_once",
                violation_error_message=_("这一批次已经登记。"),
            ),
            models.UniqueConstraint(
                fields=["subject", "ordinal"],
                condition=models.Q(jurisdiction__isnull=True),
                name="national_batch_once",
                violation_error_message=_("这一批次已经登记。"),
            ),
            models.CheckConstraint(
                condition=models.Q(level=Level.NATIONAL, jurisdiction__isnull=True)
                | (~models.Q(level=Level.NATIONAL) & models.Q(jurisdiction__isnull=False)),
                name="batch_jurisdiction_below_national",
                violation_error_message=_("国家级批次不填公布地区，其他级别必须填写。"),
            ),
        ]

    def __str__(self) -> str:
        place = self.jurisdiction.name if self.jurisdiction else ""
        year = f"（{self.year}年）" if self.year else ""
        level = level_label(self.level, self.jurisdiction.code if self.jurisdiction else "")
        level = own_county_word(place) if self.level == Level.COUNTY else level
        return f"{place}{level}{ordinal_label(self.ordinal)}{year}"

    @property
    def slug(self) -> str:
        """The readable part of the batch's address: project-national-1, project-county-120102-8."""
        parts = [self.subject, Level(self.level).name.lower()]
        if self.jurisdiction:
            parts.append(self.jurisdiction.code)
        return "-".join([*parts, str(self.ordinal)])

    @property
    def facet_value(self) -> str:
        """The words the catalogue filters by, such as 国家级第一批: alike for all subjects."""
        return f"{self.get_level_display()}{ordinal_label(self.ordinal)}"


def act_behind(act: Act | None, batch: Batch | None) -> Act | None:
    """The act that put a row on its list; its batch's where it names none of its own."""
    return act or (batch.act if batch else None)


def ordinal_label(number: int) -> str:
    """第一批, 第十二批: as lists write it from 1 to 99; any other number as it is."""
    if not 1 <= number <= 99:
        return f"第{number}批"
    digits = "零一二三四五六七八九"
    tens, units = divmod(number, 10)
    words = digits[units] if units or not tens else ""
    if tens:
        words = ("" if tens == 1 else digits[tens]) + "十" + words
    return f"第{words}批"
