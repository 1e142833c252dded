"""Addresses and menu entries of planning."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from outreach import rules
from outreach.admin.planning import calendar, checking, editing, hosts, many, plans, series
from registry.admin.menu import AllowedMenuItem


def admin_urls() -> list[Any]:
    """/admin/outreach/plan/…"""
    pages = [
        path("", calendar.CalendarView.as_view(), name="calendar"),
        path("check/", checking.check_view, name="check"),
        path("move/", checking.move_view, name="move"),
        path("sessions/new/", editing.NewView.as_view(), name="new"),
        path("sessions/<int:pk>/", editing.SessionView.as_view(), name="session"),
        path("series/new/", series.NewSeriesView.as_view(), name="new_series"),
        path("series/<int:pk>/", series.SeriesView.as_view(), name="series"),
        path("copy/", many.CopyView.as_view(), name="copy"),
        path("slots/", many.SlotsView.as_view(), name="slots"),
        path("clashes/", many.ClashesView.as_view(), name="clashes"),
        path("hosts/", hosts.HostsView.as_view(), name="hosts"),
        path("publish/", plans.PublishView.as_view(), name="publish"),
        path("imports/", plans.ImportsView.as_view(), name="imports"),
        path("imports/template/", plans.template_view, name="template"),
        path("imports/<int:pk>/", plans.ImportView.as_view(), name="import"),
    ]
    return [path("outreach/plan/", include((pages, "outreach_planning")))]


def menu_item() -> MenuItem:
    """课程安排, the first of its group."""
    return AllowedMenuItem(
        _("课程安排"),
        reverse("outreach_planning:calendar"),
        name="outreach-plan",
        icon_name="calendar-alt",
        order=10,
        allowed=rules.may_plan,
    )
