"""公示与异议: the notices that show this case, and how many object to it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy

from applications.admin.cases.panels.base import CasePanel


class NoticesPanel(CasePanel):
    """Every notice the case was on. Of objections it shows state and redacted copy, never by whom."""

    name = "notices"
    heading = gettext_lazy("公示与异议")
    icon = "site"
    template_name = "applications/admin/cases/panels/notices.html"

    def is_shown(self) -> bool:
        return bool(self._rows)

    def context(self) -> dict[str, Any]:
        return {"candidacies": self._rows}

    @property
    def _rows(self) -> list[Any]:
        if not hasattr(self, "_kept"):
            rows = self.case.candidacies.annotate(number_of_objections=Count("objections"))
            self._kept = list(
                rows.select_related("notice").prefetch_related("objections").order_by("pk")
            )
        return self._kept
