"""The listing of units: found by a part of the name, the code, the contact or a member's name."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from ...models import Membership, Organisation
from .policy import policy

WIDE = "accounts-wide"
"""Columns that a telephone does without."""
STATES = [("open", gettext_lazy("正常")), ("closed", gettext_lazy("已停用"))]


class UnitFilterSet(WagtailFilterSet):
    """By whether it is closed."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("状态"),
        choices=STATES,
        method="filter_state",
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("不限"),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(closed_at__isnull=value == "open")


def state(unit: Organisation) -> str:
    return _("已停用") if unit.closed_at else _("正常")


class UnitsView(generic.IndexView):
    """申报单位, by name."""

    model = Organisation
    permission_policy = policy
    template_name = "accounts/admin/units.html"
    header_icon = "group"
    page_title = gettext_lazy("申报单位")
    index_url_name = "accounts_units:index"
    index_results_url_name = "accounts_units:results"
    edit_url_name = "accounts_units:unit"
    filterset_class = UnitFilterSet
    default_ordering = "name"
    paginate_by = 50
    is_searchable = True
    _show_breadcrumbs = True
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("单位名称"),
            get_url=lambda unit: reverse("accounts_units:unit", args=[unit.pk]),
            sort_key="name",
        ),
        Column("credit_code", label=gettext_lazy("统一社会信用代码"), sort_key="credit_code"),
        Column("contact_name", label=gettext_lazy("联系人"), classname=WIDE),
        Column("people", label=gettext_lazy("成员数"), sort_key="people", classname=WIDE),
        Column("state", label=gettext_lazy("状态"), accessor=state, sort_key="closed_at"),
        DateColumn(
            "created_at", label=gettext_lazy("登记时间"), sort_key="created_at", classname=WIDE
        ),
    ]

    def get_base_queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.defer("contact_phone").annotate(people=Count("memberships"))

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for word in (self.search_query or "").replace("\x00", "").split():
            of_member = Membership.objects.filter(
                organisation=OuterRef("pk"), user__display_name__icontains=word
            )
            queryset = queryset.filter(
                Q(name__icontains=word)
                | Q(credit_code__icontains=word)
                | Q(contact_name__icontains=word)
                | Exists(of_member)
            )
        return queryset
