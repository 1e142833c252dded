"""Spreadsheets: XLSX after a look inside the package, XLS as it is."""

from __future__ import annotations

import datetime
import zipfile
from bisect import bisect_left, bisect_right
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from registry.importing.errors import UnusableFile
from registry.importing.readers import limits
from registry.importing.readers.apart import Locked, Sheet, Unreadable, read_sheets
from registry.importing.readers.grid import Cell, Grid, GridRow
from registry.importing.readers.sheetxml import Inside, SheetContents
from registry.importing.readers.text import too_many_rows

_ERRORS = {"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!"}


def check_package(path: Path) -> None:
    """Refuse a package that is no spreadsheet, is broken, locked, or unpacks to far too much."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _broken(path) from None
    total = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > 10 * 2**20
        and part.file_size > limits.MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if total > limits.max_unpacked_bytes() or swollen or len(parts) > 5000:
        raise UnusableFile(
            _(
                "“%(file)s”解压后大得异常（%(size).0f MB），为安全起见没有打开。"
                "如果确是正常表格，请删去空白区域和图片，另存后再导入。"
            )
            % {"file": path.name, "size": total / 2**20}
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise _locked(path)
    names = {part.filename for part in parts}
    if names & {"xl/workbook.bin", "content.xml"}:
        raise UnusableFile(
            _("“%(file)s”是 XLSB 或 ODS 表格，不能直接导入。请另存为 XLSX 后再导入。")
            % {"file": path.name}
        )
    if "xl/workbook.xml" not in names:
        kind = "Word 文档" if "word/document.xml" in names else _("压缩包")
        raise UnusableFile(
            _("“%(file)s”是%(kind)s，不是表格。请导出为 XLSX、CSV 或 JSONL 文件后再导入。")
            % {"file": path.name, "kind": kind}
        )


def check_ole(path: Path) -> None:
    """Refuse a locked XLSX, which is an old-style container holding an encrypted package."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(path)
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise UnusableFile(
            _("“%(file)s”是旧式 Office 文件，但不是 Excel 表格。请另存为 XLSX 后再导入。")
            % {"file": path.name}
        )


def read_workbook(path: Path, *, packed: bool) -> list[Grid]:
    """All sheets with something in them, hidden ones marked. Merged cells are filled with their value."""
    grids = []
    height = limits.max_height()
    try:
        contents = Inside(path).sheets() if packed else []
        for content in contents:
            _refuse_vast(path, content)  # before anything asks for memory for every empty cell
        for sheet in read_sheets(path, max_height=height, max_columns=limits.max_columns()):
            content = contents[sheet.number] if sheet.number < len(contents) else SheetContents()
            if sheet.height > height:
                raise too_many_rows(path.name)
            grid = _grid(sheet, content.formulas)
            _tell_hidden(grid, content)
            grid.hidden = sheet.hidden
            if any(not row.empty for row in grid.rows):
                grids.append(grid)
    except Locked:
        raise _locked(path) from None
    except UnusableFile:
        raise
    except DefusedXmlException:
        raise UnusableFile(
            _("“%(file)s”内含有害的 XML 结构，没有打开。请用 Excel 或 WPS 另存一份再导入。")
            % {"file": path.name}
        ) from None
    except (Unreadable, zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError):
        raise _broken(path) from None
    if not grids:
        raise UnusableFile(
            _("“%(file)s”的各个工作表都是空的。请检查是否选错了文件。") % {"file": path.name}
        )
    return grids


def _tell_hidden(grid: Grid, contents: SheetContents) -> None:
    """Rows and columns that were only folded away still belong to the list."""
    grid.hidden_columns = frozenset(contents.hidden_columns)
    for row in grid.rows:
        row.hidden = row.number in contents.hidden_rows


def _refuse_vast(path: Path, contents: SheetContents) -> None:
    if contents.rows > limits.max_height():
        raise too_many_rows(path.name)
    if contents.characters > limits.max_characters():
        raise UnusableFile(
            _(
                "“%(file)s”里同一段长文字重复了太多次，为安全起见没有打开。"
                "请删去重复的内容，或拆成几个文件分别导入。"
            )
            % {"file": path.name}
        )
    if contents.columns > limits.max_columns():
        raise UnusableFile(
            _(
                "“%(file)s”有 %(n)d 列，超过上限 %(limit)d 列，可能在很远的地方误填了一格。"
                "请删去多余的列，另存后再导入。"
            )
            % {"file": path.name, "n": contents.columns, "limit": limits.max_columns()}
        )


def _grid(sheet: Sheet, formulas: dict[tuple[int, int], bool]) -> Grid:
    grid = Grid(sheet=sheet.name)
    for row, values in enumerate(sheet.rows):
        cells = [_cell(value, formulas.get((row, column))) for column, value in enumerate(values)]
        grid.rows.append(GridRow(row + 1, cells))
    _fill_merged(grid, sheet.merged)
    return grid


def _cell(value: Any, formula: bool | None) -> Cell:
    """``formula``: None is no formula, True one with a stored result, False one without."""
    text = _text(value)
    if formula is False or (formula and not text):
        return Cell("", note=_("公式没有保存计算结果"), broken=True)
    if text in _ERRORS:
        return Cell(text, note=_("公式计算出错"), broken=True)
    return Cell(text, note=_("公式，取其保存的结果") if formula else "")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).replace("\x00", "").replace("_x000D_", "")[: limits.MAX_CELL]


def _fill_merged(grid: Grid, ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Ranges of a real sheet never overlap: work beyond that many cells is not done."""
    by_number = {row.number - 1: row for row in grid.rows}
    numbers = sorted(by_number)
    left_to_do = 2 * sum(len(row.cells) + 1 for row in grid.rows)
    for (top, left), (bottom, right) in ranges:
        first = by_number.get(top)
        if first is None or not first.text(left).strip():
            continue
        value = first.text(left)
        for number in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]:
            row = by_number[number]
            columns = range(left, min(right + 1, len(row.cells)))
            left_to_do -= 1 + len(columns)
            if left_to_do < 0:
                return
            for column in columns:
                if (number, column) != (top, left):
                    row.cells[column] = Cell(value, note=_("取自合并单元格"))


def _broken(path: Path) -> UnusableFile:
    return UnusableFile(
        _(
            "“%(file)s”已损坏或不完整，无法打开。"
            "请用 Excel 或 WPS 打开并另存为 XLSX，或重新下载后再导入。"
        )
        % {"file": path.name}
    )


def _locked(path: Path) -> UnusableFile:
    return UnusableFile(
        _("“%(file)s”有打开密码，无法读取。请在 Excel 或 WPS 中去掉密码，另存后再导入。")
        % {"file": path.name}
    )
