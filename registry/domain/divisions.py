"""Streets and communities under the divisions of GB/T 2260: entered, renamed, moved along with their parent.

Their codes are those of the statistics bureau (统计用区划代码和城乡划分代码编制规则): the district's six
digits, three for the street or town, three more for the community or village. So the code alone says
what tier it is and what lies above it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from registry.domain.deletion import referrers
from registry.enums import DivisionLevel
from registry.models import Division
from registry.rules import may

STREET_DIGITS, COMMUNITY_DIGITS = 9, 12
PARENT_DIGITS = {STREET_DIGITS: 6, COMMUNITY_DIGITS: STREET_DIGITS}
LEVELS = {STREET_DIGITS: DivisionLevel.TOWNSHIP, COMMUNITY_DIGITS: DivisionLevel.COMMUNITY}
LONGEST_NAME = Division._meta.get_field("name").max_length or 60
_OFFICES = (
    (re.compile(r"(?<=街道)办事处$"), ""),
    (re.compile(r"(?<=社区)居(?:民)?委(?:员)?会$"), ""),
    (re.compile(r"村?村(?:民)?委(?:员)?会$"), "村"),
)
"""A place is not its office: tables of the statistics bureau name the offices."""


@dataclass(slots=True)
class Entered:
    """What entering a list did, by code."""

    made: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    """Code → the name before."""
    unchanged: list[str] = field(default_factory=list)


def may_enter(user: User | None) -> bool:
    """Whether the user may both add and rename divisions."""
    return may(user, "add", Division) and may(user, "change", Division)


def place_name(written: str) -> str:
    """The name of the place where that of its office is written: 春华街道办事处 → 春华街道."""
    name = "".join(written.split())
    for office, instead in _OFFICES:
        name = office.sub(instead, name)
    return name


def own_code(code: str) -> str:
    """A street written with twelve digits by its nine: 120102001000 → 120102001."""
    if len(code) == COMMUNITY_DIGITS and code.endswith("000"):
        return code[:STREET_DIGITS]
    return code


def check_code(code: str) -> None:
    """Raises ValidationError for what cannot be the code of a street or community."""
    if not (code.isascii() and code.isdigit()) or len(code) not in PARENT_DIGITS:
        raise ValidationError(_("街道、乡镇的代码是九位数字，社区、村是十二位。"))
    if code.endswith("000"):
        raise ValidationError(_("最后三位不能是 000：那是上一级的代码。"))


def parent_of(code: str) -> Division:
    """What lies above a street or community, by its code. Raises ValidationError."""
    check_code(code)
    above = code[: PARENT_DIGITS[len(code)]]
    parent = Division.objects.filter(code=above).first()
    if parent is None:
        raise ValidationError(_("没有代码为 %(code)s 的上级区划，请先登记上级。") % {"code": above})
    if parent.abolished_in is not None:
        raise ValidationError(
            _("上级“%(name)s”已于 %(year)d 年撤销，请核对代码。")
            % {"name": parent.full_name, "year": parent.abolished_in}
        )
    return parent


@transaction.atomic
def enter_divisions(
    *, names: Mapping[str, str], by: User | None, sample_data: bool = False
) -> Entered:
    """Make these streets and communities (code → name), or give those there already their new names.

    A division that is not named stays as it is. ``by`` None is the machine's own administrator. What
    the sample brought becomes the bureau's own once it stands in a list of the bureau's.
    Raises ValidationError where a code has nothing above it; then nothing is written.
    """
    if by is not None and not may_enter(by):
        raise PermissionDenied
    entered = Entered()
    known = Division.objects.select_for_update().in_bulk(list(names), field_name="code")
    for code in sorted(names, key=lambda one: (len(one), one)):
        name = place_name(names[code])
        here = known.get(code)
        if here is None:
            _make(code, name, sample_data=sample_data)
            entered.made.append(code)
            continue
        if here.sample_data and not sample_data:
            Division.objects.filter(pk=here.pk).update(sample_data=False)
        if here.name == name:
            entered.unchanged.append(code)
        else:
            entered.renamed[code] = here.name
            here.refresh_from_db()
            rename(here, name)
    return entered


def rename(division: Division, name: str) -> None:
    """Give a division its new name; the old one still finds it, and what lies below is told anew."""
    before, division.name = division.name, name
    division.former_names = with_former(division, before)
    division.full_name = (division.parent.full_name if division.parent else "") + name
    division.save()
    retell_below(division)


def with_former(division: Division, before: str) -> list[str]:
    """The former names with the one it had till now, each once and without that of today."""
    names = dict.fromkeys([*division.former_names, before])
    return [name for name in names if name != division.name]


def retell_below(division: Division) -> None:
    """Write the full names of everything below once more."""
    for child in Division.objects.filter(parent=division):
        full_name = division.full_name + child.name
        if child.full_name != full_name:
            child.full_name = full_name
            child.save()
            retell_below(child)


def remove_sample_divisions() -> int:
    """Take away the sample's streets that nothing refers to any more; the number of them.

    One that a real record lies in is a real place as well: the bureau keeps it.
    """
    removed = 0
    rows = Division.objects.filter(sample_data=True).order_by("-level", "code")
    for division in rows:
        if referrers(division):
            Division.objects.filter(pk=division.pk).update(sample_data=False)
        else:
            division.delete()
            removed += 1
    return removed


def _make(code: str, name: str, *, sample_data: bool) -> None:
    parent = parent_of(code)
    Division.objects.create(
        code=code,
        name=name,
        full_name=parent.full_name + name,
        level=LEVELS[len(code)],
        parent=parent,
        sample_data=sample_data,
    )
