"""The menu entry."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from ..rules import may_see_calendar
from .viewsets import CalendarDayViewSet


class CalendarMenuItem(MenuItem):
    """Shown to those who may see the calendar."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_calendar(request.user)


def menu_item() -> MenuItem:
    """工作日历, among the settings."""
    return CalendarMenuItem(
        _("工作日历"),
        reverse("workcalendar:this_year"),
        name="workcalendar",
        icon_name="date",
        order=250,
    )


def viewset() -> CalendarDayViewSet:
    """The calendar's pages."""
    return CalendarDayViewSet()
