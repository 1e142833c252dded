"""Adding, changing and removing days; each leads back to the year it belongs to."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from ..enums import DayKind
from ..models import CalendarDay
from .years import FillView, ThisYearView, YearView, year_url


class BackToTheYear:
    """After saving or removing a day its year is shown again."""

    def get_success_url(self) -> str:
        return year_url(self.object.date.year)  # type: ignore[attr-defined]


class AddView(BackToTheYear, generic.CreateView):
    """A new day; the year view hands over which one was pressed."""

    def get_initial(self) -> dict[str, Any]:
        given = {**super().get_initial()}
        try:
            given["date"] = datetime.date.fromisoformat(self.request.GET.get("date", ""))
        except ValueError:
            return given
        if self.request.GET.get("kind") in DayKind.values:
            given["kind"] = self.request.GET["kind"]
        return given


class EditView(BackToTheYear, generic.EditView):
    """An entered day."""


class DeleteView(BackToTheYear, generic.DeleteView):
    """Removed, the day is again what its weekday says."""


class DayFilterSet(WagtailFilterSet):
    """By year and kind."""

    year = django_filters.NumberFilter(field_name="date", lookup_expr="year", label=_("年份"))

    class Meta:
        model = CalendarDay
        fields = ["kind"]


class CalendarDayViewSet(ModelViewSet):
    """The simple listing behind the year view."""

    model = CalendarDay
    name = "workcalendar"
    icon = "date"
    menu_label = _("工作日历")
    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = AddView
    edit_view_class = EditView
    delete_view_class = DeleteView
    ordering = ["-date"]
    list_per_page = 60
    list_display = [
        "date",
        Column("weekday", label=_("星期"), accessor=lambda day: day.weekday),
        Column("kind", label=_("性质"), accessor="get_kind_display", sort_key="kind"),
        "name",
    ]
    search_fields = ["name"]
    filterset_class = DayFilterSet
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]), FieldPanel("name")],
                heading=_("这一天"),
            )
        ]
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("year/", ThisYearView.as_view(), name="this_year"),
            path("year/<int:year>/", YearView.as_view(), name="year"),
            path("year/<int:year>/fill/", FillView.as_view(), name="fill"),
        ]
