"""评审: panels, scores and decisions, as the secretary's own page shows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.admin.cases.panels.base import CasePanel
from applications.admin.review.panels import review_context
from applications.enums import State


class ReviewPanel(CasePanel):
    """From the first panel on."""

    name = "review"
    heading = _("专家评审与委员会审议")
    icon = "group"
    template_name = "applications/admin/review/_review.html"

    def is_shown(self) -> bool:
        at_work = self.case.state in (State.EXPERT_REVIEW, State.COMMITTEE)
        return at_work or self.case.panels.exists()

    def context(self) -> dict[str, Any]:
        return {**review_context(self.case, self.desk.user), "possible": [], "blocked": []}
