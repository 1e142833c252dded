"""A letter as PDF."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import View

from applications.admin.cases.desk import CasePage
from applications.models import IssuedLetter
from applications.notifications import day_words
from printing.responses import pdf_response
from printing.typesetting import typeset


class LetterView(CasePage, View):
    """Typeset from the words that were issued."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = get_object_or_404(self.case.letters, pk=kwargs["letter"])
        return pdf_response(letter_pdf(letter), f"{letter.subject} {letter.number}")


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
