"""What one row of a spreadsheet says of a session that was held before this software."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from outreach.domain.cells import (
    ALIASES,
    BEGINS,
    DAY,
    ENDS,
    LENGTH,
    PROGRAMME,
    PUBLIC,
    ROOM,
    TEACHER,
    VENUE,
    Cells,
    Names,
    Problem,
    Sheet,
)
from outreach.domain.history import Held
from outreach.models import Session

ADULTS, MINORS, PROOF = "到场成人", "到场未成年人", "证明材料保存在哪里"
MOST_HEADS = 1_000_000
HISTORY = Sheet(
    columns=(
        *(PROGRAMME, DAY, BEGINS, ENDS, LENGTH, VENUE, ROOM, TEACHER, ADULTS, MINORS, PROOF),
        PUBLIC,
    ),
    needed=(PROGRAMME, DAY, BEGINS, VENUE, PROOF),
    aliases={
        **ALIASES,
        **dict.fromkeys(("成人", "成人人数", "到场成人人数"), ADULTS),
        **dict.fromkeys(("未成年人", "未成年人人数", "学生", "学生人数", "儿童"), MINORS),
        **dict.fromkeys(("证明材料", "证明", "签到表和照片", "签到表保存处", "保存处"), PROOF),
    },
)


@dataclass(slots=True)
class Read:
    """A row as ``record_history`` wants it; nothing where it was refused."""

    held: Held | None = None
    problems: list[Problem] = field(default_factory=list)
    known: Session | None = None
    """The same session, entered before: nothing is written."""

    @property
    def new(self) -> bool:
        return self.held is not None and self.known is None and not self.refused

    @property
    def refused(self) -> bool:
        return any(one.grave for one in self.problems)


def read_held(told: dict[str, Any], names: Names, *, now: datetime.datetime) -> Read:
    """Everything wrong with the row at once, not the first thing only."""
    cells = Cells(HISTORY, told, names)
    what, times, heads = cells.what(), cells.times(), _heads(cells)
    public = cells.yes(PUBLIC, _("留空表示面向公众。"))
    proof = cells.text(PROOF)
    if not proof:
        remedy = _("请写明签到表和照片保存在哪里，如“2026年签到册第1册，照片在办公室硬盘”。")
        cells.refuse(PROOF, _("没有填。"), remedy)
    if times and what["programme"] is not None:
        length = datetime.timedelta(minutes=what["programme"].length)
        times.setdefault("ends_at", times["begins_at"] + length)
    _refuse_what_is_not_over(cells, times, now)
    if cells.problems:
        return Read(problems=cells.problems)
    told_of: dict[str, Any] = {**what, **times, **heads}
    return Read(held=Held(**told_of, proof=proof[:2000], open_to_public=public))


def _heads(cells: Cells) -> dict[str, int]:
    adults, minors = (cells.number(one, 0, MOST_HEADS) for one in (ADULTS, MINORS))
    unread = {one.column for one in cells.problems} & {ADULTS, MINORS}
    if not unread and not (adults or minors):
        cells.refuse(ADULTS, _("没有到场人数。"), _("请填成人和未成年人各几人，至少一人。"))
    return {"adults": adults or 0, "minors": minors or 0}


def _refuse_what_is_not_over(
    cells: Cells, times: dict[str, datetime.datetime], now: datetime.datetime
) -> None:
    end = times.get("ends_at") or times.get("begins_at")
    if end is None or end <= now:
        return
    reason = _("只能补录已经结束的场次。")
    cells.refuse(DAY, reason, _("请检查日期；还没有举办的，请在“课程安排”里安排。"))
