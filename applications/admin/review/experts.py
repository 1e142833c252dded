"""专家库: the pool of experts as staff keep it."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views import snippets

from applications import panels
from applications.admin.columns import DayColumn
from applications.admin.menu import HOOK
from applications.admin.review.desk import specialty_words
from applications.models import Expert
from registry.admin.views import DeleteView, RefusedSaveMixin
from registry.models import Category

WIDE = "registry-wide"
"""Columns that a telephone does without."""
STANDINGS = [("serving", _("在聘")), ("over", _("不在聘期或停止邀请"))]


def specialties(expert: Expert) -> str:
    """The categories, from what was read for the whole list."""
    return specialty_words(expert)


def term(expert: Expert) -> str:
    """From year to year."""
    first, last = (date_format(day, "Y年n月j日") for day in (expert.term_from, expert.term_to))
    return f"{first}至{last}"


class ExpertFilterSet(WagtailFilterSet):
    """By specialty and by who can be asked now."""

    specialties = django_filters.ModelMultipleChoiceFilter(
        label=_("专长类别"), queryset=Category.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    standing = django_filters.ChoiceFilter(
        label=_("聘期"),
        choices=STANDINGS,
        method="filter_standing",
        widget=forms.RadioSelect,
        empty_label=_("不限"),
    )

    class Meta:
        model = Expert
        fields: list[str] = []

    def filter_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        serving = Q(active=True, term_from__lte=today, term_to__gte=today)
        return rows.filter(serving if value == "serving" else ~serving)


class ExpertIndexView(snippets.IndexView):
    """Found by a part of the name, the unit or the position."""

    show_other_searches = False
    is_searchable = True

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for word in (self.search_query or "").replace("\x00", "").split():
            queryset = queryset.filter(
                Q(name__icontains=word) | Q(unit__icontains=word) | Q(position__icontains=word)
            )
        return queryset


class ExpertCreateView(RefusedSaveMixin, snippets.CreateView):
    """A new expert."""


class ExpertEditView(RefusedSaveMixin, snippets.EditView):
    """An expert of the pool."""


class ExpertViewSet(snippets.SnippetViewSet):
    """专家."""

    model = Expert
    icon = "group"
    menu_label = _("专家库")
    menu_name = "applications-experts"
    menu_order = 70
    menu_hook = HOOK
    index_view_class = ExpertIndexView
    add_view_class = ExpertCreateView
    edit_view_class = ExpertEditView
    delete_view_class = DeleteView
    delete_template_name = "registry/admin/confirm_delete.html"
    search_backend_name = None
    copy_view_enabled = False
    list_per_page = 50
    filterset_class = ExpertFilterSet
    list_display = [
        "name",
        Column("unit", label=_("工作单位"), accessor="unit", sort_key="unit"),
        Column("specialties", label=_("专长类别"), accessor=specialties),
        Column("term", label=_("聘期"), accessor=term, sort_key="term_to", classname=WIDE),
        BooleanColumn("active", label=_("可以邀请"), sort_key="active", classname=WIDE),
        Column("load", label=_("待完成的评审"), accessor="load", sort_key="load"),
        DayColumn("last_used", label=_("最近一次邀请"), sort_key="last_used", classname=WIDE),
    ]
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("position")]),
                FieldPanel("unit"),
                FieldPanel("user"),
                FieldPanel("organisation"),
            ],
            heading=_("专家"),
        ),
        FieldPanel("specialties", widget=forms.CheckboxSelectMultiple),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("term_from"), FieldPanel("term_to")]),
                FieldPanel("active"),
            ],
            heading=_("聘期"),
        ),
        FieldPanel("note"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Expert]:
        return panels.pool()
