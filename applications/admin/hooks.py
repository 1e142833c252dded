"""Addresses and menu entries of the queue and of cases inside the admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from applications import rules
from applications.admin.cases import assigning, letters, steps, views
from applications.admin.menu import AllowedMenuItem
from applications.admin.queue.views import QueueView


def admin_urls() -> list[URLPattern]:
    """/admin/applications/ … of the queue and of one case."""
    case = "applications/cases/<int:pk>/"
    return [
        path("applications/", QueueView.as_view(), name="applications_queue"),
        path(
            "applications/results/",
            QueueView.as_view(results_only=True),
            name="applications_queue_results",
        ),
        path(case, views.CaseView.as_view(), name="applications_case"),
        path(f"{case}steps/<slug:name>/", steps.StepView.as_view(), name="applications_step"),
        path(
            f"{case}private/<slug:question>/",
            views.RevealView.as_view(),
            name="applications_reveal",
        ),
        path(f"{case}files/<int:attachment>/", views.FileView.as_view(), name="applications_file"),
        path(f"{case}compare/", views.CompareView.as_view(), name="applications_compare"),
        path(
            f"{case}letters/<int:letter>/", letters.LetterView.as_view(), name="applications_letter"
        ),
        path(f"{case}guide/", assigning.GuideView.as_view(), name="applications_guide"),
        path(f"{case}reopening/", assigning.ReopeningView.as_view(), name="applications_reopening"),
    ]


def queue_item() -> MenuItem:
    """待办, first of the group."""
    return AllowedMenuItem(
        _("待办"),
        reverse("applications_queue"),
        name="applications-queue",
        icon_name="tasks",
        order=10,
        allowed=rules.works_on_cases,
    )
