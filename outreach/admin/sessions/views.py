"""The page of one session: everything in one place, and the steps that may be taken now."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from outreach.admin.sessions.desk import Desk, SessionPage
from outreach.admin.sessions.panels import PANELS
from outreach.domain.table import TABLE
from outreach.domain.transitioning import possible_steps

GRAVE = ("cancel", "postpone", "take_back")
"""Take something away from people: last, and not in the colour of what comes next."""


def step_links(desk: Desk) -> list[dict[str, Any]]:
    """The next steps in the table's order, those that take something back last."""
    links: list[dict[str, Any]] = [
        {
            "name": name,
            "label": TABLE[name].label,
            "url": reverse("outreach_step", args=[desk.session.pk, name]),
            "back": name.startswith("undo_") or name in GRAVE,
        }
        for name in possible_steps(desk.user, desk.session)
    ]
    return sorted(links, key=lambda link: bool(link["back"]))


class SessionView(SessionPage, TemplateView):
    """Panels in their order, buttons of the next steps on top."""

    template_name = "outreach/admin/sessions/session.html"

    def get_page_title(self) -> str:
        return self.session.shown_title

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *items, _session, _here = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": self.session.shown_title or _("场次")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        panels = [panel_class(self.desk) for panel_class in PANELS]
        return {
            **super().get_context_data(**kwargs),
            "panels": [panel for panel in panels if panel.is_shown()],
            "steps": step_links(self.desk),
        }
