"""Addresses and menu entry of the guides' pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from applications import rules
from applications.admin.guidance import views
from applications.forms.steps import ELSEWHERE

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


class GuidanceMenuItem(MenuItem):
    """Shown to guides."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(rules.GUIDE)


def menu_item() -> MenuItem:
    """申报指导."""
    return GuidanceMenuItem(
        _("申报指导"),
        reverse("applications_guidance:inbox"),
        name="applications-guidance",
        icon_name="help",
        order=30,
    )
