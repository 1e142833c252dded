"""A part of the case page. One class a panel; CASE_PANELS in this package orders them."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from applications.admin.cases.desk import Desk
from applications.models import Case


class CasePanel(Component):
    """Heading, icon and template; left out where ``is_shown`` says so."""

    name = ""
    heading: Any = ""
    icon = "doc-full-inverse"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def case(self) -> Case:
        return self.desk.case

    def is_shown(self) -> bool:
        """Whether there is anything to see for this user in this case."""
        return True

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "case": self.case,
            "desk": self.desk,
            "request": self.desk.request,
            "csrf_token": parent_context.get("csrf_token"),
            **self.context(),
        }

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        return {}
