"""Addresses and the menu entry of requests inside the admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from outreach import rules
from outreach.admin.requests.listing import RequestListView
from outreach.admin.requests.views import RequestView
from registry.admin.menu import AllowedMenuItem


def admin_urls() -> list[URLPattern]:
    """/admin/outreach/requests/ …"""
    return [
        path("outreach/requests/", RequestListView.as_view(), name="outreach_requests"),
        path(
            "outreach/requests/results/",
            RequestListView.as_view(results_only=True),
            name="outreach_requests_results",
        ),
        path("outreach/requests/<int:pk>/", RequestView.as_view(), name="outreach_request"),
    ]


def menu_item() -> MenuItem:
    """上课申请."""
    return AllowedMenuItem(
        _("上课申请"),
        reverse("outreach_requests"),
        name="outreach-requests",
        icon_name="mail",
        order=40,
        allowed=rules.may_see_requests,
    )
