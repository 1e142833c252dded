"""The cells of one row of a spreadsheet: read, or refused with the column, why, and what would help."""

from __future__ import annotations

import datetime
import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from outreach.domain.clocks import clock_of_day, read_clock, read_day, read_span
from outreach.localtime import at_local
from outreach.models import Programme, Room, Teacher, Venue

PROGRAMME, DAY, BEGINS, ENDS, LENGTH = "课程", "日期", "开始时间", "结束时间", "时长（分钟）"
VENUE, ROOM, TEACHER, PUBLIC = "场地", "房间", "老师", "面向公众"
"""Headings are Chinese on every site: they are data, not chrome."""
ALIASES = {
    "课程名称": PROGRAMME,
    "上课日期": DAY,
    "开始": BEGINS,
    "时间": BEGINS,
    "结束": ENDS,
    "时长": LENGTH,
    "地点": VENUE,
    "上课时间": BEGINS,
    "上课地点": VENUE,
    "授课老师": TEACHER,
    "授课教师": TEACHER,
    "教师": TEACHER,
}
UNIT = re.compile(r"（[^）]*）$")
YES, NO = {"是", "√", "1", "y", "yes", "对"}, {"否", "×", "0", "n", "no", "不"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a kind of spreadsheet, and which of them each row needs."""

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    aliases: Mapping[str, str]

    def columns_in(self, headings: Iterable[str]) -> Iterator[str]:
        """What each heading means; "" for one we do not know."""
        for heading in headings:
            name = "".join(heading.split()).replace("(", "（").replace(")", "）").rstrip("*＊")
            yield self._column(name) or self._column(UNIT.sub("", name))

    def _column(self, name: str) -> str:
        return name if name in self.columns else self.aliases.get(name, "")

    def headings(self) -> list[str]:
        """As they stand in a template: a star marks what is needed."""
        return [f"{one}*" if one in self.needed else one for one in self.columns]


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


class Names:
    """Programmes, venues and teachers by name; read once for a whole file.

    Those not in use any more are left out, unless what is told lies in the past.
    """

    def __init__(self, *, past: bool = False) -> None:
        self.past = past
        told = {} if past else {"active": True}
        self.programmes = _by_name(Programme.objects.filter(**told), "title")
        self.venues = _by_name(Venue.objects.filter(**told).select_related("division"), "name")
        self.teachers = _by_name(Teacher.objects.filter(**told), "name")
        self.rooms: dict[int, dict[str, list[Any]]] = defaultdict(dict)
        for room in Room.objects.all() if past else Room.objects.filter(venue__active=True):
            self.rooms[room.venue_id].setdefault(plain(room.name), []).append(room)

    @property
    def unknown(self) -> str:
        """Why a name was not found."""
        return _("后台没有这个名称。") if self.past else _("后台没有这个名称，或已停用。")


def plain(name: str) -> str:
    """Blanks and case make no other name."""
    return "".join(name.split()).casefold()


def _by_name(rows: Iterable[Any], name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[plain(getattr(row, name))].append(row)
    return dict(found)


@dataclass(slots=True)
class Cells:
    """One row being read: its cells by column, and everything wrong with them at once."""

    sheet: Sheet
    told: Mapping[str, str]
    names: Names
    problems: list[Problem] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.told.get(column, "").strip()

    def refuse(self, column: str, reason: str, remedy: str) -> None:
        self.problems.append(Problem(column, self.text(column), reason, remedy))

    def missing(self, column: str) -> None:
        self.refuse(column, _("没有填。"), _("请填写后再导入。"))

    def what(self) -> dict[str, Any]:
        """Programme, venue, room and teacher; None for what is not told or not known."""
        found = {
            "programme": self.named(PROGRAMME, self.names.programmes),
            "venue": self.named(VENUE, self.names.venues),
            "teacher": self.named(TEACHER, self.names.teachers),
            "room": None,
        }
        if found["venue"] is not None:
            found["room"] = self.named(ROOM, self.names.rooms[found["venue"].pk])
        return found

    def named(self, column: str, known: dict[str, list[Any]]) -> Any:
        value = self.text(column)
        if not value:
            if column in self.sheet.needed:
                self.missing(column)
            return None
        rows = known.get(plain(value), [])
        if len(rows) == 1:
            return rows[0]
        if rows:
            reason = _("有 %(count)d 个同名的。") % {"count": len(rows)}
            self.refuse(column, reason, _("请先在后台给它们不同的名称。"))
            return None
        near = difflib.get_close_matches(plain(value), known, n=3, cutoff=0.5)
        remedy = (
            _("是不是“%(names)s”？") % {"names": "”“".join(str(known[one][0]) for one in near)}
            if near
            else _("请先在后台登记，或改成登记过的名称。")
        )
        self.refuse(column, self.names.unknown, remedy)
        return None

    def times(self) -> dict[str, datetime.datetime]:
        """Begin and end as moments; no end where none is told: it is the programme's length later."""
        day = self.day()
        begins, ends = self.clocks()
        length = self.number(LENGTH, 10, 12 * 60)
        if day is None or begins is None:
            return {}
        times = {"begins_at": at_local(day, begins)}
        if ends is not None and ends <= begins:
            remedy = _("请检查开始和结束时间；跨夜的活动请在后台安排。")
            self.refuse(ENDS, _("结束不晚于开始。"), remedy)
        elif ends is not None:
            times["ends_at"] = at_local(day, ends)
        elif length is not None:
            times["ends_at"] = times["begins_at"] + datetime.timedelta(minutes=length)
        return times

    def day(self) -> datetime.date | None:
        value = self.text(DAY)
        day = read_day(value)
        if day is None:
            reason = _("看不出是哪一天。") if value else _("没有填。")
            self.refuse(DAY, reason, _("请写成 2026-12-05 或 2026年12月5日，年份也要写。"))
        return day

    def clocks(self) -> tuple[datetime.time | None, datetime.time | None]:
        """Begin and end; both may stand in the column of the begin, the begin beside the day."""
        told, end_told = self.text(BEGINS), self.text(ENDS)
        begins, ends = read_span(told or clock_of_day(self.text(DAY)))
        if begins is None and (told or BEGINS in self.sheet.needed):
            self.refuse(BEGINS, _("看不出是几点。") if told else _("没有填。"), _("请写成 14:30。"))
        if end_told:
            ends = read_clock(end_told)
            if ends is None:
                self.refuse(ENDS, _("看不出是几点。"), _("请写成 14:30。"))
        return begins, ends

    def number(self, column: str, least: int, most: int) -> int | None:
        value = self.text(column).removesuffix(".0").removesuffix("人").removesuffix("分钟")
        if not value:
            return None
        if value.isdecimal() and least <= int(value) <= most:
            return int(value)
        reason = _("应是 %(least)d 到 %(most)d 的整数。") % {"least": least, "most": most}
        self.refuse(column, reason, _("请改成数字，或留空。"))
        return None

    def yes(self, column: str, empty: str) -> bool:
        """Yes where nothing is told; ``empty`` says so."""
        value = self.text(column).casefold()
        if value and value not in YES | NO:
            self.refuse(column, _("应是“是”或“否”。"), empty)
        return value not in NO
