"""Filters of the queue."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from accounts.models import User
from applications.admin.queue.lateness import CHOICES, lateness
from applications.enums import Kind, State
from applications.models import Case, Round
from registry.models import Category


def guides(request: Any) -> QuerySet[User]:
    """Those who guide a case now."""
    named = Case.objects.filter(guide__isnull=False).order_by().values("guide")
    return User.objects.filter(pk__in=named).order_by("display_name", "pk")


class CaseFilterSet(WagtailFilterSet):
    """By state, round, category, kind, guide and lateness."""

    state = django_filters.MultipleChoiceFilter(
        label=_("状态"), choices=State.choices, widget=forms.CheckboxSelectMultiple
    )
    late = django_filters.MultipleChoiceFilter(
        label=_("期限"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        method="filter_late",
    )
    round = django_filters.ModelChoiceFilter(label=_("批次"), queryset=Round.objects.all())
    kind = django_filters.MultipleChoiceFilter(
        label=_("申报类型"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    category = django_filters.ModelMultipleChoiceFilter(
        label=_("类别"), queryset=Category.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    guide = django_filters.ModelChoiceFilter(label=_("指导员"), queryset=guides)

    class Meta:
        model = Case
        fields: list[str] = []

    def filter_late(self, rows: QuerySet[Any], name: str, values: list[str]) -> QuerySet[Any]:
        today = timezone.localdate()
        chosen = Q(pk__in=[])
        for value in values:
            chosen |= lateness(value, today)
        return rows.filter(chosen)
