"""办理记录: who did what with a case, when, from where to where, why, and on which version."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.enums import State
from applications.models.cases import Case
from applications.models.dossiers import DossierVersion
from applications.models.fixed import WrittenOnce


class CaseEvent(WrittenOnce):
    """One step of a case. Each carries the hash of the one before (see ``seal``).

    The actor is kept by PROTECT and by the name as it then was; nobody is the clock or a visitor.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField(_("时间"), default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(_("办理人"), max_length=150)
    step = models.CharField(_("步骤"), max_length=32)
    from_state = models.CharField(max_length=16, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=16, choices=State.choices)
    reason = models.TextField(_("理由"), blank=True)
    version = models.ForeignKey(
        DossierVersion, models.PROTECT, null=True, related_name="events", verbose_name=_("版本")
    )
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["case", "sequence"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="case_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.sequence} {self.step}"

    def seal(self) -> str:
        """SHA-256 over the row's content and the hash before it, hexadecimal."""
        content: dict[str, Any] = {
            "case": self.case_id,
            "sequence": self.sequence,
            "at": self.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(),
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "step": self.step,
            "from": self.from_state,
            "to": self.to_state,
            "reason": self.reason,
            "version": self.version_id,
            "data": self.data,
            "previous": self.previous_hash,
        }
        written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()
