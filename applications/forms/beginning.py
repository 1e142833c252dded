"""Beginning an application: which round, which kind, for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.queries import open_organisations_of
from applications.enums import Kind
from applications.models import Round

MYSELF = ""


class BeginForm(forms.Form):
    """``what`` is a round and a kind of it; ``unit`` one of the applicant's own, or nobody's."""

    what = forms.CharField(
        label=_("申报什么"), error_messages={"required": _("请选择要申报什么。")}
    )
    unit = forms.CharField(label=_("以谁的名义"), required=False)

    def __init__(self, data: Any, *, user: User, rounds: Iterable[Round]) -> None:
        super().__init__(data)
        self.rounds = {round_.pk: round_ for round_ in rounds}
        self.units = list(open_organisations_of(user))

    def clean_what(self) -> tuple[Round, Kind]:
        """The round and the kind that were chosen, among those that are open."""
        return chosen(self.cleaned_data["what"], self.rounds)

    def clean_unit(self) -> Organisation | None:
        """The unit, when it is one of the user's."""
        wanted = self.cleaned_data["unit"]
        if wanted == MYSELF:
            return None
        for unit in self.units:
            if str(unit.pk) == wanted:
                return unit
        raise ValidationError(_("请选择以个人名义，或您所在单位的名义申报。"))


class CounterForm(forms.Form):
    """At the counter (代办): for whom the officer files."""

    what = forms.ChoiceField(label=_("申报什么"))
    name = forms.CharField(label=_("当事人姓名或单位名称"), max_length=120)
    email = forms.EmailField(
        label=_("当事人账号的邮箱（可不填）"),
        required=False,
        help_text=_("当事人在本网站有账号时填写，他就能自己查看进度、接着填写。"),
    )

    def __init__(self, data: Any, *, rounds: Iterable[Round]) -> None:
        super().__init__(data)
        self.rounds = {round_.pk: round_ for round_ in rounds}
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (f"{round_.pk}:{kind}", f"{round_} · {kind.label}")
            for round_ in self.rounds.values()
            for kind in kinds_of(round_)
        ]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_what(self) -> tuple[Round, Kind]:
        """The round and the kind that were chosen."""
        return chosen(self.cleaned_data["what"], self.rounds)

    def clean_email(self) -> User | None:
        """The person's account, by a mailbox he has verified."""
        wanted = self.cleaned_data["email"]
        if not wanted:
            return None
        row = EmailAddress.objects.filter(email__iexact=wanted, verified=True).first()
        if row is None:
            raise ValidationError(_("没有找到用这个邮箱注册的账号，请核对，或不填。"))
        return row.user  # type: ignore[no-any-return]


def kinds_of(round_: Round) -> list[Kind]:
    """What can be applied for in the round."""
    version = round_.current_version
    return [kind for kind in Kind if version is not None and kind in version.terms.forms]


def chosen(value: str, rounds: dict[int, Round]) -> tuple[Round, Kind]:
    """Read ``round:kind``. Raises ValidationError for what is not on offer."""
    number, _colon, kind = value.partition(":")
    round_ = rounds.get(int(number)) if number.isascii() and number.isdigit() else None
    if round_ is None or kind not in kinds_of(round_):
        raise ValidationError(_("请从正在接受申报的批次和类型中选择。"))
    return round_, Kind(kind)
