"""Handing out a document."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_NOT_IN_NAMES = re.compile(r'[\s\\/:*?"<>|\x00-\x1f\x7f]+')
"""Controls, and what Windows does not take in the name of a file."""
_LONGEST_NAME = 100


def pdf_response(content: bytes, name: str, *, shown: bool = False) -> HttpResponse:
    """Answer with a document saved as ``name``.pdf, or ``shown`` in the browser.

    Documents carry people's data: nothing on the way keeps a copy.
    """
    stem = _NOT_IN_NAMES.sub(" ", name).encode(errors="ignore").decode().strip(" .")
    response = HttpResponse(content, content_type="application/pdf")
    filename = f"{stem[:_LONGEST_NAME] or '文书'}.pdf"
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=not shown, filename=filename) or "attachment"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
