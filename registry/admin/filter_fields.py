"""Fields that filters of the staff listings are made of."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

YES_NO = [("yes", _("有")), ("no", _("没有"))]


def choices(label: Any, options: Any, method: str | None = None, **kwargs: Any) -> Any:
    """A filter of which several values may be ticked."""
    return django_filters.MultipleChoiceFilter(
        label=label,
        choices=options,
        widget=forms.CheckboxSelectMultiple,
        **({"method": method} if method else {}),
        **kwargs,
    )


def yes_no(label: Any, method: str) -> Any:
    """A filter for having something or not."""
    return django_filters.ChoiceFilter(
        label=label, choices=YES_NO, method=method, widget=forms.RadioSelect, empty_label=_("不限")
    )
