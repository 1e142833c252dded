"""What experts fill in: a declaration, a reason for stepping back, the sheet of scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from applications.enums import MemberState
from applications.sheets import Mark, Sheet, flaws_of
from applications.terms import Form, RubricItem


class DeclarationForm(forms.Form):
    """The expert says that nothing binds him to the applicant."""

    unbound = forms.BooleanField(
        label=_("我已核对，与申报人、申报单位没有利害关系，能够公正评审"),
        error_messages={"required": _("请勾选声明；如有利害关系，请选择“回避或谢绝”。")},
    )


class SteppingBackForm(forms.Form):
    """回避 or 谢绝, and why."""

    state = forms.ChoiceField(
        label=_("您的情况"),
        choices=[
            (MemberState.RECUSED.value, _("有利害关系，申请回避")),
            (MemberState.DECLINED.value, _("没有时间或不熟悉这个领域，谢绝")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一项。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        help_text=_("只有评审秘书能看到，例如：申报人是我的学生。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请简单写明理由，只有评审秘书能看到。")},
    )

    def __init__(self, *args: Any, may_decline: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_decline:
            field: Any = self.fields["state"]
            field.choices = field.choices[:1]
            field.initial = MemberState.RECUSED.value


class SheetForm(forms.Form):
    """One row for each item of the rubric, the vote, the opinion. ``whole`` asks for all of it."""

    in_favour = forms.TypedChoiceField(
        label=_("是否同意推荐"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("总体意见"),
        help_text=_("说明同意或不同意的理由，供委员会参考。"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tab = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, rubric: Form, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        self.whole = whole
        for item in rubric.rubric:
            self.fields[f"points-{item.key}"] = _points_field(item)
            self.fields[f"remark-{item.key}"] = forms.CharField(
                label=_("“%(name)s”的说明（可不填）") % {"name": item.name},
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields([name for name in self.fields if name not in self.base_fields])

    @property
    def sheet(self) -> Sheet:
        """What was typed, as far as it is well-formed."""
        data = self.cleaned_data
        return Sheet(
            marks={
                item.key: Mark(data.get(f"points-{item.key}"), data.get(f"remark-{item.key}", ""))
                for item in self.rubric.rubric
            },
            in_favour=data.get("in_favour"),
            opinion=data.get("opinion", ""),
        )

    def rows(self) -> Iterator[tuple[RubricItem, BoundField, BoundField]]:
        """Item, points, remark."""
        for item in self.rubric.rubric:
            yield item, self[f"points-{item.key}"], self[f"remark-{item.key}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, sentence in flaws_of(self.sheet, self.rubric, whole=self.whole):
            if name not in self.errors:
                self.add_error(name or None, sentence)
        return data

    def blame(self, error: ValidationError) -> None:
        """Show what the domain had against it beside what was typed."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, sentences in error.message_dict.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def values_of(sheet: Sheet) -> dict[str, Any]:
    """The initial values of a form for this sheet."""
    values: dict[str, Any] = {"opinion": sheet.opinion}
    if sheet.in_favour is not None:
        values["in_favour"] = "yes" if sheet.in_favour else "no"
    for key, mark in sheet.marks.items():
        values[f"remark-{key}"] = mark.remark
        if mark.points is not None:
            values[f"points-{key}"] = plain_points(mark.points)
    return values


def plain_points(points: Decimal) -> str:
    """12 rather than 12.0."""
    return f"{points.normalize():f}"


def _points_field(item: RubricItem) -> forms.DecimalField:
    limits = {"min": "0", "max": str(item.points), "step": "0.5", "inputmode": "decimal"}
    return forms.DecimalField(
        label=_("“%(name)s”得分") % {"name": item.name},
        required=False,
        widget=forms.NumberInput(attrs=limits),
        error_messages={"invalid": _("请填数字，例如 12 或 12.5。")},
    )
