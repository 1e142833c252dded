"""Filters by division, and those of the divisions themselves."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from registry.admin.filter_fields import choices
from registry.enums import DivisionLevel
from registry.levels import area_stem
from registry.models import Division


def within(place: str, field: str = "division") -> Q:
    """Rows in the divisions this text names, or below them: a code, its beginning, or a name."""
    place = place.replace("\x00", "").strip()
    if place.isdigit():
        return Q(**{f"{field}__code__startswith": area_stem(place.ljust(6, "0"))})
    named = Division.objects.filter(full_name__icontains=place).values_list("code", flat=True)
    prefixes: set[str] = set()
    for code in sorted({area_stem(code) for code in named}, key=len):
        if not any(code.startswith(above) for above in prefixes):
            prefixes.add(code)
    where = Q(pk__in=[])
    for prefix in sorted(prefixes)[:200]:
        where |= Q(**{f"{field}__code__startswith": prefix})
    return where


def within_self(place: str) -> Q:
    """Divisions a text names."""
    place = place.replace("\x00", "").strip()
    return Q(code__startswith=place) if place.isdigit() else Q(full_name__icontains=place)


class PlaceFilterSet(WagtailFilterSet):
    """By division."""

    place = django_filters.CharFilter(
        label=_("地区（名称或区划代码，含下级）"), method="filter_place"
    )

    def filter_place(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within(value))


class DivisionFilterSet(WagtailFilterSet):
    """Listing of divisions."""

    level = choices(_("层级"), DivisionLevel.choices)
    abolished = django_filters.ChoiceFilter(
        label=_("是否已撤销"),
        choices=[("no", _("现行")), ("yes", _("已撤销"))],
        method="filter_abolished",
        widget=forms.RadioSelect,
        empty_label=_("不限"),
    )
    below = django_filters.CharFilter(label=_("上级（名称或区划代码）"), method="filter_below")

    class Meta:
        model = Division
        fields: list[str] = []

    def filter_abolished(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(abolished_in__isnull=value == "no")

    def filter_below(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        above = Division.objects.filter(within_self(value)).values_list("code", flat=True)
        where = Q(pk__in=[])
        for prefix in {area_stem(code) for code in list(above)[:200]}:
            where |= Q(code__startswith=prefix)
        return rows.filter(where)
