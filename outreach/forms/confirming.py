"""What a teacher or a venue says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from outreach.domain.confirming import LONGEST_NOTE
from outreach.enums import Answer


class AnswerForm(forms.Form):
    """Agree, or decline with a word on why; the word is asked for when somebody cannot."""

    answer = forms.ChoiceField(
        label=_("您的答复"),
        choices=[(Answer.AGREED, _("可以，按这个时间安排")), (Answer.DECLINED, _("不行"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择可以还是不行。")},
    )
    note = forms.CharField(
        label=_("附言"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("不行的话，请写一句原因，或您方便的时间。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == Answer.DECLINED and not cleaned.get("note"):
            self.add_error("note", ValidationError(_("请写一句原因或您方便的时间，便于重新安排。")))
        return cleaned

    @property
    def agreed(self) -> bool:
        return bool(self.cleaned_data["answer"] == Answer.AGREED)


class TelephoneForm(AnswerForm):
    """What the party said on the telephone, written down by staff."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = str(_("对方的答复"))
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            (Answer.AGREED, Answer.AGREED.label),
            (Answer.DECLINED, Answer.DECLINED.label),
        ]
        self.fields["note"].help_text = str(_("写明谁在电话里说的；不能参加的写明原因。"))
