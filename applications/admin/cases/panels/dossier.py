"""申报书: the version at hand, section by section, with its files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.admin.cases.panels.base import CasePanel
from applications.answering import in_words


class DossierPanel(CasePanel):
    """What was handed in; before that, what is being written."""

    name = "dossier"
    heading = _("申报书")
    icon = "form"
    template_name = "applications/admin/cases/panels/dossier.html"

    def context(self) -> dict[str, Any]:
        form = self.case.form
        words = in_words(form.questions, self.desk.texts.open)
        sections = [
            {
                "label": section.label,
                "rows": [
                    {
                        "label": question.label,
                        "text": words.get(question.key, ""),
                        "private": question.private,
                    }
                    for question in form.of_section(section)
                ],
            }
            for section in form.sections()
        ]
        return {"sections": sections, "materials": self._materials(), "version": self.desk.version}

    def _materials(self) -> list[dict[str, Any]]:
        """The checklist with the files of the version at hand."""
        files = list(self.case.attachments.select_related("file"))
        if self.desk.version is not None:
            kept = {row["id"] for row in self.desk.version.content["attachments"]}
            files = [one for one in files if one.pk in kept]
        else:
            files = [one for one in files if one.removed_at is None]
        category = self.case.category.ordinal if self.case.category else None
        return [
            {
                "material": material,
                "files": [one for one in files if one.material == material.key],
                "closed": material.private and not self.desk.may_read_private,
            }
            for material in self.case.form.materials_for(category)
        ]
