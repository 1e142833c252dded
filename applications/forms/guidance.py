"""What applicants and guides write about a dossier before it is handed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.domain.guiding import LONGEST
from applications.enums import ItemType
from applications.models import Case

WEEKDAYS = [
    (0, _("周一")),
    (1, _("周二")),
    (2, _("周三")),
    (3, _("周四")),
    (4, _("周五")),
    (5, _("周六")),
    (6, _("周日")),
]


def items_of(case: Case) -> list[tuple[str, Any]]:
    """Everything one can ask about or remark on: ``question:history`` → 历史渊源."""
    choices: list[tuple[str, Any]] = [(f"{ItemType.WHOLE}:", _("整份申报书"))]
    choices += [(f"{ItemType.QUESTION}:{one.key}", one.label) for one in case.form.questions]
    choices += [(f"{ItemType.MATERIAL}:{one.key}", one.name) for one in case.form.materials]
    return choices


class ItemForm(forms.Form):
    """A text about one item of the form."""

    about = forms.ChoiceField(label=_("关于哪一项"))
    text = forms.CharField(
        label=_("内容"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写下内容再发送。")},
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = items_of(case)  # type: ignore[attr-defined]

    def item(self) -> tuple[ItemType, str]:
        """What was chosen, as the domain wants it."""
        item_type, _colon, key = self.cleaned_data["about"].partition(":")
        return ItemType(item_type), key


class QuestionForm(ItemForm):
    """The applicant's question."""

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(case, *args, **kwargs)
        self.fields["text"].label = _("您的问题")
        self.fields["text"].help_text = _("指导员会在这里答复，并通知您。")


class BookingForm(forms.Form):
    """What one wants to talk about."""

    topic = forms.CharField(
        label=_("想咨询什么（可不填）"), max_length=300, required=False, widget=forms.TextInput
    )


class SlotSeriesForm(forms.Form):
    """Times a guide offers."""

    first_day = forms.DateField(
        label=_("从"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("到"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(
        label=_("每天从"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("每天到"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label=_("每个时段（分钟）"), initial=30, min_value=5, max_value=480
    )
    place = forms.CharField(label=_("地点或方式"), max_length=120)
    on_holidays = forms.BooleanField(label=_("节假日也提供"), required=False)


class OutcomeForm(forms.Form):
    """What came of an appointment."""

    held = forms.ChoiceField(
        label=_("结果"),
        choices=[("yes", _("已指导")), ("no", _("没有来"))],
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label=_("指导情况"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
