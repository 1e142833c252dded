"""Forms of the import pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from registry.enums import Level
from registry.importing.columns import INHERITOR_HEADINGS, PROJECT_HEADINGS
from registry.importing.entries import LABELS
from registry.importing.errors import ImportRefused
from registry.importing.formats import FORMATS
from registry.importing.options import ImportOptions
from registry.importing.readers import limits
from registry.models import Division, ImportRun

FORMAT_LABELS = {
    "table": _("一般表格（CSV、XLSX、XLS，按中文列名）"),
    "ihchina-projects": _("国家级项目名录（中国非物质文化遗产网，CSV 或 JSONL）"),
    "ihchina-inheritors": _("国家级传承人名录（中国非物质文化遗产网，CSV）"),
}
KINDS = [
    ("auto", _("自动判断")),
    ("projects", _("代表性项目")),
    ("inheritors", _("代表性传承人")),
]


def not_too_large(file: UploadedFile) -> UploadedFile:
    """The file itself. Raises ValidationError for one that no reader would open."""
    if (file.size or 0) > limits.max_bytes():
        raise forms.ValidationError(
            _("文件有 %(size).0f MB，超过上限 %(limit).0f MB。请拆成几个文件分别导入。")
            % {"size": (file.size or 0) / 2**20, "limit": limits.max_bytes() / 2**20}
        )
    return file


class UploadForm(forms.ModelForm):  # type: ignore[type-arg]
    """A file and what it does not say itself."""

    format = forms.ChoiceField(
        label=_("格式"),
        choices=[(name, label) for name, label in FORMAT_LABELS.items() if name in FORMATS],
    )
    file = forms.FileField(label=_("文件"), allow_empty_file=True)
    kind = forms.ChoiceField(label=_("名录种类"), choices=KINDS, required=False)
    level = forms.TypedChoiceField(
        label=_("级别"),
        choices=Level.choices,
        coerce=int,
        initial=Level.COUNTY.value,
        help_text=_("表格里没有“级别”一列时用"),
    )
    division = forms.CharField(
        label=_("谁的名录（区划代码）"), max_length=6, help_text=_("如河东区 120102")
    )
    batch = forms.IntegerField(
        label=_("第几批"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("表格和标题里都没有批次时用"),
    )
    date = forms.CharField(
        label=_("公布日期"), required=False, help_text=_("如 2019-12-31 或 2019年12月31日")
    )
    act = forms.CharField(label=_("发文字号"), required=False, max_length=60)
    issuer = forms.CharField(
        label=_("发文机关"),
        required=False,
        max_length=120,
        help_text=_("填了发文字号时用；不填为该地区人民政府"),
    )
    category = forms.CharField(
        label=_("类别"), required=False, help_text=_("整份名录都是一个类别、表格里没有写时用")
    )
    overwrite_conflicts = forms.BooleanField(
        label=_("以文件为准"),
        required=False,
        help_text=_("人工改过的内容与文件不同时，用文件的内容替换；正在编辑的草稿仍不会改动"),
    )
    publish = forms.BooleanField(
        label=_("导入后公开"), required=False, initial=True, help_text=_("不选则新记录存为草稿")
    )

    class Meta:
        model = ImportRun
        fields = ["format", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].initial = settings.SITE_DIVISION

    def clean_file(self) -> UploadedFile:
        """The size is known before anything is stored."""
        return not_too_large(self.cleaned_data["file"])

    def clean_division(self) -> str:
        """A code of the table of divisions."""
        code: str = self.cleaned_data["division"].strip()
        if not Division.objects.filter(code=code).exists():
            raise forms.ValidationError(_("没有这一区划代码。请填写六位代码，如 120102。"))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            self.options().check()
        except ImportRefused as refusal:
            raise forms.ValidationError(refusal.message) from None
        return cleaned

    def options(self) -> ImportOptions:
        """The options of the run."""
        data = self.cleaned_data
        return ImportOptions(
            kind=data.get("kind") or "auto",
            level=data.get("level") or Level.COUNTY.value,
            division=data.get("division") or "",
            batch=data.get("batch"),
            date=data.get("date") or "",
            act=data.get("act") or "",
            issuer=data.get("issuer") or "",
            category=data.get("category") or "",
            overwrite_conflicts=bool(data.get("overwrite_conflicts")),
            publish=bool(data.get("publish")),
        )


class ColumnsForm(forms.Form):
    """One choice for each heading of the file: which field it is."""

    def __init__(self, *args: Any, headings: dict[str, str], kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = list(headings)
        known = INHERITOR_HEADINGS if kind == "inheritors" else PROJECT_HEADINGS
        choices = [("-", _("不导入")), *((name, self._label(name, kind)) for name in known)]
        for number, (heading, field) in enumerate(headings.items()):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading, choices=choices, initial=field or "-"
            )

    def columns(self) -> dict[str, str]:
        """Heading → field, for ImportOptions."""
        return {
            heading: self.cleaned_data[f"column-{number}"]
            for number, heading in enumerate(self.headings)
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [field for field in self.columns().values() if field != "-"]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("同一项内容选了两列。请每项只选一列。"))
        if "name" not in chosen:
            raise forms.ValidationError(_("请指出哪一列是名称（项目名称或姓名）。"))
        return cleaned

    @staticmethod
    def _label(name: str, kind: str) -> str:
        if name == "name":
            return str(_("姓名") if kind == "inheritors" else _("项目名称"))
        return {"project_code": "项目编号"}.get(name) or LABELS.get(name, name)
