"""A list of streets and communities from a spreadsheet: every row read or refused, the good ones entered.

Read by the import's own readers, so that CSV, XLSX and XLS of any origin go in. There is no plan to
undo: a list says what places are called, and the next list puts right what the last one had wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from registry.domain.divisions import (
    LONGEST_NAME,
    PARENT_DIGITS,
    Entered,
    check_code,
    enter_divisions,
    own_code,
    place_name,
)
from registry.importing.columns import heading_key
from registry.importing.errors import UnusableFile
from registry.importing.problems import Problem, Severity, error, notice
from registry.importing.readers import Grid, GridRow, read_grids
from registry.importing.values import plain
from registry.models import Division

CODE, NAME = "代码", "名称"
"""Headings are Chinese on every site: they are data, not chrome."""
HEADINGS = {
    CODE: {"代码", "区划代码", "行政区划代码", "统计用区划代码", "编码", "区划编码", "code"},
    NAME: {"名称", "区划名称", "行政区划名称", "街道名称", "社区名称", "街道", "社区", "name"},
}
ROWS_LOOKED_AT = 30
SCIENTIFIC = re.compile(r"^\d+(\.\d+)?E\+?\d+$", re.IGNORECASE)
BOTH_AS_TEXT = "请把这一列的格式改成“文本”，重新填写完整的代码。"


@dataclass(slots=True)
class Outcome:
    """What became of a file. Refused rows were left out; the others went in."""

    entered: Entered
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    """With the number of the row, as the spreadsheet program shows it."""

    @property
    def refused(self) -> int:
        return len({row for row, one in self.problems if one.severity is Severity.ERROR})


def load_divisions_file(*, path: Path, by: User | None) -> Outcome:
    """Enter the streets and communities of a file. Raises ImportRefused where it cannot be used."""
    reader = _Reader()
    rows = _rows_below_headings(read_grids(path))
    for number, code, name in rows:
        reader.read(number, code, name)
    reader.look_at_names()
    reader.look_above()
    names = {one.code: one.name for one in reader.rows.values()}
    return Outcome(enter_divisions(names=names, by=by), sorted(reader.problems, key=lambda p: p[0]))


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    code: str
    name: str

    @property
    def above(self) -> str:
        return self.code[: PARENT_DIGITS[len(self.code)]]


class _Reader:
    """Rows by code as far as they are good, and what is wrong with the others."""

    def __init__(self) -> None:
        self.rows: dict[str, _Row] = {}
        self.problems: list[tuple[int, Problem]] = []

    def read(self, number: int, raw_code: str, raw_name: str) -> None:
        """Everything wrong with the row itself, code and name."""
        code = own_code(_digits(raw_code))
        name = place_name(plain(raw_name))
        found = list(_wrong_with_name(raw_name, name))
        if _is_above_streets(code):
            found = [notice(CODE, raw_code, _("区县和以上的区划系统里已有，这一行没有导入。"))]
        elif wrong := _wrong_with_code(raw_code, code):
            found.insert(0, wrong)
        elif code in self.rows:
            found += _said_twice(self.rows[code], raw_code, raw_name, name)
        if found:
            self.problems += [(number, one) for one in found]
        elif code not in self.rows:
            self.rows[code] = _Row(number, code, name)

    def look_at_names(self) -> None:
        """Two codes of one name under one parent: which is meant cannot be told."""
        taken = {
            (code[: PARENT_DIGITS[len(code)]], name): code
            for code, name in Division.objects.filter(
                parent__code__in={row.above for row in self.rows.values()},
                abolished_in__isnull=True,
            ).values_list("code", "name")
            if len(code) in PARENT_DIGITS and code not in self.rows
        }
        for row in list(self.rows.values()):
            other = taken.setdefault((row.above, row.name), row.code)
            if other != row.code:
                reason = _("同一上级下已有同名的“%(name)s”，代码是 %(code)s。") % {
                    "name": row.name,
                    "code": other,
                }
                remedy = _("请核对代码；代码确实变了的，请在“行政区划”里修改原来那一条。")
                self._refuse(row, error(CODE, row.code, reason, remedy))

    def look_above(self) -> None:
        """Streets first: a community may lie in one of the same file."""
        wanted = {row.above for row in self.rows.values()} | set(self.rows)
        there = dict(Division.objects.filter(code__in=wanted).values_list("code", "abolished_in"))
        for row in sorted(self.rows.values(), key=lambda row: (len(row.code), row.number)):
            if row.above not in there and row.above not in self.rows:
                reason = _("没有代码为 %(code)s 的上级区划。") % {"code": row.above}
                remedy = _("请核对代码；社区和村的街道、乡镇要先登记，或写在同一个文件里。")
            elif there.get(row.above) is not None or there.get(row.code) is not None:
                reason = _("它或它的上级在“行政区划”里登记为已撤销。")
                remedy = _("请核对代码；如果没有撤销，请先在“行政区划”里清空撤销年份。")
            else:
                continue
            self._refuse(row, error(CODE, row.code, reason, remedy))

    def _refuse(self, row: _Row, problem: Problem) -> None:
        del self.rows[row.code]
        self.problems.append((row.number, problem))


def _digits(raw: str) -> str:
    """A code without blanks and without the ".0" of a number."""
    return plain(raw).replace(" ", "").removesuffix(".0")


def _is_above_streets(code: str) -> bool:
    """Provinces, cities and districts, with their six digits or filled up with noughts."""
    return (
        code.isascii()
        and code.isdigit()
        and len(code) in (2, 4, 6, 9, 12)
        and (len(code) <= 6 or code[6:].strip("0") == "")
    )


def _wrong_with_code(raw: str, code: str) -> Problem | None:
    if not code:
        return error(CODE, raw, _("没有填代码。"), _("请填写九位或十二位的统计用区划代码。"))
    if SCIENTIFIC.match(code):
        reason = _("表格程序把代码写成了科学计数，后面的数字已经丢失。")
        return error(CODE, raw, reason, _(BOTH_AS_TEXT))
    try:
        check_code(code)
    except ValidationError as wrong:
        remedy = _("请按统计用区划代码填写，如 120102001（大王庄街道）。")
        return error(CODE, raw, wrong.messages[0], remedy)
    return None


def _wrong_with_name(raw: str, name: str) -> Iterator[Problem]:
    if not name:
        yield error(NAME, raw, _("没有填名称。"), _("请填写街道或社区的名称。"))
    elif len(name) > LONGEST_NAME:
        reason = _("名称超过 %(most)d 个字。") % {"most": LONGEST_NAME}
        yield error(NAME, raw, reason, _("请填写简短的名称，不带上级区划。"))
    elif not re.search(r"[^\W\d_]", name):
        yield error(NAME, raw, _("名称里没有文字。"), _("请检查两列是否填反。"))


def _said_twice(before: _Row, raw_code: str, raw_name: str, name: str) -> Iterator[Problem]:
    where = {"row": before.number}
    if before.name == name:
        yield notice(CODE, raw_code, _("与第 %(row)d 行相同，只导入一次。") % where)
        return
    reason = _("第 %(row)d 行已用这个代码写了“%(name)s”。") % {**where, "name": before.name}
    yield error(NAME, raw_name, reason, _("请核对两行的代码，只留正确的一行。"))


def _rows_below_headings(grids: list[Grid]) -> Iterator[tuple[int, str, str]]:
    """Number, code and name of every row under the headings, of all sheets that have them."""
    found = False
    for grid in grids:
        if grid.hidden:
            continue
        rows = [row for row in grid.rows if not row.empty]
        for place, row in enumerate(rows[:ROWS_LOOKED_AT]):
            columns = _columns(row)
            if columns is None:
                continue
            found = True
            for below in rows[place + 1 :]:
                yield below.number, below.text(columns[CODE]), below.text(columns[NAME])
            break
    if not found:
        raise UnusableFile(
            _("没有找到标题行。请在第一行写列名“%(code)s”和“%(name)s”，下面每行写一个街道或社区。")
            % {"code": CODE, "name": NAME}
        )


def _columns(row: GridRow) -> dict[str, int] | None:
    places: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        key = heading_key(cell.text)
        for column, spellings in HEADINGS.items():
            if key in spellings:
                places.setdefault(column, place)
    return places if len(places) == len(HEADINGS) else None
