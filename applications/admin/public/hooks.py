"""Addresses and menu entries of notices and objections."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from applications import rules
from applications.admin.public import noticing, objections
from applications.forms.steps import ELSEWHERE
from registry.admin.menu import AllowedMenuItem

ELSEWHERE["put_on_notice"] = lambda case: reverse("applications_notices:list")


def admin_urls() -> list[Any]:
    """/admin/applications/notices/… and /admin/applications/objections/…"""
    notices = [
        path("", noticing.NoticeListView.as_view(), name="list"),
        path("rounds/<int:round>/new/", noticing.NoticeDraftView.as_view(), name="new"),
        path("<int:pk>/", noticing.NoticeView.as_view(), name="detail"),
        path("<int:pk>/edit/", noticing.NoticeDraftView.as_view(), name="edit"),
        path("<int:pk>/preview/", noticing.PreviewView.as_view(), name="preview"),
        path(
            "<int:pk>/candidates/<int:candidate>/",
            noticing.CandidateView.as_view(),
            name="candidate",
        ),
    ]
    about_objections = [
        path("", objections.ObjectionListView.as_view(), name="list"),
        path("<int:pk>/", objections.ObjectionView.as_view(), name="detail"),
        path(
            "<int:pk>/evidence/<int:evidence>/", objections.EvidenceView.as_view(), name="evidence"
        ),
    ]
    return [
        path("applications/notices/", include((notices, "applications_notices"))),
        path("applications/objections/", include((about_objections, "applications_objections"))),
    ]


def notices_item() -> MenuItem:
    """公示."""
    return AllowedMenuItem(
        _("公示"),
        reverse("applications_notices:list"),
        name="applications-notices",
        icon_name="site",
        order=70,
        allowed=noticing.may_work_with_notices,
    )


def objections_item() -> MenuItem:
    """异议."""
    return AllowedMenuItem(
        _("异议"),
        reverse("applications_objections:list"),
        name="applications-objections",
        icon_name="comment",
        order=80,
        allowed=lambda user: user.has_perm(rules.HANDLE_OBJECTION),
    )
