"""委员会审议: one decision, or one sitting on several cases."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from applications.domain.deciding import Meeting, Outcome
from applications.enums import Decision
from applications.models import Case
from media.domain.uploads import UploadLimits, store_whole
from media.enums import FileKind
from media.models import PrivateFile

MINUTES = UploadLimits(kinds=(FileKind.DOCUMENT, FileKind.PICTURE))
MOST_VOTES = 999


def _votes(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_VOTES, **kwargs)


class MeetingForm(forms.Form):
    """When the committee met and what was said."""

    met_on = forms.DateField(
        label=gettext_lazy("会议日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    minutes = forms.CharField(
        label=gettext_lazy("会议纪要"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    minutes_file = forms.FileField(
        label=gettext_lazy("纪要扫描件（可不传）"),
        required=False,
        help_text=gettext_lazy("只有评审秘书能打开，每次打开都留痕。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met_on"].initial = timezone.localdate()
        self.fields["minutes_file"].widget.attrs["accept"] = MINUTES.accept

    def meeting(self, by: User) -> Meeting:
        """The sitting, its file stored. Raises ValidationError when the file is refused."""
        upload = self.cleaned_data["minutes_file"]
        stored: PrivateFile | None = None
        if upload:
            stored = store_whole(owner=by, upload=upload, limits=MINUTES)
        met_on: datetime.date = self.cleaned_data["met_on"]
        return Meeting(met_on, self.cleaned_data["minutes"], stored)


class DecisionForm(MeetingForm):
    """One case: votes, decision; a reason unless it goes on notice, experts when it is sent back."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    votes_for = _votes(gettext_lazy("同意"))
    votes_against = _votes(gettext_lazy("不同意"))
    abstentions = _votes(gettext_lazy("弃权"), initial=0)
    decision = forms.ChoiceField(
        label=gettext_lazy("决定"), choices=Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("不通过或退回时必填；不通过的理由写进给申报人的通知书。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") in (Decision.REJECT, Decision.RETURN) and not data.get("reason"):
            self.add_error("reason", _("请写明理由。"))
        return data

    def outcome(self, case: Case, experts: Sequence[int]) -> Outcome:
        data = self.cleaned_data
        return Outcome(
            case_id=case.pk,
            votes_for=data["votes_for"],
            votes_against=data["votes_against"],
            abstentions=data["abstentions"],
            decision=Decision(data["decision"]),
            reason=data["reason"],
            experts=experts,
        )


@dataclass(frozen=True, slots=True)
class SittingRow:
    """One case in the table of a sitting."""

    case: Case
    votes_for: BoundField
    votes_against: BoundField
    abstentions: BoundField
    decision: BoundField
    reason: BoundField

    @property
    def fields(self) -> tuple[BoundField, ...]:
        return (self.votes_for, self.votes_against, self.abstentions, self.decision, self.reason)

    @property
    def errors(self) -> list[str]:
        return [str(error) for field in self.fields for error in field.errors]


class SittingForm(MeetingForm):
    """One meeting, a row for each case; rows left empty are passed over."""

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        choices = [("", _("未审议"))] + [
            (one.value, one.label) for one in (Decision.NOTICE, Decision.REJECT)
        ]
        for case in cases:
            self._add(case, "for", _votes(_("同意"), required=False))
            self._add(case, "against", _votes(_("不同意"), required=False))
            self._add(case, "abstain", _votes(_("弃权"), required=False))
            self._add(case, "decision", forms.ChoiceField(choices=choices, required=False))
            reason = forms.CharField(required=False, max_length=2000)
            self._add(case, "reason", reason)

    def _add(self, case: Case, name: str, field: forms.Field) -> None:
        labels = {
            "for": _("同意"),
            "against": _("不同意"),
            "abstain": _("弃权"),
            "decision": _("决定"),
            "reason": _("不通过的理由"),
        }
        field.label = labels[name]
        field.widget.attrs["aria-label"] = f"{case.title}：{labels[name]}"
        self.fields[f"{name}-{case.pk}"] = field

    def rows(self) -> Iterator[SittingRow]:
        for case in self.cases:
            names = ("for", "against", "abstain", "decision", "reason")
            yield SittingRow(case, *(self[f"{name}-{case.pk}"] for name in names))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        used = [case for case in self.cases if self._is_used(case, data)]
        if not used and not self.errors:
            raise ValidationError(_("请至少填写一件申报的表决结果。"))
        for case in used:
            if not data.get(f"decision-{case.pk}"):
                self.add_error(f"decision-{case.pk}", _("请选择决定。"))
            if data.get(f"for-{case.pk}") is None:
                self.add_error(f"for-{case.pk}", _("请填写同意票数，没有就填 0。"))
        return data

    def outcomes(self) -> list[Outcome]:
        """The rows that were filled in."""
        data = self.cleaned_data
        return [
            Outcome(
                case_id=case.pk,
                votes_for=data[f"for-{case.pk}"],
                votes_against=data[f"against-{case.pk}"] or 0,
                abstentions=data[f"abstain-{case.pk}"] or 0,
                decision=Decision(data[f"decision-{case.pk}"]),
                reason=data[f"reason-{case.pk}"],
            )
            for case in self.cases
            if self._is_used(case, data)
        ]

    def _is_used(self, case: Case, data: dict[str, Any]) -> bool:
        names = ("for", "against", "abstain", "decision", "reason")
        return any(data.get(f"{name}-{case.pk}") not in (None, "") for name in names)
