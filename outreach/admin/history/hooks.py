"""Addresses and menu entry of 补录."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from outreach import rules
from outreach.admin.history import views
from registry.admin.menu import AllowedMenuItem


def admin_urls() -> list[Any]:
    """/admin/outreach/history/…"""
    pages = [
        path("", views.IntakesPage.as_view(), name="intakes"),
        path("template/", views.template_view, name="template"),
        path("one/", views.OneView.as_view(), name="one"),
        path("<int:pk>/", views.IntakePage.as_view(), name="intake"),
    ]
    return [path("outreach/history/", include((pages, "outreach_history")))]


def menu_item() -> MenuItem:
    """补录, for who may archive."""
    return AllowedMenuItem(
        _("补录"),
        reverse("outreach_history:intakes"),
        name="outreach-history",
        icon_name="history",
        order=40,
        allowed=rules.may_archive,
    )
