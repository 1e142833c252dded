"""办理记录: who did what with a case, when, from where to where, why, and on which version."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.enums import State
from applications.models.cases import Case
from applications.models.dossiers import DossierVersion
from safeguards.chain import ChainedEvent


class CaseEvent(ChainedEvent):
    """One step of a case."""

    SUBJECT = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    from_state = models.CharField(max_length=16, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=16, choices=State.choices)
    version = models.ForeignKey(
        DossierVersion, models.PROTECT, null=True, related_name="events", verbose_name=_("版本")
    )

    class Meta(ChainedEvent.Meta):
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["case", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="case_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.sequence} {self.step}"

    def content(self) -> dict[str, Any]:
        return super().content() | {"version": self.version_id}
