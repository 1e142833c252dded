"""Filters of the staff listings."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet

from registry.admin.filter_fields import choices, yes_no
from registry.admin.listings import without_narrative
from registry.admin.place_filters import PlaceFilterSet, within
from registry.enums import ActKind, Consent, Level, Standing, UnitKind, Viability
from registry.models import (
    Act,
    BaseType,
    Batch,
    Category,
    CreativeProduct,
    HeritageProject,
    Inheritor,
    Inscription,
    PracticeBase,
    ProtectingUnit,
    Recognition,
    Workshop,
    YearlyTarget,
)

STATES = [
    ("live", _("已公开")),
    ("draft", _("未公开")),
    ("changed", _("有未发布的修改")),
    ("moderation", _("待审核")),
    ("scheduled", _("定时公开")),
    ("locked", _("已锁定")),
]


class RecordFilterSet(WagtailFilterSet):
    """What listings of records share."""

    state = choices(_("状态"), STATES, "filter_state")
    sample = yes_no(_("示例数据"), "filter_sample")

    def filter_state(self, rows: QuerySet[Any], name: str, values: list[str]) -> QuerySet[Any]:
        conditions = {
            "live": Q(live=True),
            "draft": Q(live=False),
            "changed": Q(live=True, has_unpublished_changes=True),
            "moderation": Q(in_moderation=True),
            "scheduled": Q(is_scheduled=True),
            "locked": Q(locked=True),
        }
        chosen = Q(pk__in=[])
        for value in values:
            chosen |= conditions[value]
        return rows.filter(chosen)

    def filter_sample(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(sample_data=value == "yes")

    def filter_pictures(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(has_picture=value == "yes")


class ProjectFilterSet(RecordFilterSet, PlaceFilterSet):
    """Listing of projects."""

    category = django_filters.ModelMultipleChoiceFilter(
        label=_("类别"), queryset=Category.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    level = choices(_("级别"), Level.choices, "filter_level")
    batch = django_filters.ModelChoiceFilter(
        label=_("批次"),
        queryset=Batch.objects.filter(subject=Batch.SUBJECT_PROJECT).select_related("jurisdiction"),
        method="filter_batch",
    )
    viability = choices(_("存续状况评估"), Viability.choices)
    tag = django_filters.ModelChoiceFilter(
        label=_("标签"),
        queryset=Tag.objects.filter(registry_projects__isnull=False).distinct().order_by("name"),
        field_name="tagged_items__tag",
    )
    pictures = yes_no(_("图片"), "filter_pictures")
    inscriptions = yes_no(_("列入名录记录"), "filter_inscriptions")
    narrative = yes_no(_("项目说明"), "filter_narrative")
    featured = django_filters.BooleanFilter(label=_("首页推荐"))

    class Meta:
        model = HeritageProject
        fields: list[str] = []

    def filter_level(self, rows: QuerySet[Any], name: str, values: list[str]) -> QuerySet[Any]:
        return rows.filter(pk__in=Inscription.objects.filter(level__in=values).values("project_id"))

    def filter_batch(self, rows: QuerySet[Any], name: str, value: Batch) -> QuerySet[Any]:
        return rows.filter(pk__in=Inscription.objects.filter(batch=value).values("project_id"))

    def filter_inscriptions(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        any_list = Exists(Inscription.objects.filter(project=OuterRef("pk")))
        return rows.filter(any_list if value == "yes" else ~any_list)

    def filter_narrative(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        empty = without_narrative(HeritageProject.objects.all()).values("pk")
        return rows.exclude(pk__in=empty) if value == "yes" else rows.filter(pk__in=empty)

    def filter_place(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within(value) | Q(place_as_declared__icontains=value))


class InheritorFilterSet(RecordFilterSet, PlaceFilterSet):
    """Listing of inheritors."""

    level = choices(_("级别"), Level.choices, "filter_level")
    batch = django_filters.ModelChoiceFilter(
        label=_("批次"),
        queryset=Batch.objects.filter(subject=Batch.SUBJECT_INHERITOR).select_related(
            "jurisdiction"
        ),
        method="filter_batch",
    )
    category = django_filters.ModelMultipleChoiceFilter(
        label=_("项目类别"),
        queryset=Category.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        method="filter_category",
    )
    standing = choices(_("状况"), Standing.choices, "filter_standing")
    consent = choices(_("公开个人信息"), Consent.choices)
    pictures = yes_no(_("肖像"), "filter_pictures")

    class Meta:
        model = Inheritor
        fields: list[str] = []

    def _recognised(self, rows: QuerySet[Any], **where: Any) -> QuerySet[Any]:
        return rows.filter(pk__in=Recognition.objects.filter(**where).values("inheritor_id"))

    def filter_level(self, rows: QuerySet[Any], name: str, values: list[str]) -> QuerySet[Any]:
        return self._recognised(rows, level__in=values)

    def filter_batch(self, rows: QuerySet[Any], name: str, value: Batch) -> QuerySet[Any]:
        return self._recognised(rows, batch=value)

    def filter_category(self, rows: QuerySet[Any], name: str, values: Any) -> QuerySet[Any]:
        return self._recognised(rows, project__category__in=values) if values else rows

    def filter_standing(self, rows: QuerySet[Any], name: str, values: list[str]) -> QuerySet[Any]:
        return self._recognised(rows, standing__in=values)

    def filter_pictures(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(portrait__isnull=value == "no")

    def filter_place(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within(value) | Q(place_as_declared__icontains=value))


class SiteFilterSet(RecordFilterSet, PlaceFilterSet):
    """What listings of bases and workshops share."""

    level = choices(_("级别"), Level.choices)
    pictures = yes_no(_("图片"), "filter_pictures")


class BaseFilterSet(SiteFilterSet):
    """Listing of practice bases."""

    base_type = django_filters.ModelMultipleChoiceFilter(
        label=_("基地类型"), queryset=BaseType.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PracticeBase
        fields: list[str] = []


class WorkshopFilterSet(SiteFilterSet):
    """Listing of workshops."""

    class Meta:
        model = Workshop
        fields: list[str] = []


class ProductFilterSet(RecordFilterSet):
    """Listing of creative products."""

    pictures = yes_no(_("图片"), "filter_pictures")

    class Meta:
        model = CreativeProduct
        fields: list[str] = []


class UnitFilterSet(PlaceFilterSet):
    """Listing of protecting units."""

    kind = choices(_("性质"), UnitKind.choices)

    class Meta:
        model = ProtectingUnit
        fields: list[str] = []


class ActFilterSet(WagtailFilterSet):
    """Listing of acts."""

    kind = choices(_("种类"), ActKind.choices)

    class Meta:
        model = Act
        fields: list[str] = []


class BatchFilterSet(WagtailFilterSet):
    """Listing of batches."""

    subject = choices(_("名录"), Batch.SUBJECTS)
    level = choices(_("级别"), Level.choices)

    class Meta:
        model = Batch
        fields: list[str] = []


class TargetFilterSet(WagtailFilterSet):
    """Listing of yearly targets."""

    class Meta:
        model = YearlyTarget
        fields = ["year", "metric"]
