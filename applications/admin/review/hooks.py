"""Addresses and menu entries of experts' review and committee."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from applications.admin.review.committee import (
    DecisionView,
    MinutesView,
    SittingView,
    may_organise,
)
from applications.admin.review.panels import (
    ChooseView,
    ReplaceView,
    ReviewView,
    choose_url,
    decision_url,
)
from applications.forms.steps import ELSEWHERE
from registry.admin.menu import AllowedMenuItem

ELSEWHERE.update(open_review=choose_url, reject=decision_url, send_back=decision_url)


def admin_urls() -> list[URLPattern]:
    """The secretary's pages inside the admin."""
    case = "applications/cases/<int:pk>/review/"
    return [
        path(case, ReviewView.as_view(), name="applications_review"),
        path(f"{case}experts/", ChooseView.as_view(), name="applications_choose_experts"),
        path(
            f"{case}members/<int:member>/replace/",
            ReplaceView.as_view(),
            name="applications_replace_expert",
        ),
        path(f"{case}decision/", DecisionView.as_view(), name="applications_decision"),
        path(f"{case}minutes/<int:decision>/", MinutesView.as_view(), name="applications_minutes"),
        path("applications/committee/", SittingView.as_view(), name="applications_sitting"),
    ]


def sitting_item() -> MenuItem:
    """委员会会议."""
    return AllowedMenuItem(
        _("委员会会议"),
        reverse("applications_sitting"),
        name="applications-sitting",
        icon_name="clipboard-list",
        order=60,
        allowed=may_organise,
    )
