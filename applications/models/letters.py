"""文书: letters that were issued, word by word."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.enums import LetterKind
from applications.models.cases import Case
from safeguards.written_once import WrittenOnce


class IssuedLetter(WrittenOnce):
    """A letter as the applicant got it. Its PDF is typeset from these words when it is asked for."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    letter = models.CharField(_("文书"), max_length=16, choices=LetterKind.choices)
    number = models.CharField(_("文号"), max_length=40, blank=True)
    subject = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"))
    issued_at = models.DateTimeField(_("签发时间"), default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["case", "issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number=""),
                name="letter_number_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.number}"
