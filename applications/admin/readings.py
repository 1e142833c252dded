"""申报个人信息查看记录: who read which private answers of whom, when and why."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.permission_policies.base import ModelPermissionPolicy

from applications.models import PrivateReading
from registry.admin.menu import AllowedMenuItem

PERMISSION = "applications.view_privatereading"


class ReadingsView(generic.IndexView):
    """The newest first. The values themselves are not in it."""

    model = PrivateReading
    permission_policy = ModelPermissionPolicy(PrivateReading)
    any_permission_required = ["view"]
    page_title = _("申报个人信息查看记录")
    header_icon = "key"
    index_url_name = "applications_readings"
    index_results_url_name = "applications_readings_results"
    default_ordering = "-read_at"
    paginate_by = 50
    is_searchable = True
    _show_breadcrumbs = True
    columns = [
        Column(
            "read_at",
            label=_("时间"),
            accessor=lambda row: f"{timezone.localtime(row.read_at):%Y-%m-%d %H:%M}",
            sort_key="read_at",
        ),
        Column("reader_name", label=_("查看人"), sort_key="reader_name"),
        Column("case", label=_("申报"), accessor=lambda row: str(row.case)),
        Column("fields", label=_("内容")),
        Column("reason", label=_("事由")),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return PrivateReading.objects.select_related("case")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for word in (self.search_query or "").replace("\x00", "").split():
            queryset = queryset.filter(
                Q(reader_name__icontains=word)
                | Q(case__number__icontains=word)
                | Q(case__title__icontains=word)
                | Q(reason__icontains=word)
            )
        return queryset


def menu_item() -> MenuItem:
    """Among the reports, for those who watch over the readings."""
    return AllowedMenuItem(
        _("申报个人信息查看记录"),
        reverse("applications_readings"),
        name="applications-readings",
        icon_name="key",
        order=115,
        allowed=lambda user: user.is_active and user.has_perm(PERMISSION),
    )
