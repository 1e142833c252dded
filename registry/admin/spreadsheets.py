"""A spreadsheet that was made in memory, as an answer to download."""

from __future__ import annotations

import io

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}
"""For xlsxwriter: what people typed stays text."""


def xlsx_response(content: io.BytesIO, name: str) -> HttpResponse:
    """``name`` without an ending; the day is put behind it."""
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    file = f"{name}-{timezone.localdate():%Y%m%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, file) or "attachment"
    return response
