"""确认: what teacher and venue say to a session, each by a link that needs no account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.enums import Answer, Party
from outreach.models.sessions import Session


class Confirmation(models.Model):
    """One party asked about one session as it was planned then.

    ``asked_of`` is what it was asked about (begin, end, place, teacher); when that changes the row is
    ``outdated`` and the party is asked anew. The link's token is signed, not stored.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="confirmations")
    party = models.CharField(_("对方"), max_length=8, choices=Party.choices)
    answer = models.CharField(
        _("答复"), max_length=8, choices=Answer.choices, default=Answer.WAITING
    )
    asked_of = models.JSONField(default=dict)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("附言"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("空：对方自己通过链接答复"),
    )
    outdated = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("确认")
        verbose_name_plural = _("确认")
        ordering = ["session", "party", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "party"],
                condition=models.Q(outdated=False),
                name="confirmation_once_a_party",
            ),
            models.CheckConstraint(
                condition=models.Q(answer=Answer.WAITING) | models.Q(answered_at__isnull=False),
                name="confirmation_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} {self.get_answer_display()}"
