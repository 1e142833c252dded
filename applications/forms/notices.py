"""What staff write about notices and objections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import queries
from applications.enums import ObjectionState
from applications.forms.steps import StepForm, step_form
from applications.models import Notice, Objection, Round


class NoticeForm(forms.ModelForm[Notice]):
    """The draft of a notice: its words and its candidates."""

    cases: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("公示的申报"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("列出的是委员会已决定公示、还没有公示的申报。"),
        error_messages={"required": _("请至少选择一件申报。")},
    )

    class Meta:
        model = Notice
        fields = ("title", "text", "objection_contact")

    def __init__(self, round_: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notice = self.instance if self.instance.pk else None
        self.fields["cases"].queryset = queries.ready_for_notice(round_, notice=notice)  # type: ignore[attr-defined]
        if notice is not None:
            self.initial["cases"] = list(notice.candidates.values_list("case", flat=True))


class CorrectionTextForm(forms.Form):
    """The words of a correction notice."""

    correction = forms.CharField(
        label=_("更正公告"),
        help_text=_("公众会在公示下面看到这段文字，不能再改。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明更正公告的内容，公众会在公示下面看到。")},
    )


class CandidateForm(CorrectionTextForm):
    """What a published notice says of a candidate."""

    name = forms.CharField(label=_("名称"), max_length=120)
    unit = forms.CharField(label=_("申报人或单位"), max_length=120, required=False)
    text = forms.CharField(label=_("简介"), widget=forms.Textarea(attrs={"rows": 6}))


class ExtensionForm(CorrectionTextForm):
    """More days for the public."""

    last_day = forms.DateField(
        label=_("新的最后一天"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class OpeningForm(forms.Form):
    """Why the sealed original is opened."""

    reason = forms.CharField(
        label=_("查看事由"), max_length=200, help_text=_("会记入查看记录，至少 4 个字。")
    )


class RedactionForm(forms.Form):
    """The copy for the file."""

    text = forms.CharField(
        label=_("隐去身份的文本"),
        help_text=_("存入案卷，其他工作人员能看到。请去掉一切能认出异议人的内容。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class DecisionForm(forms.Form):
    """The next step of an objection."""

    to = forms.ChoiceField(label=_("下一步"))
    text = forms.CharField(
        label=_("理由、核实结论或答复"),
        required=False,
        help_text=_("不予受理和答复的内容会发给异议人。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, choices: list[ObjectionState], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(one.value, one.label) for one in choices]  # type: ignore[attr-defined]


class HandingOverForm(forms.Form):
    """To whom and why."""

    to: forms.ModelChoiceField = forms.ModelChoiceField(label=_("移交给"), queryset=None)
    reason = forms.CharField(label=_("原因"), max_length=200)

    def __init__(self, objection: Objection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = queries.handlers_of(objection)  # type: ignore[attr-defined]


@step_form("uphold_objection")
@step_form("take_off_notice")
class OffNoticeForm(StepForm):
    """A case leaves its notice only with a correction notice that tells the public."""

    correction = forms.CharField(
        label=_("更正公告"),
        max_length=1000,
        help_text=_("公众会在公示下面看到这段文字，不能再改。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def wanted(self) -> dict[str, Any]:
        return {"correction": self.cleaned_data["correction"]}
