"""What somebody who asks for a class fills in, and what staff fill in to answer."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.signin.fields import EmailOrPhoneField
from outreach.domain.asking import MOST_WISHES, Asked, Wish
from outreach.enums import VenueType
from outreach.models import Programme, Venue
from registry.enums import DivisionLevel
from registry.models import Division

LATEST = datetime.timedelta(days=366)
PARTS = [("am", _("上午")), ("pm", _("下午")), ("evening", _("晚上"))]


class DayAndPart(forms.MultiWidget):
    """A day, and which part of it."""

    def __init__(self) -> None:
        super().__init__(
            {
                "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                "part": forms.Select(choices=PARTS, attrs={"aria-label": _("时段")}),
            }
        )

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """The label belongs to the day."""
        return f"{id_}_0" if id_ else id_

    def decompress(self, value: Wish | None) -> list[Any]:
        return [value.day, value.part] if value else [None, "am"]


class WishField(forms.MultiValueField):
    """One wished day; left empty when no day is given."""

    widget = DayAndPart

    def __init__(self, **kwargs: Any) -> None:
        invalid = {"invalid": _("这个日期看不懂，请写成 2026-11-23 这样。")}
        fields = (
            forms.DateField(required=False, error_messages=invalid),
            forms.ChoiceField(
                choices=PARTS,
                required=False,
                error_messages={"invalid_choice": _("请选择上午、下午或晚上。")},
            ),
        )
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> Wish | None:
        if not data_list or data_list[0] is None:
            return None
        return Wish(data_list[0], data_list[1] or "am")

    def clean(self, value: Any) -> Wish | None:
        wish: Wish | None = super().clean(value)
        if wish is None:
            return None
        today = timezone.localdate()
        if wish.day <= today:
            raise ValidationError(_("请选择今天以后的日期。"))
        if wish.day > today + LATEST:
            raise ValidationError(_("请选择一年以内的日期。"))
        return wish


def areas() -> QuerySet[Division]:
    """Streets and districts one may choose from: all townships, and wherever a venue lies."""
    used = Venue.objects.filter(division__isnull=False).order_by().values("division")
    return Division.objects.filter(
        Q(level=DivisionLevel.TOWNSHIP) | Q(pk__in=used), abolished_in__isnull=True
    )


class ClassRequestForm(forms.Form):
    """A request for a class."""

    body_name = forms.CharField(
        label=_("学校、社区或单位名称"),
        max_length=100,
        error_messages={"required": _("请填写单位名称。")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    venue_type = forms.ChoiceField(
        label=_("在什么样的地方上课"),
        choices=[("", _("请选择")), *VenueType.choices],
        error_messages={"required": _("请选择在什么样的地方上课。")},
    )
    division = forms.ModelChoiceField(
        label=_("所在街道或区域（可不选）"),
        queryset=Division.objects.none(),
        required=False,
        empty_label=_("不清楚"),
        error_messages={"invalid_choice": _("请从列表中选择，或选“不清楚”。")},
    )
    address = forms.CharField(
        label=_("上课地址"),
        max_length=200,
        help_text=_("写到门牌号，有教室或活动室的也写上。"),
        error_messages={"required": _("请填写上课地址。")},
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    programme = forms.ModelChoiceField(
        label=_("想上哪门课"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("还没想好，写在下面"),
        error_messages={"invalid_choice": _("这门课现在不能申请，请另选一门。")},
    )
    wish = forms.CharField(
        label=_("希望怎样的课"),
        max_length=1000,
        required=False,
        help_text=_("想让大家学到什么、有没有特别的要求。选了课的可以不写。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    audience = forms.CharField(
        label=_("谁来上课"),
        max_length=100,
        help_text=_("如：三年级学生；社区老人。"),
        error_messages={"required": _("请填写谁来上课，便于准备合适的内容。")},
    )
    group_size = forms.IntegerField(
        label=_("大约多少人"),
        validators=[
            MinValueValidator(1, _("人数至少是 1。")),
            MaxValueValidator(5000, _("人数最多 5000，更多请与我们联系。")),
        ],
        error_messages={
            "required": _("请填写大约多少人。"),
            "invalid": _("人数请写阿拉伯数字，如 40。"),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
    )
    contact_name = forms.CharField(
        label=_("联系人"),
        max_length=60,
        error_messages={"required": _("请填写联系人。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = EmailOrPhoneField(
        label=_("联系人的手机号或邮箱"),
        help_text=_("安排的进展会发到这里，只有办理的工作人员能看到。"),
        error_messages={"required": _("请填写手机号或邮箱，安排好后要通知您。")},
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=32)
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """A trap: people do not see it, programs that fill in everything do."""

    WISHES = tuple(f"wish_{number}" for number in range(1, MOST_WISHES + 1))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = areas()  # type: ignore[attr-defined]
        self.fields["programme"].queryset = Programme.objects.filter(active=True)  # type: ignore[attr-defined]
        for number, name in enumerate(self.WISHES, start=1):
            self.fields[name] = WishField(
                label=_("希望的日期 %(number)d") % {"number": number},
                required=False,
                help_text=_("至少写一个；多写几个更容易安排。") if number == 1 else "",
            )
        self.order_fields(
            [
                *("body_name", "venue_type", "division", "address", "programme", "wish"),
                *("audience", "group_size", *self.WISHES, "contact_name", "contact"),
            ]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("programme") and not data.get("wish") and "programme" not in self.errors:
            self.add_error("wish", _("请选择一门课，或写下希望怎样的课。"))
        if not self._wishes() and not any(name in self.errors for name in self.WISHES):
            self.add_error(self.WISHES[0], _("请至少写一个希望的日期。"))
        return data

    def _wishes(self) -> list[Wish]:
        given = [self.cleaned_data.get(name) for name in self.WISHES]
        return list(dict.fromkeys(wish for wish in given if wish is not None))

    @property
    def asked(self) -> Asked:
        """What was filled in, for the domain."""
        told = self.cleaned_data
        return Asked(
            body_name=told["body_name"],
            venue_type=VenueType(told["venue_type"]),
            division=told["division"],
            address=told["address"],
            programme=told["programme"],
            wish=told["wish"],
            audience=told["audience"],
            group_size=told["group_size"],
            wishes=self._wishes(),
            contact_name=told["contact_name"],
            contact=told["contact"],
        )
