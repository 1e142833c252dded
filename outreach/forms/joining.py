"""What people fill in to join, and after a class."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from outreach.domain.joining import Person, normal_contact
from outreach.domain.parties import Party, problems_of
from outreach.enums import RegistrationKind

KINDS = (
    (RegistrationKind.SINGLE.value, _("我一个人")),
    (RegistrationKind.FAMILY.value, _("一家人，带孩子也选这里")),
    (RegistrationKind.GROUP.value, _("学校、单位或团体")),
)


def heads() -> forms.TextInput:
    """A field for a number of people; not ``type=number``, which takes no digits of an input method."""
    return forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})


class JoinForm(forms.Form):
    """For whom, who to call, and how to reach him. Of minors only the number is asked."""

    kind = forms.ChoiceField(
        label=_("谁来参加"),
        choices=KINDS,
        initial=RegistrationKind.SINGLE.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择谁来参加。")},
    )
    group_name = forms.CharField(
        label=_("学校、单位或团体名称"),
        max_length=80,
        required=False,
        help_text=_("由带队的人报名。带队的老师或负责人不占名额：40 个学生的班就填 40 人。"),
    )
    adults = forms.IntegerField(
        label=_("成人几位"),
        min_value=0,
        max_value=500,
        required=False,
        help_text=_("一家人包括您自己，不填算 1 位；团体不算带队的人，不填算 0 位。"),
        error_messages={
            "invalid": _("成人人数请填数字。"),
            "min_value": _("成人人数没有的填 0。"),
            "max_value": _("成人最多填 500，人更多请与我们联系。"),
        },
        widget=heads(),
    )
    minors = forms.IntegerField(
        label=_("未成年人几位"),
        min_value=0,
        max_value=500,
        initial=0,
        required=False,
        help_text=_("只填人数，不登记孩子的姓名。"),
        error_messages={
            "invalid": _("未成年人人数请填数字。"),
            "min_value": _("未成年人数没有的填 0。"),
            "max_value": _("未成年人最多填 500，人更多请与我们联系。"),
        },
        widget=heads(),
    )
    name = forms.CharField(
        label=_("怎么称呼您"),
        max_length=40,
        error_messages={"required": _("请填写称呼，到场时好找到您。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("手机号或邮箱"),
        max_length=100,
        error_messages={"required": _("请填写手机号或邮箱，确认报名要用。")},
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
    )
    needs = forms.CharField(
        label=_("需要的照顾（可不填）"),
        max_length=300,
        required=False,
        help_text=_("例如轮椅、手语、过敏。"),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people do not see it, programs that fill in everything do."""

    def __init__(self, *args: Any, proved: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].help_text = (
            _("用账户里验证过的手机号或邮箱，不用再确认；换别的要先确认。")
            if proved
            else _("我们会发一个链接和验证码，请在 1 小时内确认。确认前不占名额。")
        )

    def clean_contact(self) -> str:
        return normal_contact(self.cleaned_data["contact"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("website"):
            raise ValidationError(_("提交没有成功，请刷新页面再试一次。"))
        if not self.errors.keys() & {"kind", "group_name", "adults", "minors"}:
            for name, problem in problems_of(self.party()).items():
                self.add_error(name, problem)  # all that is wrong is said at once
        return cleaned

    def party(self) -> Party:
        """Who comes; alone is alone, whatever stands in fields that are then not shown."""
        told = self.cleaned_data
        kind = RegistrationKind(told["kind"])
        if kind == RegistrationKind.SINGLE:
            return Party(kind)
        is_group = kind == RegistrationKind.GROUP
        adults = told["adults"] if told["adults"] is not None else int(not is_group)
        return Party(kind, adults, told["minors"] or 0, told["group_name"] if is_group else "")

    def person(self) -> Person:
        told = self.cleaned_data
        return Person(told["name"], told["contact"], told["needs"])


class CodeForm(forms.Form):
    """The six digits that were sent."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=12,
        help_text=_("短信或邮件里的 6 位数字。"),
        error_messages={"required": _("请填写验证码。")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class FeedbackForm(forms.Form):
    """One to five, and a few words if one likes."""

    rating = forms.TypedChoiceField(
        label=_("这堂课怎么样"),
        coerce=int,
        choices=(
            (5, _("很好")),
            (4, _("好")),
            (3, _("一般")),
            (2, _("不太好")),
            (1, _("不好")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    text = forms.CharField(
        label=_("想说的话（可不填）"),
        max_length=1000,
        required=False,
        help_text=_("不署名。请不要写姓名和电话。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
