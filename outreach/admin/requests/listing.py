"""上课申请: what was asked for, the open ones first."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from outreach.admin.requests.policy import policy
from outreach.enums import RequestState, VenueType
from outreach.models import ClassRequest
from outreach.request_progress import wished_days
from registry.admin.export_columns import Columns, field
from registry.admin.exports import RegistryExportMixin
from registry.admin.listings import WIDE

OPEN = (RequestState.SUBMITTED, RequestState.MATCHING)
SEARCHED = ("number", "body_name", "address", "wish", "audience", "programme__title")


def wanted(row: ClassRequest) -> str:
    """The class by its name, or in the requester's words."""
    return row.programme.title if row.programme else row.wish[:40]


def first_wish(row: ClassRequest) -> str:
    """The first wished day, and whether there are others."""
    days = wished_days(row)
    return days[0] + (_("等") if len(days) > 1 else "")


COLUMNS: list[Column] = [
    TitleColumn(
        "number",
        label=gettext_lazy("编号"),
        get_url=lambda row: reverse("outreach_request", args=[row.pk]),
        sort_key="number",
    ),
    Column("body_name", label=gettext_lazy("单位名称"), sort_key="body_name"),
    Column(
        "venue_type",
        label=gettext_lazy("类型"),
        accessor="get_venue_type_display",
        sort_key="venue_type",
        classname=WIDE,
    ),
    Column("wanted", label=gettext_lazy("想上的课"), accessor=wanted, classname=WIDE),
    Column("group_size", label=gettext_lazy("人数"), sort_key="group_size", classname=WIDE),
    Column("wished", label=gettext_lazy("希望的日期"), accessor=first_wish, classname=WIDE),
    StatusTagColumn(
        "state",
        label=gettext_lazy("状态"),
        accessor="get_state_display",
        primary=lambda row: row.state in OPEN,
        sort_key="state",
    ),
    Column("handler", label=gettext_lazy("经办人"), sort_key="handler", classname=WIDE),
    DateColumn("submitted_at", label=gettext_lazy("提交时间"), sort_key="submitted_at"),
]
EXPORTED: Columns = [
    (gettext_lazy("编号"), field("number")),
    (gettext_lazy("单位名称"), field("body_name")),
    (gettext_lazy("类型"), field("venue_type")),
    (gettext_lazy("所在区域"), field("division.full_name")),
    (gettext_lazy("上课地址"), field("address")),
    (gettext_lazy("想上的课"), wanted),
    (gettext_lazy("谁来上课"), field("audience")),
    (gettext_lazy("人数"), field("group_size")),
    (gettext_lazy("希望的日期"), wished_days),
    (gettext_lazy("状态"), field("state")),
    (gettext_lazy("提交时间"), field("submitted_at")),
]
"""Who asked and how to reach him is read on the request's page alone, where it is logged."""


class RequestFilterSet(WagtailFilterSet):
    """By state, type and handler."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("状态"),
        choices=RequestState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    venue_type = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("类型"), choices=VenueType.choices, widget=forms.CheckboxSelectMultiple
    )
    mine = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("经办人"),
        choices=[("yes", gettext_lazy("由我经办"))],
        method="filter_mine",
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ClassRequest
        fields: list[str] = []

    def filter_mine(self, rows: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        return rows.filter(handler=self.request.user) if value else rows


class RequestListView(RegistryExportMixin, generic.IndexView):
    """All requests; those that wait come first, the longest waiting at the top."""

    model = ClassRequest
    permission_policy = policy
    page_title = gettext_lazy("上课申请")
    results_template_name = "outreach/admin/requests/results.html"
    header_icon = "mail"
    index_url_name = "outreach_requests"
    index_results_url_name = "outreach_requests_results"
    edit_url_name = "outreach_request"
    filterset_class = RequestFilterSet
    columns = COLUMNS
    default_ordering = "-submitted_at"
    paginate_by = 30
    is_searchable = True
    _show_breadcrumbs = True

    def get_base_queryset(self) -> QuerySet[Any]:
        return ClassRequest.objects.select_related("programme", "handler", "division")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        closed = Case(
            When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        waiting = Case(When(state__in=OPEN, then="submitted_at"))
        return queryset.order_by(closed, waiting, "-submitted_at", "-pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        for word in self.search_query.replace("\x00", "").split():
            anywhere = Q(pk__in=[])
            for name in SEARCHED:
                anywhere |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(anywhere)
        return queryset

    @cached_property
    def export_columns(self) -> Columns:  # type: ignore[override]
        return EXPORTED

    def get_filename(self) -> str:
        return f"{_('上课申请')}-{timezone.localdate():%Y%m%d}"

    def get_edit_url(self, instance: Any) -> str:
        return reverse("outreach_request", args=[instance.pk])
