"""A letter as PDF, typeset from the words that were issued."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from applications.enums import LetterKind
from applications.models import Case, IssuedLetter
from applications.notifications import day_words
from printing.codes import qr_code
from printing.typesetting import typeset

_QR = "qr.svg"


@override(settings.LANGUAGE_CODE)
def letter_pdf(letter: IssuedLetter) -> bytes:
    """The letter on the office's paper; a receipt has a code that leads to where it is followed."""
    day = timezone.localdate(letter.issued_at)
    addressee, colon, body = letter.body.partition("：\n")
    if not colon:
        addressee, body = "", letter.body
    data: dict[str, Any] = {
        "organ": settings.SITE_OPERATOR,
        "number": letter.number,
        "title": letter.subject,
        "addressee": addressee,
        "body": body.split("\n"),
        "signer": settings.SITE_OPERATOR,
        "date": day_words(day),
    }
    pictures = {}
    if letter.letter == LetterKind.RECEIPT:
        data["qr"] = {"picture": _QR, "text": _("扫码查询进度")}
        pictures[_QR] = qr_code(tracking_address(letter.case))
    return typeset("printing/letter.typ", data, dated=day, pictures=pictures)


def tracking_address(case: Case) -> str:
    """Where number and code are typed in, the number already there; the code is in no address."""
    return f"{settings.SITE_URL}{reverse('track')}?{urlencode({'number': case.number or ''})}"
