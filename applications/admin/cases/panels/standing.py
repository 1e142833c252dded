"""办理情况: where it stands, who has it, its clocks, and a reopening that was asked for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications import rules, wording
from applications.admin.cases.panels.base import CasePanel
from applications.admin.queue.lateness import of_clock
from applications.admin.recordlink import listed_project_url, record_url


class StandingPanel(CasePanel):
    """The first thing one looks for."""

    name = "standing"
    heading = _("办理情况")
    icon = "time"
    template_name = "applications/admin/cases/panels/standing.html"

    def context(self) -> dict[str, Any]:
        case, user = self.case, self.desk.user
        clocks = [
            {"clock": clock, "left": of_clock(clock, self.desk.today, self.desk.calendar)}
            for clock in case.clocks.all()
        ]
        requests = case.reopening_requests.filter(closed_at__isnull=True)
        return {
            "standing": wording.standing(case),
            "clocks": clocks,
            "request_open": requests.select_related("asked_by").first() if case.is_final else None,
            "may_reopen": rules.may_reopen(user, case) and case.is_final,
            "may_assign": rules.may_assign_guide(user, case),
            "record_url": record_url(case, user),
            "listed_url": listed_project_url(case, user),
        }
