"""Addresses and menu entries of the queue and of cases inside the admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from applications import rules
from applications.admin.cases import assigning, letters, steps, views
from applications.admin.queue.views import QueueView
from applications.admin.readings import ReadingsView
from applications.admin.rounds.archive import LOG_ACTION, ArchiveView
from applications.admin.rounds.publishing import PublishRoundView
from applications.admin.rounds.statistics import StatisticsView, may_see_statistics
from registry.admin.menu import AllowedMenuItem


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
        path(
            "applications/rounds/<int:pk>/publish/",
            PublishRoundView.as_view(),
            name="applications_publish_round",
        ),
        path(
            "applications/rounds/<int:pk>/archive/",
            ArchiveView.as_view(),
            name="applications_archive",
        ),
        path("applications/readings/", ReadingsView.as_view(), name="applications_readings"),
        path(
            "applications/readings/results/",
            ReadingsView.as_view(results_only=True),
            name="applications_readings_results",
        ),
        path("applications/statistics/", StatisticsView.as_view(), name="applications_statistics"),
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


def statistics_item() -> MenuItem:
    """批次统计, last of the group."""
    return AllowedMenuItem(
        _("批次统计"),
        reverse("applications_statistics"),
        name="applications-statistics",
        icon_name="table",
        order=90,
        allowed=may_see_statistics,
    )


def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of a round tells beside its changes."""
    actions.register_action(LOG_ACTION, _("打包申报书"), _("打包下载了这一批次的申报书"))
