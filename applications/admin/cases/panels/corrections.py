"""补正: what was asked to be mended, by when, and whether it was."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.admin.cases.panels.base import CasePanel
from applications.enums import ItemType


class CorrectionsPanel(CasePanel):
    """Every notice of corrections with its items."""

    name = "corrections"
    heading = gettext_lazy("补正")
    icon = "edit"
    template_name = "applications/admin/cases/panels/corrections.html"

    def is_shown(self) -> bool:
        return self.case.corrections_used > 0 or bool(self._rows())

    def context(self) -> dict[str, Any]:
        return {"corrections": self._rows()}

    def _rows(self) -> list[dict[str, Any]]:
        corrections = self.case.corrections.select_related("asked_by").prefetch_related("items")
        return [
            {
                "correction": one,
                "items": [
                    (self._name(item.item_type, item.item), item.defect) for item in one.items.all()
                ],
            }
            for one in corrections
        ]

    def _name(self, item_type: str, key: str) -> str:
        form = self.case.form
        if item_type == ItemType.QUESTION and (question := form.question(key)):
            return question.label
        if item_type == ItemType.MATERIAL and (material := form.material(key)):
            return material.name
        return _("整份申报书")
