"""历次提交: the versions, and the way to compare two of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from applications.admin.cases.panels.base import CasePanel


class VersionsPanel(CasePanel):
    """Shown once something was handed in."""

    name = "versions"
    heading = _("历次提交")
    icon = "history"
    template_name = "applications/admin/cases/panels/versions.html"

    def is_shown(self) -> bool:
        return bool(self.desk.versions)
