"""Lists kept as JSON, edited as boxes to tick."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from registry.models import Category


class TickedList(forms.CheckboxSelectMultiple):
    """For a JSONField that holds a list of the choices' values; whole numbers stay numbers."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        values = super().value_from_datadict(data, files, name) or []
        return json.dumps([int(one) if one.isdecimal() else one for one in values])

    def format_value(self, value: Any) -> list[str]:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                value = []
        return [str(one) for one in value or []]


class TickedCategories(TickedList):
    """The categories by their ordinal, which forms and cases keep; read when the form is shown."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = categories  # type: ignore[assignment]  # Django takes a callable too


def categories() -> list[tuple[str, str]]:
    """Ordinal and name."""
    return [
        (str(ordinal), name) for ordinal, name in Category.objects.values_list("ordinal", "name")
    ]
