"""What the public fills in without an account: an objection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Notice


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, each checked as one is."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            return []
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files]


class ObjectionForm(forms.Form):
    """An objection under real name."""

    candidate: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("对哪一项提出异议"),
        queryset=None,
        empty_label=_("请选择"),
        error_messages={"required": _("请选择对哪一项提出异议。")},
    )
    name = forms.CharField(
        label=_("真实姓名或单位全称"),
        max_length=60,
        help_text=_("异议须实名提出。您的姓名和联系方式只有经办人能看到，不会告诉申报人。"),
        error_messages={"required": _("请填写真实姓名或单位全称。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("电话或电子邮箱"),
        max_length=100,
        help_text=_("核实情况和答复时用。留电子邮箱可以收到回执。"),
        error_messages={"required": _("请填写联系方式，核实时需要与您联系。")},
    )
    grounds = forms.CharField(
        label=_("异议的事实和理由"),
        max_length=5000,
        error_messages={"required": _("请写明异议的事实和理由。")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    evidence = FilesField(
        label=_("证据材料（可不交）"),
        required=False,
        help_text=_("图片、PDF 或 Word，最多 5 个，每个不超过 20 MB。"),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=32)
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people do not see it, programs that fill in everything do."""

    MOST_FILES = 5

    def __init__(self, notice: Notice, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["candidate"].queryset = notice.candidates.filter(  # type: ignore[attr-defined]
            removed_at__isnull=True
        )

    def clean_evidence(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["evidence"]
        if len(files) > self.MOST_FILES:
            raise forms.ValidationError(
                _("最多交 %(most)d 个文件，现在是 %(count)d 个。请合并后再交。"),
                params={"most": self.MOST_FILES, "count": len(files)},
            )
        return files
