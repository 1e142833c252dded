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
    """The people who take part together. Of minors only the number is asked, never a name.

    A family counts the adult who registers. A group counts those who take part: the teacher who
    brings a class stands beside and takes no seat, so a class of 40 is 40 people.
    """

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
    fewest = 0 if party.kind == RegistrationKind.GROUP else 1
    if party.adults < fewest:
        problems["adults"] = (
            _("成人人数没有的填 0。")
            if fewest == 0
            else _("至少有一位成人：未成年人请由家长陪同。学校带班请选“团体”。")
        )
    if party.minors < 0:
        problems["minors"] = _("未成年人数没有的填 0。")
    if party.kind == RegistrationKind.SINGLE and (party.adults, party.minors) != (1, 0):
        problems["adults"] = _("个人报名只有一位成人。带孩子请选“家庭”。")
    if party.kind == RegistrationKind.FAMILY and party.people > MOST_FAMILY:
        problems["minors"] = _("家庭报名最多 %(most)d 人，人多请选“团体”。") % {"most": MOST_FAMILY}
    if party.kind == RegistrationKind.GROUP:
        if not problems and party.people < 1:
            problems["minors"] = _("请填写来多少人，成人和未成年人至少一位。")
        if not party.group_name.strip():
            problems["group_name"] = _("团体报名请填写学校或单位。")
    return problems


def who_brings_them() -> str:
    """Told wherever a group reads how many seats it has."""
    return _("带队的老师或负责人不占名额，不用算在人数里。")


def check_party(session: Session, party: Party) -> None:
    """Raises ValidationError by field, or JoiningRefused (``too-large``) for more than ever fit."""
    problems = problems_of(party)
    if problems:
        raise ValidationError(problems)
    if party.people > min(session.seats, MOST_GROUP):
        told = _("这一场一共 %(seats)d 个名额，坐不下 %(people)d 人。人多可以申请单独开一场。") % {
            "seats": session.seats,
            "people": party.people,
        }
        if party.kind == RegistrationKind.GROUP:
            told = f"{told} {who_brings_them()}"
        raise JoiningRefused(told, code="too-large")
