"""What planners fill in about a series: on which days, what of all its sessions, which of them change."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.domain.recurrence import MOST_DAYS, days_by_hand, last_day_for
from outreach.enums import Frequency, Weekday
from outreach.forms.planning import DATE, TIME, RoomField
from outreach.models import Programme, Room, SchoolTerm, Series, Teacher, Venue

BETWEEN = re.compile(r"[\s,，、;；]+")


class DatesField(forms.CharField):
    """Dates one after the other, as ISO 8601 or 2026年12月5日."""

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        found = set()
        for told in filter(None, BETWEEN.split(text)):
            numbers = re.findall(r"\d+", told)
            try:
                year, month, day = (int(one) for one in numbers)
                found.add(datetime.date(year, month, day).isoformat())
            except ValueError:
                raise ValidationError(
                    _("“%(told)s”不是日期。请写成 2026-12-05，几个日期之间用空格或顿号隔开。")
                    % {"told": told[:40]}
                ) from None
        return sorted(found)

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value


def weekdays(*, required: bool = False) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=gettext_lazy("星期"),
        choices=Weekday.choices,
        coerce=int,
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """On which days a series has sessions: until a day, for so many classes, or through a term."""

    term = forms.ModelChoiceField(
        label=gettext_lazy("整个学期"),
        queryset=SchoolTerm.objects.all(),
        required=False,
        empty_label=gettext_lazy("不按学期"),
        help_text=gettext_lazy("选了学期，“从”“到”可以不填"),
    )
    count = forms.IntegerField(
        label=gettext_lazy("共上几次"),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text=gettext_lazy("填了次数，“到”不用填；避开的日子不算在内"),
    )
    weekdays = weekdays()
    extra_days = DatesField(
        label=gettext_lazy("另加的日期"),
        required=False,
        help_text=gettext_lazy("如 2026-12-05、2026-12-12；“逐个日期”的系列都写在这里"),
    )
    left_out = DatesField(label=gettext_lazy("不上课的日期"), required=False)

    class Meta:
        model = Series
        fields = [
            *("frequency", "weekdays", "term", "first_day", "last_day", "count"),
            *("extra_days", "left_out", "skip_holidays", "term_time"),
        ]
        widgets: dict[str, forms.Widget] = {"first_day": DATE["widget"], "last_day": DATE["widget"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_day", "last_day"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"extra_days", "left_out", "first_day", "last_day", "count"} & set(self.errors):
            return data
        if data.get("frequency") == Frequency.BY_HAND:
            self._by_hand(data)
        else:
            self._by_rule(data)
        return data

    def _by_hand(self, data: dict[str, Any]) -> None:
        """The dates say where the series begins and ends."""
        days = [datetime.date.fromisoformat(one) for one in data["extra_days"]]
        if not days:
            self.add_error("extra_days", _("请写出上课的日期。"))
            return
        data["first_day"], data["last_day"] = min(days), max(days)

    def _by_rule(self, data: dict[str, Any]) -> None:
        """What was not filled in comes from the term, or from how many classes there are to be."""
        term, count = data.get("term"), data.get("count")
        if not data.get("weekdays"):
            self.add_error("weekdays", _("请选择星期几上课。"))
            return
        if term is not None:
            data["first_day"] = data["first_day"] or term.first_day
        if data["first_day"] is None:
            self.add_error("first_day", _("请填写从哪天起，或选择学期。"))
            return
        if count:
            data["last_day"] = self._reached(data, count)
        elif data["last_day"] is None and term is not None:
            data["last_day"] = term.last_day
        if data["last_day"] is None:
            if "count" not in self.errors:
                self.add_error("last_day", _("请填写到哪天，或共上几次，或选择学期。"))
        elif data["last_day"] < data["first_day"]:
            self.add_error("last_day", _("结束日期不能早于开始日期。"))

    def _reached(self, data: dict[str, Any], count: int) -> datetime.date | None:
        names = ("frequency", "weekdays", "first_day", "extra_days", "left_out", "skip_holidays")
        would = Series(**{name: data[name] for name in names}, term_time=data["term_time"])
        last = last_day_for(would, count)
        if last is None and len(days_by_hand(would)) >= count:
            self.add_error("count", _("另加的日期已经够这么多次。请改次数，或选“逐个日期”。"))
        elif last is None:
            self.add_error("count", _("三年之内排不满这么多次。请检查星期、学期和次数。"))
        return last


class SeriesForm(RuleForm):
    """A new series."""

    class Meta(RuleForm.Meta):
        fields = [
            *("programme", "title", "venue", "room", "teacher"),
            *RuleForm.Meta.fields,
            *("begins", "length", "seats"),
        ]
        widgets: dict[str, forms.Widget] = {**RuleForm.Meta.widgets, "begins": TIME["widget"]}
        field_classes = {"room": RoomField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("programme", Programme), ("venue", Venue), ("teacher", Teacher)):
            self.fields[name].queryset = model._default_manager.filter(active=True)  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("请选择")  # type: ignore[attr-defined]
        for name in ("length", "seats"):
            self.fields[name].required = False
        self.fields["length"].help_text = _("留空：课程的时长")
        self.fields["seats"].help_text = _("留空：课程的每场人数，不超过场地容量")
        rooms_and_teachers(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        programme, place = data.get("programme"), data.get("room") or data.get("venue")
        if programme is not None and place is not None:
            data["length"] = data.get("length") or programme.length
            data["seats"] = data.get("seats") or min(programme.group_size, place.capacity)
        return data


class SeriesChangeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is the same of all sessions of a series, and how many of them the change is for."""

    scope = forms.ChoiceField(
        label=gettext_lazy("改哪些"),
        choices=[
            ("all", gettext_lazy("全部还没有举办的")),
            ("following", gettext_lazy("这一场及以后的")),
        ],
        widget=forms.RadioSelect,
        initial="all",
    )
    from_day = forms.DateField(label=gettext_lazy("从哪天起"), required=False, **DATE)  # type: ignore[arg-type]
    reason = forms.CharField(label=gettext_lazy("为什么改"), max_length=300, required=False)
    despite = forms.CharField(
        label=gettext_lazy("有冲突仍这样安排的理由"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("只对发布过的场次、可以说明的冲突有用"),
    )

    class Meta:
        model = Series
        fields = ["title", "venue", "room", "teacher", "begins", "length", "seats"]
        widgets = {"begins": TIME["widget"]}
        field_classes = {"room": RoomField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms_and_teachers(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("scope") == "following" and not data.get("from_day"):
            self.add_error("from_day", _("请填写从哪天起改。"))
        return data


def rooms_and_teachers(form: forms.ModelForm) -> None:  # type: ignore[type-arg]
    """What no choice of a room or a teacher means."""
    form.fields["room"].queryset = Room.objects.select_related("venue")  # type: ignore[attr-defined]
    form.fields["room"].empty_label = _("整个场地")  # type: ignore[attr-defined]
    form.fields["teacher"].empty_label = _("还没有定")  # type: ignore[attr-defined]
