"""Filters of the list of sessions."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from outreach.enums import TAKES_PLACE, SessionState, VenueType
from outreach.models import Session, Teacher
from registry.models import HeritageProject

UNRECORDED, UNARCHIVED = "unrecorded", "unarchived"
OVERDUE = [
    (UNRECORDED, _("已结束，还没登记举办")),
    (UNARCHIVED, _("已举办一周，还没归档")),
]
ARCHIVED_WITHIN = datetime.timedelta(days=7)
"""A week is enough to bring the sheet and the photos; the bureau is reminded after it."""


def overdue(value: str, now: datetime.datetime) -> Q:
    """The condition of one of OVERDUE."""
    if value == UNRECORDED:
        return Q(state__in=TAKES_PLACE, ends_at__lte=now)
    return Q(state=SessionState.HELD, ends_at__lte=now - ARCHIVED_WITHIN)


def taught_projects(request: Any) -> QuerySet[HeritageProject]:
    """Projects some programme teaches."""
    rows = HeritageProject.objects.filter(programme_links__isnull=False)
    return rows.distinct().order_by("name_pinyin", "pk")


class SessionFilterSet(WagtailFilterSet):
    """By state, days, venue type, teacher, project, and what should have been done by now."""

    state = django_filters.MultipleChoiceFilter(
        label=_("状态"), choices=SessionState.choices, widget=forms.CheckboxSelectMultiple
    )
    overdue = django_filters.MultipleChoiceFilter(
        label=_("待补登记"),
        choices=OVERDUE,
        widget=forms.CheckboxSelectMultiple,
        method="filter_overdue",
    )
    begins_at = django_filters.DateFromToRangeFilter(
        label=_("日期"),
        widget=DateRangePickerWidget,
    )
    venue_type = django_filters.MultipleChoiceFilter(
        label=_("场地类型"),
        field_name="venue__venue_type",
        choices=VenueType.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    teacher = django_filters.ModelChoiceFilter(label=_("老师"), queryset=Teacher.objects.all())
    project = django_filters.ModelChoiceFilter(
        label=_("项目"), queryset=taught_projects, method="filter_project"
    )

    class Meta:
        model = Session
        fields: list[str] = []

    def filter_overdue(self, rows: QuerySet[Any], name: str, values: list[str]) -> QuerySet[Any]:
        now = timezone.now()
        chosen = Q(pk__in=[])
        for value in values:
            chosen |= overdue(value, now)
        return rows.filter(chosen)

    def filter_project(
        self, rows: QuerySet[Any], name: str, value: HeritageProject
    ) -> QuerySet[Any]:
        return rows.filter(programme__projects__project=value).distinct()
