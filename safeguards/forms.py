"""The form of whoever has a receipt: its number and its code."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TrackForm(forms.Form):
    """A receipt number and its query code."""

    number = forms.CharField(
        label=pgettext_lazy("receipt", "编号"),
        max_length=40,
        help_text=_("如：FY-2026-0012，在回执上。"),
        error_messages={"required": _("请填写编号。")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        help_text=_("10 位字母和数字，与编号一起给您的。"),
        error_messages={"required": _("请填写查询码。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
