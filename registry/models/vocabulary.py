"""Editable vocabularies: divisions, categories, types of bases."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from registry.enums import DivisionLevel


class Division(index.Indexed, models.Model):
    """An administrative division, abolished ones too: old lists name them."""

    code = models.CharField(
        _("区划代码"),
        max_length=12,
        unique=True,
        help_text=_(
            "省、市、区县六位（GB/T 2260）；街道、乡镇九位，社区、村十二位（统计用区划代码）"
        ),
    )
    name = models.CharField(_("名称"), max_length=60)
    full_name = models.CharField(_("全称"), max_length=120, help_text=_("例：天津市河东区"))
    former_names = models.JSONField(_("曾用名"), default=list, blank=True)
    level = models.PositiveSmallIntegerField(_("层级"), choices=DivisionLevel.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级区划"),
    )
    abolished_in = models.PositiveSmallIntegerField(_("撤销年份"), null=True, blank=True)
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    search_auto_update = False  # see Record
    search_fields = [index.SearchField("full_name"), index.FilterField("level")]

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.full_name

    def ancestors_and_self(self) -> list[Division]:
        """From the province down to this one. One query a tier unless parents were selected."""
        chain: list[Division] = []
        here: Division | None = self
        while here is not None:
            chain.append(here)
            here = here.parent
        return chain[::-1]


class Category(models.Model):
    """One of the ten categories of the national list, in its order."""

    ordinal = models.PositiveSmallIntegerField(_("序号"), unique=True)
    numeral = models.CharField(_("罗马数字"), max_length=2, unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    former_name = models.CharField(
        _("2006 年名录用名"), max_length=40, blank=True, help_text=_("与现名不同时填写")
    )
    name_en = models.CharField(_("英文名"), max_length=80, blank=True)
    slug = models.SlugField(_("网址用名"), max_length=60, unique=True)
    description = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("类别")
        verbose_name_plural = _("类别")
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return f"{self.numeral} {self.name}"


class BaseType(models.Model):
    """A type of practice base. No published definition exists, so the bureau keeps the list."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    description = models.TextField(_("说明"), blank=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = _("基地类型")
        verbose_name_plural = _("基地类型")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
