"""A letter as PDF, typeset from the words that were issued."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from applications.models import IssuedLetter
from applications.notifications import day_words
from printing.typesetting import typeset


def letter_pdf(letter: IssuedLetter) -> bytes:
    """The letter on the office's paper."""
    day = timezone.localdate(letter.issued_at)
    addressee, colon, body = letter.body.partition("：\n")
    if not colon:
        addressee, body = "", letter.body
    return typeset(
        "printing/letter.typ",
        {
            "organ": settings.SITE_OPERATOR,
            "number": letter.number,
            "title": letter.subject,
            "addressee": addressee,
            "body": body.split("\n"),
            "signer": settings.SITE_OPERATOR,
            "date": day_words(day),
        },
        dated=day,
    )
