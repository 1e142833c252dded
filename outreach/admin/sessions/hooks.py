"""Addresses and menu entry of sessions inside the admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from outreach import rules
from outreach.admin.sessions import confirmations, evidence, steps, views
from outreach.admin.sessions.listing import SessionsView
from registry.admin.menu import AllowedMenuItem

ONE = "outreach/sessions/<int:pk>/"
EVIDENCE = f"{ONE}evidence/<slug:kind>/"


def admin_urls() -> list[URLPattern]:
    """/admin/outreach/sessions/ …."""
    return [
        path("outreach/sessions/", SessionsView.as_view(), name="outreach_sessions"),
        path(
            "outreach/sessions/results/",
            SessionsView.as_view(results_only=True),
            name="outreach_sessions_results",
        ),
        path(ONE, views.SessionView.as_view(), name="outreach_session"),
        path(f"{ONE}steps/<slug:name>/", steps.StepView.as_view(), name="outreach_step"),
        path(
            f"{ONE}answers/<int:confirmation>/",
            confirmations.AnswerView.as_view(),
            name="outreach_answer",
        ),
        path(EVIDENCE, evidence.EvidenceView.as_view(), name="outreach_evidence"),
        path(f"{EVIDENCE}uploads/", evidence.uploads, name="outreach_evidence_uploads"),
        path(
            f"{EVIDENCE}uploads/<str:public_id>/",
            evidence.uploads,
            name="outreach_evidence_upload",
        ),
        path(f"{ONE}files/<str:file>/", evidence.FileView.as_view(), name="outreach_file"),
        path(
            f"{ONE}files/<str:file>/remove/",
            evidence.RemoveView.as_view(),
            name="outreach_file_remove",
        ),
    ]


def menu_item() -> MenuItem:
    """场次, in the group 公益课程."""
    return AllowedMenuItem(
        _("场次"),
        reverse("outreach_sessions"),
        name="outreach-sessions",
        icon_name="date",
        order=20,
        allowed=rules.may_view,
    )
