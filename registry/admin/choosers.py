"""Choosers: lists to pick from, searched as the listings are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import chooser as snippet_chooser

from registry.admin.listings import codes, listing_queryset, place, recognised_for, state_label
from registry.admin.searching import DIVISIONS_IN_FORCE_FIRST, SEARCHED, ranked
from registry.models import Division, HeritageProject, Inheritor, Record


def _not_here() -> Case:
    """The bureau's own district and its streets before the rest of the country."""
    here = Q(code__startswith=settings.SITE_DIVISION)
    return Case(When(here, then=Value(0)), default=Value(1))


class SearchForm(BaseFilterForm):
    """One field: a part of the name, an alias, a code, or pinyin."""

    q = forms.CharField(
        label=_("查找"),
        widget=forms.TextInput(attrs={"placeholder": _("名称中的字、编号或拼音")}),
        required=False,
        strip=True,
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        query = self.cleaned_data.get("q")
        if query:
            self.is_searching, self.search_query = True, query
            return ranked(objects, query)
        if objects.model is Division:
            return objects.order_by(_not_here(), *DIVISIONS_IN_FORCE_FIRST)
        return objects


class ChooseMixin:
    """Search and columns of a chooser."""

    def get_filter_form_class(self) -> type[forms.Form]:
        if self.model_class in SEARCHED:  # type: ignore[attr-defined]
            return SearchForm
        return super().get_filter_form_class()  # type: ignore[misc,no-any-return]

    def get_object_list(self) -> QuerySet[Any]:
        return listing_queryset(self.model_class)  # type: ignore[attr-defined]

    @property
    def columns(self) -> list[Column]:
        model = self.model_class  # type: ignore[attr-defined]
        columns = [self.title_column]  # type: ignore[attr-defined]
        if model is HeritageProject:
            columns.append(Column("codes", label=_("编号"), accessor=codes))
            columns.append(Column("category", label=_("类别"), accessor="category.name"))
        if model is Inheritor:
            columns.append(Column("projects", label=_("项目"), accessor=recognised_for))
        if model in (HeritageProject, Inheritor):
            columns.append(Column("place", label=_("地区"), accessor=place))
        if model is Division:
            columns.append(Column("code", label=_("区划代码"), accessor="code"))
            columns.append(Column("abolished", label=_("撤销年份"), accessor="abolished_in"))
        if issubclass(model, Record):
            columns.append(Column("state", label=_("状态"), accessor=state_label))
        return columns


class ChooseView(ChooseMixin, snippet_chooser.ChooseView):
    """The chooser's window."""


class ChooseResultsView(ChooseMixin, snippet_chooser.ChooseResultsView):
    """Its list, as one searches."""


class RegistryChooserViewSet(snippet_chooser.SnippetChooserViewSet):
    """A chooser of registry rows."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
