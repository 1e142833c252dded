"""Addresses and menu entry of the guides' pages."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from applications import rules
from applications.admin.guidance import views
from applications.forms.steps import ELSEWHERE
from registry.admin.menu import AllowedMenuItem

ELSEWHERE["return_guidance"] = lambda case: reverse("applications_guidance:remarks", args=[case.pk])


def admin_urls() -> list[Any]:
    """/admin/applications/guidance/…"""
    pages = [
        path("", views.InboxView.as_view(), name="inbox"),
        path("cases/<int:pk>/", views.RemarksView.as_view(), name="remarks"),
        path("slots/", views.SlotsView.as_view(), name="slots"),
        path("count/", views.CountView.as_view(), name="count"),
    ]
    return [
        path("applications/guidance/", include((pages, "applications_guidance"))),
    ]


def menu_item() -> MenuItem:
    """申报指导."""
    return AllowedMenuItem(
        _("申报指导"),
        reverse("applications_guidance:inbox"),
        name="applications-guidance",
        icon_name="help",
        order=30,
        allowed=lambda user: user.has_perm(rules.GUIDE),
    )
