"""What staff fill in when they answer a request for a class."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.domain.requesting import Plan
from outreach.domain.suggesting import venue_of
from outreach.localtime import at_local
from outreach.models import ClassRequest, Programme, Room, Teacher, Venue

FROM = {"am": datetime.time(9, 30), "pm": datetime.time(14, 0), "evening": datetime.time(18, 30)}
"""Where the form begins for a wished part of a day."""


class ReasonForm(forms.Form):
    """A reason that the requester reads."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=1000,
        help_text=_("会原样告诉对方，请写得具体、客气。"),
        error_messages={"required": _("请写明原因，对方会看到这段话。")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ArrangingForm(forms.Form):
    """Programme, teacher, day and place for a request."""

    programme = forms.ModelChoiceField(
        label=_("课程"),
        queryset=Programme.objects.none(),
        empty_label=_("请选择"),
        error_messages={"required": _("请选择课程。")},
    )
    teacher = forms.ModelChoiceField(
        label=_("老师"),
        queryset=Teacher.objects.none(),
        required=False,
        empty_label=_("以后再定"),
    )
    venue = forms.ModelChoiceField(
        label=_("场地"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("按申请里的名称和地址新建"),
    )
    room = forms.ModelChoiceField(
        label=_("房间"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=_("整个场地"),
    )
    day = forms.DateField(
        label=_("日期"),
        error_messages={
            "required": _("请填写日期。"),
            "invalid": _("日期请写成 2026-11-23 这样。"),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    begins = forms.TimeField(
        label=_("开始时间"),
        error_messages={
            "required": _("请填写开始时间。"),
            "invalid": _("时间请写成 14:30 这样。"),
        },
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    seats = forms.IntegerField(
        label=_("名额"), validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    open_to_public = forms.BooleanField(
        label=_("也面向公众报名"), required=False, help_text=_("只给这个单位上的课不勾选。")
    )

    def __init__(self, request: ClassRequest, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = _first_wish(request) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        choices = {
            "programme": Programme.objects.filter(active=True),
            "teacher": Teacher.objects.filter(active=True),
            "venue": Venue.objects.filter(active=True),
            "room": Room.objects.filter(venue__active=True).select_related("venue"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["room"].label_from_instance = lambda room: f"{room.venue} · {room}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        venue, room = data.get("venue"), data.get("room")
        if room is not None and (venue is None or room.venue_id != venue.pk):
            self.add_error("room", _("这个房间不属于所选的场地。"))
        if data.get("day") and data.get("begins") and self.begins_at <= timezone.now():
            self.add_error("day", _("请选择今后的时间。"))
        return data

    @property
    def begins_at(self) -> datetime.datetime:
        """When the class begins."""
        return at_local(self.cleaned_data["day"], self.cleaned_data["begins"])

    @property
    def plan(self) -> Plan:
        """What was filled in, for the domain."""
        told = self.cleaned_data
        details = {name: told[name] for name in ("teacher", "room", "seats", "open_to_public")}
        return Plan(told["programme"], self.begins_at, told["venue"], details)


def _first_wish(request: ClassRequest) -> dict[str, Any]:
    """The form as the request suggests it: the first wished day that is still ahead."""
    today = timezone.localdate().isoformat()
    ahead = [wish for wish in request.wished if wish["day"] > today]
    begin: dict[str, Any] = {
        "programme": request.programme_id,
        "venue": venue_of(request),
        "seats": request.group_size,
    }
    if ahead:
        begin |= {"day": ahead[0]["day"], "begins": FROM[ahead[0]["part"]]}
    return begin
