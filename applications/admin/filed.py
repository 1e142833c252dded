"""What a unit has filed, on the page staff have of it (accounts.admin.units)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from accounts.models import Organisation
from applications import queries, rules

SHOWN = 50


class FiledPanel(Component):
    """The cases of the unit that the user works on; drafts are nobody's business."""

    template_name = "applications/admin/filed.html"

    def __init__(self, user: Any, unit: Organisation) -> None:
        self.user, self.unit = user, unit

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        cases = queries.office_cases(self.user).filter(organisation=self.unit)
        return {
            "cases": cases.select_related("round")[:SHOWN],
            "count": cases.count(),
            "shown": SHOWN,
        }


def add_panel(request: HttpRequest, unit: Organisation, panels: list[Component]) -> None:
    """申报, for those who have an office in the procedure."""
    if rules.works_on_cases(request.user):
        panels.append(FiledPanel(request.user, unit))
