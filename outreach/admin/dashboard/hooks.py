"""Addresses and menu entry of the year's progress."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from outreach import rules
from outreach.admin.dashboard import views
from registry.admin.menu import AllowedMenuItem


def admin_urls() -> list[URLPattern]:
    """/admin/outreach/year/ …."""
    return [
        path("outreach/year/", views.DashboardView.as_view(), name="outreach_dashboard"),
        path("outreach/year/report.pdf", views.ReportView.as_view(), name="outreach_report"),
        path(
            "outreach/year/inheritors/<int:pk>.<slug:form>",
            views.AssessmentView.as_view(),
            name="outreach_assessment",
        ),
    ]


def menu_item() -> MenuItem:
    """年度进度, last of the group."""
    return AllowedMenuItem(
        _("年度进度"),
        reverse("outreach_dashboard"),
        name="outreach-dashboard",
        icon_name="table",
        order=90,
        allowed=rules.may_view,
    )
