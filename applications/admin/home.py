"""The staff home page: what waits for each office, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from applications import queries, rules
from applications.admin.queue.lateness import OVERDUE, SOON, lateness
from applications.enums import State

WAITING: tuple[tuple[str, Any, State], ...] = (
    (rules.GUIDE, _("等待指导"), State.GUIDED),
    (rules.ACCEPT, _("等待受理"), State.SUBMITTED),
    (rules.REVIEW, _("等待组织专家评审"), State.ACCEPTED),
    (rules.REVIEW, _("专家评审中"), State.EXPERT_REVIEW),
    (rules.REVIEW, _("等待委员会审议"), State.COMMITTEE),
    (rules.PUBLISH, _("委员会审议中，可能要公示"), State.COMMITTEE),
    (rules.REVIEW, _("公示中"), State.ON_NOTICE),
    (rules.PROMULGATE, _("等待登记公布"), State.REPORTING),
)
"""Office, what waits for it, and where that stands."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number of cases, and where they are listed."""

    label: Any
    number: int
    url: str
    late: bool = False


def waiting_for(user: Any) -> list[Waiting]:
    """What waits for the offices the user holds; one query."""
    states = {state for office, _label, state in WAITING if user.has_perm(office)}
    if not states and not rules.works_on_cases(user):
        return []
    today = timezone.localdate()
    counts = queries.office_cases(user).aggregate(
        **{state.name: Count("pk", filter=Q(state=state)) for state in states},
        overdue=Count("pk", filter=lateness(OVERDUE, today)),
        soon=Count("pk", filter=lateness(SOON, today)),
    )
    queue = reverse("applications_queue")
    rows, shown = [], set()
    for office, label, state in WAITING:
        if user.has_perm(office) and state not in shown:
            shown.add(state)
            rows.append(Waiting(label, counts[state.name], f"{queue}?state={state}"))
    rows.append(Waiting(_("已超期"), counts["overdue"], f"{queue}?late={OVERDUE}", late=True))
    rows.append(Waiting(_("三天内到期"), counts["soon"], f"{queue}?late={SOON}"))
    return rows


class CasesHomePanel(Component):
    """Before the registry's panel: cases have dates. Not there for who has no office in the procedure."""

    order = 45
    template_name = "applications/admin/home.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"rows": waiting_for(self.request.user)}


def add_home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """申报办理."""
    if rules.works_on_cases(request.user):
        panels.append(CasesHomePanel(request))
