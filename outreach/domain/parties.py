"""For how many people one registers: alone, as a family, as a group."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outreach.domain.refusals import JoiningRefused
from outreach.enums import RegistrationKind
from outreach.models import Session

MOST_FAMILY = 6
MOST_GROUP = 500


@dataclass(frozen=True, slots=True)
class Party:
    """The people who come together. Of minors only the number is asked, never a name."""

    kind: RegistrationKind
    adults: int = 1
    minors: int = 0
    group_name: str = ""

    @property
    def people(self) -> int:
        return self.adults + self.minors


def problems_of(party: Party) -> dict[str, str]:
    """What is wrong with it in itself, by field."""
    problems: dict[str, str] = {}
    if party.adults < 1:
        problems["adults"] = _("至少有一位成人：未成年人请由家长或老师陪同。")
    if party.minors < 0:
        problems["minors"] = _("未成年人数没有的填 0。")
    if party.kind == RegistrationKind.SINGLE and (party.adults, party.minors) != (1, 0):
        problems["adults"] = _("个人报名只有一位成人。带孩子请选“家庭”。")
    if party.kind == RegistrationKind.FAMILY and party.people > MOST_FAMILY:
        problems["minors"] = _("家庭报名最多 %(most)d 人，人多请选“团体”。") % {"most": MOST_FAMILY}
    if party.kind == RegistrationKind.GROUP and not party.group_name.strip():
        problems["group_name"] = _("团体报名请填写学校或单位。")
    return problems


def check_party(session: Session, party: Party) -> None:
    """Raises ValidationError by field, or JoiningRefused (``too-large``) for more than ever fit."""
    problems = problems_of(party)
    if problems:
        raise ValidationError(problems)
    if party.people > min(session.seats, MOST_GROUP):
        raise JoiningRefused(
            _("这一场一共 %(seats)d 个名额，坐不下 %(people)d 人。人多可以申请单独开一场。")
            % {"seats": session.seats, "people": party.people},
            code="too-large",
        )
