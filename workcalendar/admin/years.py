"""The year view, and filling a year with what was announced."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from ..domain.filling import announced_days, fill_year
from ..models import CalendarDay
from ..queries import days_of, known_years
from ..rules import may_change_calendar, may_see_calendar
from .months import sheets

FIRST_YEAR, LAST_YEAR = 2000, 2100


class ThisYearView(RedirectView):
    """Where the menu leads."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return year_url(timezone.localdate().year)


def year_url(year: int) -> str:
    """The address of a year's sheet."""
    return reverse("workcalendar:year", args=[year])


class YearPage(WagtailAdminTemplateMixin, TemplateView):
    """What both pages about a year share."""

    header_icon = "date"
    _show_breadcrumbs = True
    year: int

    def allowed(self, user: Any) -> bool:
        return may_see_calendar(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.allowed(request.user):
            raise PermissionDenied
        self.year = kwargs["year"]
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return _("%(year)d 年") % {"year": self.year}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": year_url(self.year),
                "label": _("工作日历"),
                "sublabel": self.get_page_subtitle(),
            },
        ]


class YearView(YearPage):
    """Twelve months, and the same days as a list."""

    template_name = "workcalendar/admin/year.html"
    page_title = gettext_lazy("工作日历")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not may_change_calendar(self.request.user):
            return []
        fill = reverse("workcalendar:fill", args=[self.year])
        return [
            HeaderButton(_("登记一天"), url=reverse("workcalendar:add"), icon_name="plus"),
            HeaderButton(_("按国务院安排预填"), url=fill, icon_name="download"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = list(days_of(self.year))
        may_change = may_change_calendar(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "year": self.year,
            "months": sheets(self.year, days, may_change=may_change),
            "days": days,
            "known": self.year in known_years(),
            "may_change": may_change,
            "before": year_url(self.year - 1) if self.year > FIRST_YEAR else "",
            "after": year_url(self.year + 1) if self.year < LAST_YEAR else "",
        }


class FillView(YearPage):
    """Which days would be added, which stay as staff have them; then adding them."""

    template_name = "workcalendar/admin/fill.html"
    page_title = gettext_lazy("按国务院安排预填")

    def allowed(self, user: Any) -> bool:
        return may_change_calendar(user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**super().get_context_data(**kwargs), "back": year_url(self.year)}
        try:
            announced = announced_days(self.year)
        except ValidationError as error:
            return {**context, "refusal": error.messages[0]}
        entered = {day.date: day for day in days_of(self.year)}
        return {
            **context,
            "added": [day for day in announced if day.date not in entered],
            "different": [
                (entered[day.date], day)
                for day in announced
                if day.date in entered and _differ(entered[day.date], day)
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            added = fill_year(year=self.year, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            text = _("已为 %(year)d 年新增 %(count)d 天，原有的日期没有改动。")
            messages.success(request, text % {"year": self.year, "count": len(added)})
        return redirect(year_url(self.year))


def _differ(one: CalendarDay, other: CalendarDay) -> bool:
    return (one.kind, one.name) != (other.kind, other.name)
