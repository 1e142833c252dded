"""What planners fill in about many sessions at once: slots, copies, publications, imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.domain.slots import PARTS, Wish
from outreach.enums import VenueType
from outreach.forms.planning import DATE
from outreach.forms.series import weekdays
from outreach.localtime import local_day, monday_of
from outreach.models import Programme, Teacher, Venue
from registry.importing.readers import limits

SLOT_DAYS = 92


class SlotForm(forms.Form):
    """What somebody is looking for."""

    programme = forms.ModelChoiceField(
        label=gettext_lazy("课程"),
        queryset=Programme.objects.filter(active=True),
        empty_label=gettext_lazy("请选择"),
    )
    first_day = forms.DateField(label=gettext_lazy("从"), **DATE)  # type: ignore[arg-type]
    last_day = forms.DateField(label=gettext_lazy("到"), **DATE)  # type: ignore[arg-type]
    venue_type = forms.ChoiceField(
        label=gettext_lazy("场地类型"),
        choices=[("", gettext_lazy("都可以")), *VenueType.choices],
        required=False,
    )
    area = forms.CharField(
        label=gettext_lazy("哪一带"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("区划、地址或场地名称里的字，如：大王庄"),
    )
    venue = forms.ModelChoiceField(
        label=gettext_lazy("场地"),
        queryset=Venue.objects.filter(active=True),
        required=False,
        empty_label=gettext_lazy("都可以"),
    )
    teacher = forms.ModelChoiceField(
        label=gettext_lazy("老师"),
        queryset=Teacher.objects.filter(active=True),
        required=False,
        empty_label=gettext_lazy("能教这门课的都可以"),
    )
    weekdays = weekdays()
    part = forms.ChoiceField(
        label=gettext_lazy("时段"),
        choices=[(name, label) for name, (label, _starts) in PARTS.items()],
        required=False,
    )
    seats = forms.IntegerField(
        label=gettext_lazy("人数"), min_value=1, max_value=5000, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("结束日期不能早于开始日期。"))
        elif first and last and (last - first).days > SLOT_DAYS:
            self.add_error("last_day", _("一次最多找三个月。"))
        return data

    def wish(self) -> Wish:
        data = dict(self.cleaned_data)
        return Wish(**{**data, "weekdays": tuple(data["weekdays"])})


class CopyForm(forms.Form):
    """A week, and the one that is to become like it; any of their days names them."""

    week = forms.DateField(label=gettext_lazy("照哪一周（任一天）"), **DATE)  # type: ignore[arg-type]
    to = forms.DateField(label=gettext_lazy("复制到哪一周（任一天）"), **DATE)  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        week, to = data.get("week"), data.get("to")
        if week and to and monday_of(week) == monday_of(to):
            self.add_error("to", _("请选另外一周：不能复制到原来的这一周。"))
        if to and monday_of(to) < monday_of(local_day(timezone.now())):
            self.add_error("to", _("不能复制到已经过去的一周。"))
        return data


class DaysForm(forms.Form):
    """The days of a plan."""

    first_day = forms.DateField(label=gettext_lazy("从"), **DATE)  # type: ignore[arg-type]
    last_day = forms.DateField(label=gettext_lazy("到"), **DATE)  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("结束日期不能早于开始日期。"))
        return data


class PlanFileForm(forms.Form):
    """A spreadsheet of sessions."""

    file = forms.FileField(
        label=gettext_lazy("表格"),
        help_text=gettext_lazy("XLSX、XLS 或 CSV；先预览，确认后才写入"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > limits.max_bytes():
            raise ValidationError(
                _("文件超过上限 %(limit).0f MB。请拆成几个文件分别导入。")
                % {"limit": limits.max_bytes() / 2**20}
            )
        return file
