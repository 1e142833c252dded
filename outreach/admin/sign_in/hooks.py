"""Addresses and menu entry of signing people in."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from outreach import rules
from outreach.admin.sign_in import sending, views
from registry.admin.menu import AllowedMenuItem


def admin_urls() -> list[Any]:
    """/admin/outreach/sign-in/…"""
    pages = [
        path("", views.SessionsView.as_view(), name="sessions"),
        path("<int:pk>/", views.SignInView.as_view(), name="session"),
        path("<int:pk>/send/", sending.send, name="send"),
        path("<int:pk>/sheet.pdf", views.sheet, name="sheet"),
    ]
    return [path("outreach/sign-in/", include((pages, "outreach_sign_in")))]


def menu_item() -> MenuItem:
    """签到, for whoever runs sessions."""
    return AllowedMenuItem(
        _("签到"),
        reverse("outreach_sign_in:sessions"),
        name="outreach-sign-in",
        icon_name="tick-inverse",
        order=30,
        allowed=rules.may_run,
    )
