"""A letter as PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from applications.admin.cases.desk import CasePage
from applications.letter_pdf import letter_pdf
from printing.responses import pdf_response


class LetterView(CasePage, View):
    """Typeset from the words that were issued."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = get_object_or_404(self.case.letters, pk=kwargs["letter"])
        return pdf_response(letter_pdf(letter), f"{letter.subject} {letter.number}")
