"""文书: the letters that were issued."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.admin.cases.panels.base import CasePanel


class LettersPanel(CasePanel):
    """Word by word as the applicant got them."""

    name = "letters"
    heading = _("文书")
    icon = "doc-full"
    template_name = "applications/admin/cases/panels/letters.html"

    def context(self) -> dict[str, Any]:
        return {"letters": list(self.case.letters.select_related("issued_by"))}
