"""What one row of a plan's spreadsheet says: read, or refused with the column, why, and what would help."""

from __future__ import annotations

import datetime
import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from outreach.localtime import at_local
from outreach.models import Programme, Room, Teacher, Venue
from registry.importing.values import read_date

PROGRAMME, DAY, BEGINS, ENDS, LENGTH = "课程", "日期", "开始时间", "结束时间", "时长（分钟）"
VENUE, ROOM, TEACHER, SEATS, TITLE = "场地", "房间", "老师", "名额", "标题"
PUBLIC, STAFF_NOTE = "面向公众", "工作备注"
COLUMNS = (
    *(PROGRAMME, DAY, BEGINS, ENDS, LENGTH, VENUE, ROOM, TEACHER, SEATS, TITLE, PUBLIC),
    STAFF_NOTE,
)
NEEDED = (PROGRAMME, DAY, BEGINS, VENUE)
"""Headings are Chinese on every site: they are data, not chrome."""
ALIASES = {
    "课程名称": PROGRAMME,
    "上课日期": DAY,
    "开始": BEGINS,
    "时间": BEGINS,
    "结束": ENDS,
    "时长": LENGTH,
    "地点": VENUE,
    "授课老师": TEACHER,
    "人数": SEATS,
    "备注": STAFF_NOTE,
}
YES, NO = {"是", "√", "1", "y", "yes", "对"}, {"否", "×", "0", "n", "no", "不"}
CLOCK = re.compile(r"^(?:\d{4}-\d\d-\d\d )?(\d{1,2})[:：点时](\d{1,2})?(?::00(?:\.0+)?)?分?$")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell was not taken, or what to know of it. Only grave ones refuse the row."""

    column: str
    value: str
    reason: str
    remedy: str
    grave: bool = True

    def as_data(self) -> dict[str, Any]:
        return {
            "column": self.column,
            "value": self.value[:200],
            "reason": self.reason,
            "remedy": self.remedy,
            "grave": self.grave,
        }


@dataclass(slots=True)
class Read:
    """A row as ``plan_session`` wants it, as far as it could be read."""

    plan: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Names:
    """Programmes, venues and teachers in use, by name; read once for a whole file."""

    def __init__(self) -> None:
        self.programmes = _by_name(Programme.objects.filter(active=True), "title")
        self.venues = _by_name(Venue.objects.filter(active=True).select_related("division"), "name")
        self.teachers = _by_name(Teacher.objects.filter(active=True), "name")
        self.rooms: dict[int, dict[str, list[Any]]] = defaultdict(dict)
        for room in Room.objects.filter(venue__active=True):
            self.rooms[room.venue_id].setdefault(plain(room.name), []).append(room)


def plain(name: str) -> str:
    """Blanks and case make no other name."""
    return "".join(name.split()).casefold()


def _by_name(rows: Iterable[Any], name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[plain(getattr(row, name))].append(row)
    return dict(found)


def read_row(told: dict[str, str], names: Names) -> Read:
    """Everything wrong with the row at once, not the first thing only."""
    read = Read()
    cells = {column: told.get(column, "").strip() for column in COLUMNS}
    read.plan = {
        "programme": _named(read, cells, PROGRAMME, names.programmes),
        "venue": _named(read, cells, VENUE, names.venues),
        "teacher": _named(read, cells, TEACHER, names.teachers),
        "title": cells[TITLE][:80],
        "staff_note": cells[STAFF_NOTE][:2000],
        "open_to_public": _yes(read, cells),
    }
    venue = read.plan["venue"]
    rooms = names.rooms[venue.pk] if venue is not None else {}
    read.plan["room"] = _named(read, cells, ROOM, rooms) if venue is not None else None
    seats = _number(read, cells, SEATS, 1, 100_000)
    if seats is not None:
        read.plan["seats"] = seats
    _times(read, cells)
    return read


def _named(read: Read, cells: dict[str, str], column: str, known: dict[str, list[Any]]) -> Any:
    value = cells[column]
    if not value:
        if column in NEEDED:
            read.problems.append(Problem(column, "", _("没有填。"), _("请填写后再导入。")))
        return None
    rows = known.get(plain(value), [])
    if len(rows) == 1:
        return rows[0]
    if rows:
        reason = _("有 %(count)d 个同名的。") % {"count": len(rows)}
        remedy = _("请先在后台给它们不同的名称。")
    else:
        near = difflib.get_close_matches(plain(value), known, n=3, cutoff=0.5)
        reason = _("后台没有这个名称，或已停用。")
        remedy = (
            _("是不是“%(names)s”？") % {"names": "”“".join(str(known[one][0]) for one in near)}
            if near
            else _("请先在后台登记，或改成登记过的名称。")
        )
    read.problems.append(Problem(column, value, reason, remedy))
    return None


def _times(read: Read, cells: dict[str, str]) -> None:
    """Begin and end as moments; an end that is not told is the programme's length later."""
    said = read_date(cells[DAY].split(" ")[0] if cells[DAY] else "")
    day = said.whole if said is not None else None
    if day is None:
        reason = _("没有填。") if not cells[DAY] else _("看不出是哪一天。")
        remedy = _("请写成 2026-12-05 或 2026年12月5日。")
        read.problems.append(Problem(DAY, cells[DAY], reason, remedy))
    begins, ends = (_clock(read, cells, column) for column in (BEGINS, ENDS))
    length = _number(read, cells, LENGTH, 10, 12 * 60)
    if day is None or begins is None:
        return
    read.plan["begins_at"] = at_local(day, begins)
    if ends is not None and ends <= begins:
        remedy = _("请检查开始和结束时间；跨夜的活动请在后台安排。")
        read.problems.append(Problem(ENDS, cells[ENDS], _("结束不晚于开始。"), remedy))
    elif ends is not None:
        read.plan["ends_at"] = at_local(day, ends)
    elif length is not None:
        read.plan["ends_at"] = read.plan["begins_at"] + datetime.timedelta(minutes=length)


def _clock(read: Read, cells: dict[str, str], column: str) -> datetime.time | None:
    value = cells[column]
    if not value and column not in NEEDED:
        return None
    match = CLOCK.match(value)
    if match and int(match[1]) < 24 and int(match[2] or 0) < 60:
        return datetime.time(int(match[1]), int(match[2] or 0))
    reason = _("看不出是几点。") if value else _("没有填。")
    read.problems.append(Problem(column, value, reason, _("请写成 14:30。")))
    return None


def _number(read: Read, cells: dict[str, str], column: str, least: int, most: int) -> int | None:
    value = cells[column].removesuffix(".0").removesuffix("人").removesuffix("分钟")
    if not value:
        return None
    if value.isdecimal() and least <= int(value) <= most:
        return int(value)
    reason = _("应是 %(least)d 到 %(most)d 的整数。") % {"least": least, "most": most}
    read.problems.append(Problem(column, cells[column], reason, _("请改成数字，或留空。")))
    return None


def _yes(read: Read, cells: dict[str, str]) -> bool:
    value = cells[PUBLIC].casefold()
    if value and value not in YES | NO:
        problem = Problem(PUBLIC, value, _("应是“是”或“否”。"), _("留空表示面向公众。"))
        read.problems.append(problem)
    return value not in NO


def columns_in(headings: Iterable[str]) -> Iterator[str]:
    """What each heading means; "" for one we do not know."""
    for heading in headings:
        name = "".join(heading.split()).replace("(", "（").replace(")", "）").rstrip("*＊")
        yield name if name in COLUMNS else ALIASES.get(name, "")
