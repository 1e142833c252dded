"""办理记录: every step, and whether the chain of the log is whole."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.admin.cases.panels.base import CasePanel
from applications.domain.table import TABLE
from applications.enums import CaseAct
from safeguards.chain import flaws_of

OUTSIDE: dict[str, Any] = {
    "start": _("开始填写"),
    "assign_guide": _("指定指导员"),
    **{act.value: act.label for act in CaseAct},
}
"""What is logged beside the steps of the table."""


class LogPanel(CasePanel):
    """The newest first; the chain is proved each time the page is opened."""

    name = "log"
    heading = _("办理记录")
    icon = "list-ol"
    template_name = "applications/admin/cases/panels/log.html"

    def context(self) -> dict[str, Any]:
        events = self.case.events.select_related("version").order_by("-sequence")
        return {
            "events": [{"event": one, "label": step_label(one.step)} for one in events],
            "flaws": list(flaws_of(self.case)),
        }


def step_label(name: str) -> Any:
    """A step in the staff's words."""
    row = TABLE.get(name)
    return row.label if row else OUTSIDE.get(name, name)
