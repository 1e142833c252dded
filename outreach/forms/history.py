"""What is filled in about a session that was held before this software."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.domain import heldrows
from outreach.domain.history import Held
from outreach.forms.planning import DATE, TIME, RoomField
from outreach.localtime import at_local, local
from outreach.models import Programme, Room, Teacher, Venue


class HeldForm(forms.Form):
    """One session as it was: also with programmes, places and teachers that are no longer in use."""

    programme = forms.ModelChoiceField(
        label=gettext_lazy("课程"),
        queryset=Programme.objects.order_by("title"),
        empty_label=gettext_lazy("请选择"),
    )
    day = forms.DateField(label=gettext_lazy("日期"), **DATE)  # type: ignore[arg-type]
    begins = forms.TimeField(label=gettext_lazy("开始"), **TIME)  # type: ignore[arg-type]
    ends = forms.TimeField(
        label=gettext_lazy("结束"),
        required=False,
        help_text=gettext_lazy("留空：按课程的时长"),
        **TIME,  # type: ignore[arg-type]
    )
    venue = forms.ModelChoiceField(
        label=gettext_lazy("场地"),
        queryset=Venue.objects.order_by("name"),
        empty_label=gettext_lazy("请选择"),
    )
    room = RoomField(
        label=gettext_lazy("房间"),
        queryset=Room.objects.select_related("venue").order_by("venue__name", "sort_order"),
        required=False,
        empty_label=gettext_lazy("整个场地"),
    )
    teacher = forms.ModelChoiceField(
        label=gettext_lazy("老师"),
        queryset=Teacher.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("没有记录"),
    )
    adults = forms.IntegerField(
        label=gettext_lazy("到场成人"), min_value=0, max_value=heldrows.MOST_HEADS, initial=0
    )
    minors = forms.IntegerField(
        label=gettext_lazy("到场未成年人"), min_value=0, max_value=heldrows.MOST_HEADS, initial=0
    )
    proof = forms.CharField(
        label=gettext_lazy("签到表和照片保存在哪里"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("如“2026年签到册第1册第12页，照片在办公室硬盘”"),
    )
    open_to_public = forms.BooleanField(
        label=gettext_lazy("面向公众"),
        required=False,
        initial=True,
        help_text=gettext_lazy("只给某所学校或单位上的课不勾选"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        room, venue = data.get("room"), data.get("venue")
        if room is not None and venue is not None and room.venue_id != venue.pk:
            self.add_error("room", _("这个房间不属于所选的场地。"))
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("结束时间要晚于开始时间。"))
        elif begins and data.get("day") and data.get("programme"):
            data["begins_at"], data["ends_at"] = self._times(data)
            if data["ends_at"] > timezone.now():
                self.add_error("day", _("只能补录已经结束的场次。"))
        if "adults" in data and "minors" in data and not data["adults"] + data["minors"]:
            self.add_error("adults", _("请填写到场人数，至少一人。"))
        return data

    def _times(self, data: dict[str, Any]) -> tuple[datetime.datetime, datetime.datetime]:
        begins_at = at_local(data["day"], data["begins"])
        length = datetime.timedelta(minutes=data["programme"].length)
        ends_at = at_local(data["day"], data["ends"]) if data.get("ends") else begins_at + length
        return begins_at, ends_at

    def held(self) -> Held:
        data = dict(self.cleaned_data)
        for name in ("day", "begins", "ends"):
            del data[name]
        return Held(**data)

    def told(self) -> dict[str, str]:
        """The same as a row of the spreadsheet would say it."""
        one = self.held()
        return {
            heldrows.PROGRAMME: one.programme.title,
            heldrows.DAY: f"{local(one.begins_at):%Y-%m-%d}",
            heldrows.BEGINS: f"{local(one.begins_at):%H:%M}",
            heldrows.ENDS: f"{local(one.ends_at):%H:%M}",
            heldrows.VENUE: one.venue.name,
            heldrows.ROOM: one.room.name if one.room else "",
            heldrows.TEACHER: one.teacher.name if one.teacher else "",
            heldrows.ADULTS: str(one.adults),
            heldrows.MINORS: str(one.minors),
            heldrows.PROOF: one.proof,
        }
