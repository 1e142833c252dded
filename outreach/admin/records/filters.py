"""Filters of the listings of programmes, venues, teachers and travel times."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.enums import SessionKind, VenueType
from outreach.models import (
    Programme,
    ProgrammeProject,
    Teacher,
    TeacherProject,
    TravelTime,
    Venue,
)
from registry.admin.filters import PlaceFilterSet, WagtailFilterSet, choices, within, yes_no
from registry.models import Category

IN_USE = [("yes", _("是")), ("no", _("否"))]


def in_use(label: Any) -> Any:
    """A filter of what is in use and what no longer is."""
    return django_filters.ChoiceFilter(
        label=label,
        choices=IN_USE,
        method="filter_active",
        widget=forms.RadioSelect,
        empty_label=_("不限"),
    )


def categories(label: Any) -> Any:
    """A filter by the categories of the projects taught."""
    return django_filters.ModelMultipleChoiceFilter(
        label=label,
        queryset=Category.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        method="filter_category",
    )


class SharedFilters:
    """What the filter sets have in common."""

    def filter_active(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(active=value == "yes")

    def filter_sample(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(sample_data=value == "yes")


class ProgrammeFilterSet(SharedFilters, WagtailFilterSet):
    """Listing of programmes."""

    kind = choices(_("形式"), SessionKind.choices)
    category = categories(_("项目类别"))
    active = in_use(_("开设中"))
    sample = yes_no(_("示例数据"), "filter_sample")

    class Meta:
        model = Programme
        fields: list[str] = []

    def filter_category(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        if not value:
            return rows
        taught = ProgrammeProject.objects.filter(project__category__in=value)
        return rows.filter(pk__in=taught.values("programme_id"))


class VenueFilterSet(SharedFilters, PlaceFilterSet):
    """Listing of venues."""

    venue_type = choices(_("类型"), VenueType.choices)
    active = in_use(_("使用中"))
    point = yes_no(_("地图坐标"), "filter_point")
    sample = yes_no(_("示例数据"), "filter_sample")

    class Meta:
        model = Venue
        fields: list[str] = []

    def filter_point(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(latitude__isnull=value != "yes")


class TeacherFilterSet(SharedFilters, WagtailFilterSet):
    """Listing of teachers."""

    inheritor = django_filters.ChoiceFilter(
        label=_("代表性传承人"),
        choices=IN_USE,
        method="filter_inheritor",
        widget=forms.RadioSelect,
        empty_label=_("不限"),
    )
    category = categories(_("能教的项目类别"))
    place = django_filters.CharFilter(
        label=_("常住区域（名称或区划代码，含下级）"), method="filter_place"
    )
    active = in_use(_("可授课"))
    sample = yes_no(_("示例数据"), "filter_sample")

    class Meta:
        model = Teacher
        fields: list[str] = []

    def filter_inheritor(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(inheritor__isnull=value != "yes")

    def filter_category(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        if not value:
            return rows
        taught = TeacherProject.objects.filter(project__category__in=value)
        return rows.filter(pk__in=taught.values("teacher_id"))

    def filter_place(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within(value, "home_area"))


class TravelFilterSet(WagtailFilterSet):
    """Listing of travel times."""

    venue = django_filters.ModelChoiceFilter(
        label=_("场地"), queryset=Venue.objects.all(), method="filter_venue"
    )

    class Meta:
        model = TravelTime
        fields: list[str] = []

    def filter_venue(self, rows: QuerySet[Any], name: str, value: Venue) -> QuerySet[Any]:
        return rows.filter(Q(origin=value) | Q(destination=value))
