"""What a step of a session asks; most ask only for a reason, or for nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.domain.signing_in import Heads
from outreach.domain.steps import Transition
from outreach.models import Session

Form = TypeVar("Form", bound="type[StepForm]")
STEP_FORMS: dict[str, type[StepForm]] = {}
"""Step → its form; see ``form_for``."""
TELLS_PEOPLE = ("cancel", "postpone")
MOST_HEADS = 100_000


def step_form(name: str) -> Callable[[Form], Form]:
    """Register a form for this step."""

    def register(form: Form) -> Form:
        STEP_FORMS[name] = form
        return form

    return register


def form_for(name: str) -> type[StepForm]:
    """The form of a step."""
    return STEP_FORMS.get(name, StepForm)


class StepForm(forms.Form):
    """Reason only. ``seen`` tells which log the page was opened on, so that an old page is refused."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明理由。")},
    )

    def __init__(
        self, *args: Any, session: Session, row: Transition, heads: Heads, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.row, self.heads = session, row, heads
        self.fields["seen"].initial = session.events_written
        reason = self.fields["reason"]
        reason.required = row.reason_needed
        if not row.reason_needed:
            reason.label = str(_("备注（记入办理记录）"))
        elif row.name in TELLS_PEOPLE:
            reason.help_text = str(_("报名的人、老师和场地会在通知里看到。"))
        self.propose()
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def propose(self) -> None:
        """Fill in what is known already."""

    def wanted(self) -> dict[str, Any]:
        """What the step's guards and effects read; see the table."""
        return {}


@step_form("hold")
class HoldForm(StepForm):
    """Heads, proposed from the sign-ins."""

    adults = forms.IntegerField(
        label=_("到场成人"),
        min_value=0,
        max_value=MOST_HEADS,
        error_messages={"required": _("请填写人数，没有填 0。")},
    )
    minors = forms.IntegerField(
        label=_("到场未成年人"),
        min_value=0,
        max_value=MOST_HEADS,
        help_text=_("未满 18 周岁，只登记人数。"),
        error_messages={"required": _("请填写人数，没有填 0。")},
    )
    held_note = forms.CharField(
        label=_("举办情况"),
        required=False,
        max_length=2000,
        help_text=_("上了什么、反响怎样，一两句就好；只给工作人员看。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def propose(self) -> None:
        if self.heads.adults or self.heads.minors:
            self.fields["adults"].initial = self.heads.adults
            self.fields["minors"].initial = self.heads.minors
            self.fields["adults"].help_text = str(_("已按签到填好，可以改。"))

    def wanted(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("adults", "minors", "held_note")}


@step_form("postpone")
class PostponeForm(StepForm):
    """The new day and hours; the same place and teacher, as a new draft."""

    day = forms.DateField(
        label=_("新的日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写新的日期。")},
    )
    begins = forms.TimeField(
        label=_("开始"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("结束"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def propose(self) -> None:
        begins = timezone.localtime(self.session.begins_at)
        self.fields["day"].initial = begins.date() + datetime.timedelta(days=7)
        self.fields["begins"].initial = begins.time()
        self.fields["ends"].initial = timezone.localtime(self.session.ends_at).time()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("结束时间要晚于开始时间。"))
        return cleaned

    def wanted(self) -> dict[str, Any]:
        day = self.cleaned_data["day"]
        here = timezone.get_current_timezone()
        return {
            "begins_at": datetime.datetime.combine(day, self.cleaned_data["begins"], here),
            "ends_at": datetime.datetime.combine(day, self.cleaned_data["ends"], here),
        }
