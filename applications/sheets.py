"""评分表: what an expert writes of a case, as plain data, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from applications.models import PanelMember
from applications.terms import Form, RubricItem

MOST_REMARK = 1000
MOST_OPINION = 4000


@dataclass(frozen=True, slots=True)
class Mark:
    """Points and remark for one item of the rubric; no points yet in a sheet that is not finished."""

    points: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything one expert writes; marks by the item's key."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    in_favour: bool | None = None
    opinion: str = ""


def sheet_of(member: PanelMember) -> Sheet:
    """As it was last saved. One query."""
    marks = {one.item: Mark(one.points, one.remark) for one in member.scores.all()}
    return Sheet(marks, member.in_favour, member.opinion)


def flaws_of(sheet: Sheet, form: Form, *, whole: bool) -> Iterator[tuple[str, str]]:
    """(field, sentence) of what cannot be saved; with ``whole`` also of what is missing."""
    known = {item.key for item in form.rubric}
    for key in sheet.marks:
        if key not in known:
            yield "", _("评分表里没有“%(key)s”这一项，请刷新页面。") % {"key": key}
    for item in form.rubric:
        mark = sheet.marks.get(item.key, Mark())
        if mark.points is not None:
            yield from ((f"points-{item.key}", one) for one in _wrong_points(item, mark.points))
        elif whole:
            yield f"points-{item.key}", _("请给“%(name)s”评分。") % {"name": item.name}
        if len(mark.remark) > MOST_REMARK:
            yield f"remark-{item.key}", _too_long(MOST_REMARK, len(mark.remark))
    if whole and sheet.in_favour is None:
        yield "in_favour", _("请选择是否同意推荐。")
    if whole and not sheet.opinion.strip():
        yield "opinion", _("请写几句总体意见，说明同意或不同意的理由。")
    if len(sheet.opinion) > MOST_OPINION:
        yield "opinion", _too_long(MOST_OPINION, len(sheet.opinion))


def _wrong_points(item: RubricItem, points: Decimal) -> Iterator[str]:
    words = {"name": item.name, "most": item.points}
    if not points.is_finite() or not 0 <= points <= item.points:
        yield _("“%(name)s”请填 0 到 %(most)d 分。") % words
    elif points % Decimal("0.5"):
        yield _("“%(name)s”的分数最小到半分，例如 12 或 12.5。") % words


def _too_long(most: int, length: int) -> str:
    return _("最多 %(most)d 字，现在 %(length)d 字，请删减一些。") % {
        "most": most,
        "length": length,
    }
