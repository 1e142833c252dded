"""The page of one session: everything in one place, and the steps that may be taken now."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from outreach.admin.sessions.desk import Desk, SessionPage
from outreach.admin.sessions.panels import PANELS
from outreach.domain import guards
from outreach.domain.steps import Step
from outreach.domain.table import TABLE
from outreach.domain.transitioning import possible_steps

GRAVE = ("cancel", "postpone", "take_back")
"""Take something away from people: last, and not in the colour of what comes next."""
ASIDE = ("ask_again", "reopen", "close")
"""Go along beside the way from draft to archive: behind the step that leads onward."""
HOPELESS = (
    *(guards.ahead, guards.begun, guards.before_closing, guards.for_the_public),
    guards.both_agreed,
)
"""What no form can mend: a step that one of these stands against is not offered."""


def step_links(desk: Desk) -> list[dict[str, Any]]:
    """The steps that can be taken now: onward, aside, and last those that take something back."""
    links: list[dict[str, Any]] = [
        {
            "name": name,
            "label": TABLE[name].label,
            "url": reverse("outreach_step", args=[desk.session.pk, name]),
            "rank": 2 if name.startswith("undo_") or name in GRAVE else int(name in ASIDE),
        }
        for name in possible_steps(desk.user, desk.session)
        if not _is_hopeless(desk, name)
    ]
    return sorted(links, key=lambda link: int(link["rank"]))


def _is_hopeless(desk: Desk, name: str) -> bool:
    row = TABLE[name]
    step = Step(
        session=desk.session,
        name=name,
        by=desk.user,
        reason="",
        wanted={},
        now=timezone.now(),
        target=row.target,
    )
    return any(any(guard(step)) for guard in row.guards if guard in HOPELESS)


class SessionView(SessionPage, TemplateView):
    """Panels in their order, buttons of the next steps on top."""

    template_name = "outreach/admin/sessions/session.html"

    def get_page_title(self) -> str:
        return _("场次 %(number)d") % {"number": self.session.pk}

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *items, _session, _here = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        panels = [panel_class(self.desk) for panel_class in PANELS]
        return {
            **super().get_context_data(**kwargs),
            "panels": [panel for panel in panels if panel.is_shown()],
            "steps": step_links(self.desk),
        }
