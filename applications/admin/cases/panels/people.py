"""申报人: who applies, for whom, and how to reach them: masked, shown one by one for a reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.admin.cases.panels.base import CasePanel
from applications.domain.reading import masked


class PeoplePanel(CasePanel):
    """Names openly, identity and contact masked."""

    name = "people"
    heading = _("申报人")
    icon = "user"
    template_name = "applications/admin/cases/panels/people.html"

    def context(self) -> dict[str, Any]:
        sealed = self.desk.texts.sealed
        rows = [
            {"key": one.key, "label": one.label, "masked": masked(sealed.get(one.key, ""))}
            for one in self.case.form.questions
            if one.private
        ]
        return {"rows": rows, "may_read": self.desk.may_read_private}
