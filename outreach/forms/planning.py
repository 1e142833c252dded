"""What planners fill in about a session."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.enums import SessionKind, VenueType
from outreach.localtime import at_local, local
from outreach.models import Programme, Room, Session, Teacher, Venue

DATE = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
TIME = {"widget": forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")}


class RoomField(forms.ModelChoiceField):
    """Rooms of all venues: each is told with its house."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.venue} · {obj.name}（{obj.capacity}）"


class SessionForm(forms.Form):
    """A session as it is planned: what, where, who, when, for how many."""

    programme = forms.ModelChoiceField(
        label=gettext_lazy("课程"), queryset=Programme.objects.none()
    )
    day = forms.DateField(label=gettext_lazy("日期"), **DATE)  # type: ignore[arg-type]
    begins = forms.TimeField(
        label=gettext_lazy("开始"),
        help_text=gettext_lazy("开课的时间，如 14:30；布置时间不用算在内"),
        **TIME,  # type: ignore[arg-type]
    )
    length = forms.IntegerField(
        label=gettext_lazy("时长（分钟）"),
        min_value=10,
        max_value=12 * 60,
        required=False,
        help_text=gettext_lazy("如 90；留空：课程的时长"),
    )
    venue = forms.ModelChoiceField(label=gettext_lazy("场地"), queryset=Venue.objects.none())
    room = RoomField(
        label=gettext_lazy("房间"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=gettext_lazy("整个场地"),
        help_text=gettext_lazy("选了房间，别的房间同时还可以安排别的课"),
    )
    teacher = forms.ModelChoiceField(
        label=gettext_lazy("老师"),
        queryset=Teacher.objects.none(),
        required=False,
        empty_label=gettext_lazy("还没有定"),
        help_text=gettext_lazy("可以先不选，发布前要定下来"),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("名额"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=gettext_lazy("留空：课程的每场人数，不超过场地容量"),
    )
    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("这一场另有名称时填，如：寒假专场；留空：课程的名称"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("形式"),
        choices=[("", gettext_lazy("和课程一样")), *SessionKind.choices],
        required=False,
    )
    open_to_public = forms.BooleanField(
        label=gettext_lazy("面向公众报名"),
        required=False,
        initial=True,
        help_text=gettext_lazy("只给某所学校或单位上的课不勾选：公众看得到，不能报名"),
    )
    note = forms.CharField(
        label=gettext_lazy("给参加者的话"),
        help_text=gettext_lazy("公开，写在课程页上，如：请提前十分钟到"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    staff_note = forms.CharField(
        label=gettext_lazy("工作备注"),
        help_text=gettext_lazy("只有工作人员看得到，如：钥匙在门卫"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, session: Session | None = None, **kwargs: Any) -> None:
        self.session = session
        super().__init__(*args, **kwargs)
        for name, model in (("programme", Programme), ("venue", Venue), ("teacher", Teacher)):
            rows = model._default_manager.filter(active=True)  # type: ignore[attr-defined]
            if session is not None and getattr(session, f"{name}_id"):
                rows |= model._default_manager.filter(pk=getattr(session, f"{name}_id"))  # type: ignore[attr-defined]
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["venue"].empty_label = _("请选择")  # type: ignore[attr-defined]
        if session is None:
            self.fields["programme"].empty_label = _("请选择")  # type: ignore[attr-defined]
        rooms = Room.objects.filter(venue__active=True).select_related("venue")
        self.fields["room"].queryset = rooms.order_by("venue__name", "sort_order")  # type: ignore[attr-defined]
        if session is not None:
            del self.fields["programme"]
            self.initial = {**initial_of(session), **self.initial}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        room, venue = data.get("room"), data.get("venue")
        if room is not None and venue is not None and room.venue_id != venue.pk:
            raise ValidationError({"room": _("这个房间不属于所选的场地。")})
        return data

    def plan(self) -> dict[str, Any]:
        """What ``plan_session`` and ``change_session`` want."""
        data = dict(self.cleaned_data)
        begins_at = at_local(data.pop("day"), data.pop("begins"))
        length = data.pop("length")
        data["begins_at"] = begins_at
        data["ends_at"] = begins_at + datetime.timedelta(minutes=length) if length else None
        for name in ("seats", "kind"):
            if not data[name]:
                del data[name]
        return data


def initial_of(session: Session) -> dict[str, Any]:
    """The session in the form's fields."""
    begins = local(session.begins_at)
    return {
        "day": begins.date(),
        "begins": begins.time(),
        "length": int((session.ends_at - session.begins_at).total_seconds() // 60),
        **{
            name: getattr(session, name)
            for name in (
                *("venue", "room", "teacher", "seats", "title", "kind"),
                *("open_to_public", "note", "staff_note"),
            )
        },
    }


class ChangeForm(SessionForm):
    """The same for a session that is there already, and why it is changed."""

    reason = forms.CharField(
        label=gettext_lazy("为什么改"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("已发布的场次会记入办理记录"),
    )
    despite = forms.CharField(
        label=gettext_lazy("有冲突仍这样安排的理由"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("只对可以说明的冲突有用；场地和老师重叠不能说明"),
    )


class FilterForm(forms.Form):
    """What of the plan is shown."""

    venue_type = forms.ChoiceField(
        label=gettext_lazy("场地类型"),
        choices=[("", gettext_lazy("全部类型")), *VenueType.choices],
        required=False,
    )
    venue = forms.ModelChoiceField(
        label=gettext_lazy("场地"),
        queryset=Venue.objects.all(),
        required=False,
        empty_label=gettext_lazy("全部场地"),
    )
    teacher = forms.ModelChoiceField(
        label=gettext_lazy("老师"),
        queryset=Teacher.objects.all(),
        required=False,
        empty_label=gettext_lazy("全部老师"),
    )
    programme = forms.ModelChoiceField(
        label=gettext_lazy("课程"),
        queryset=Programme.objects.all(),
        required=False,
        empty_label=gettext_lazy("全部课程"),
    )

    def narrowing(self) -> dict[str, Any]:
        """As lookups of sessions; what is not valid narrows nothing."""
        self.is_valid()
        lookups = {"venue_type": "venue__venue_type"}
        return {
            lookups.get(name, name): value
            for name, value in getattr(self, "cleaned_data", {}).items()
            if value
        }
