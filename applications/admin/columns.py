"""Columns of the staff's lists."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import formats, timezone
from wagtail.admin.ui.tables import Column


class DayColumn(Column):
    """A day as it is written in letters. "Two weeks ago" is no help with days that are counted."""

    def __init__(self, name: str, *, with_time: bool = False, **options: Any) -> None:
        options["classname"] = f"{options.get('classname') or ''} applications-nowrap".strip()
        super().__init__(name, **options)
        self.format = "Y年n月j日 H:i" if with_time else "Y年n月j日"

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        if isinstance(value, datetime.datetime):
            value = timezone.localtime(value)
        return formats.date_format(value, self.format) if value else "—"
