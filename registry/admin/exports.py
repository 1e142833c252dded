"""Lists as spreadsheets: Chinese headings, readable by Excel and WPS, and no formula in any cell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.http import content_disposition_header
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from registry.admin.export_columns import EXPORTED, Columns

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def harmless(value: str) -> str:
    """A text no spreadsheet program runs as a formula: such a one gets an apostrophe in front."""
    value = _CONTROL.sub("", value)
    if value.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(value):
        return "'" + value
    return value


class RegistryExportMixin(SpreadsheetExportMixin):
    """Exports of a listing, as it is filtered, searched and sorted. See export_columns."""

    model: type[Model]

    @property
    def export_columns(self) -> Columns:
        """Heading and value of each column."""
        return EXPORTED[self.model]

    @property
    def list_export(self) -> list[str]:  # type: ignore[override]
        return [str(heading) for heading, _ in self.export_columns]

    def get_heading(self, queryset: QuerySet[Any], field: str) -> str:
        return field

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {str(heading): value(item) for heading, value in self.export_columns}

    def get_filename(self) -> str:
        return f"{self.model._meta.verbose_name}-{timezone.localdate():%Y%m%d}"

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, datetime.datetime):
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        if isinstance(value, datetime.date):
            return value.isoformat()
        if value is None:
            return ""
        if isinstance(value, int | float):
            return value
        if isinstance(value, list | tuple | set):
            value = "、".join(force_str(part) for part in value)
        return harmless(force_str(value))

    def stream_csv(self, queryset: QuerySet[Any]) -> Iterator[bytes]:
        yield BYTE_ORDER_MARK  # without it Excel reads UTF-8 as the local code page
        yield from super().stream_csv(queryset)

    def write_csv_response(self, queryset: QuerySet[Any]) -> StreamingHttpResponse:
        response = super().write_csv_response(queryset)
        response["Content-Type"] = "text/csv; charset=utf-8"
        response["Content-Disposition"] = content_disposition_header(
            True, f"{self.get_filename()}.csv"
        )
        return response
