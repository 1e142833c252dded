"""What one row of a plan's spreadsheet says of a session that is to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
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

SEATS, TITLE, STAFF_NOTE = "名额", "标题", "工作备注"
PLAN = Sheet(
    columns=(
        *(PROGRAMME, DAY, BEGINS, ENDS, LENGTH, VENUE, ROOM, TEACHER, SEATS, TITLE, PUBLIC),
        STAFF_NOTE,
    ),
    needed=(PROGRAMME, DAY, BEGINS, VENUE),
    aliases={**ALIASES, "人数": SEATS, "备注": STAFF_NOTE},
)


@dataclass(slots=True)
class Read:
    """A row as ``plan_session`` wants it, as far as it could be read."""

    plan: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_row(told: dict[str, str], names: Names) -> Read:
    """Everything wrong with the row at once, not the first thing only."""
    cells = Cells(PLAN, told, names)
    plan = {
        **cells.what(),
        "title": cells.text(TITLE)[:80],
        "staff_note": cells.text(STAFF_NOTE)[:2000],
        "open_to_public": cells.yes(PUBLIC, _("留空表示面向公众。")),
    }
    seats = cells.number(SEATS, 1, 100_000)
    if seats is not None:
        plan["seats"] = seats
    times = cells.times()
    if times and times["begins_at"] <= timezone.now():
        said = _("这个时间已经过去，导入后不能发布。")
        told_day = cells.text(DAY)
        remedy = _("请核对年份和日期。")
        cells.problems.append(Problem(DAY, told_day, said, remedy, grave=False))
    return Read(plan | times, cells.problems)
