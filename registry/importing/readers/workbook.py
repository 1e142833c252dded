"""Spreadsheets: XLSX after a look inside the package, XLS as it is."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from registry.importing.errors import UnusableFile
from registry.importing.readers import limits
from registry.importing.readers.grid import Cell, Grid, GridRow
from registry.importing.readers.text import too_many_rows

_REFERENCE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
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
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
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
    try:
        inside = _Inside(path) if packed else None
        workbook = CalamineWorkbook.from_path(str(path))
        for number, meta in enumerate(workbook.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            grid = _grid(path, sheet, inside.formulas(number) if inside else {})
            grid.hidden = meta.visible != SheetVisibleEnum.Visible
            if any(not row.empty for row in grid.rows):
                grids.append(grid)
    except PasswordError:
        raise _locked(path) from None
    except UnusableFile:
        raise
    except (CalamineError, zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError):
        raise _broken(path) from None
    except DefusedXmlException:
        raise UnusableFile(
            _("“%(file)s”内含有害的 XML 结构，没有打开。请用 Excel 或 WPS 另存一份再导入。")
            % {"file": path.name}
        ) from None
    if not grids:
        raise UnusableFile(
            _("“%(file)s”的各个工作表都是空的。请检查是否选错了文件。") % {"file": path.name}
        )
    return grids


def _grid(path: Path, sheet: Any, formulas: dict[tuple[int, int], bool]) -> Grid:
    if sheet.total_height > limits.max_rows() * 2 + 1000:
        raise too_many_rows(path.name)
    grid = Grid(sheet=sheet.name)
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        cells = [
            _cell(value, formulas.get((row, column)))
            for column, value in enumerate(values[: limits.max_columns()])
        ]
        grid.rows.append(GridRow(row + 1, cells))
    _fill_merged(grid, sheet.merged_cell_ranges or [])
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
    by_number = {row.number - 1: row for row in grid.rows}
    for (top, left), (bottom, right) in ranges:
        first = by_number.get(top)
        if first is None or not first.text(left).strip():
            continue
        value = first.text(left)
        for number in range(top, min(bottom, top + limits.max_rows()) + 1):
            row = by_number.get(number)
            if row is None:
                continue
            for column in range(left, min(right + 1, len(row.cells))):
                if (number, column) != (top, left):
                    row.cells[column] = Cell(value, note=_("取自合并单元格"))


class _Inside:
    """The XML of an XLSX: which cells hold formulas, and whether their results are stored."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sheets = self._sheet_parts()

    def formulas(self, number: int) -> dict[tuple[int, int], bool]:
        """Position of each formula of a sheet, and whether it has a stored result."""
        if number >= len(self._sheets) or not self._sheets[number]:
            return {}
        with zipfile.ZipFile(self._path) as package:
            try:
                part = package.open(self._sheets[number])
            except KeyError:
                return {}
            with part:
                return dict(_formulas(part))

    def _sheet_parts(self) -> list[str]:
        with zipfile.ZipFile(self._path) as package:
            names = set(package.namelist())
            if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
                return []
            with package.open("xl/_rels/workbook.xml.rels") as part:
                targets = {
                    element.get("Id"): element.get("Target", "")
                    for _event, element in iterparse(part, forbid_dtd=True)
                    if element.tag.endswith("}Relationship")
                }
            with package.open("xl/workbook.xml") as part:
                keys = [
                    next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
                    for _event, element in iterparse(part, forbid_dtd=True)
                    if element.tag.endswith("}sheet")
                ]
        return [_part_name(targets.get(key, "")) for key in keys]


def _part_name(target: str) -> str:
    if not target:
        return ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _formulas(part: IO[bytes]) -> Iterator[tuple[tuple[int, int], bool]]:
    for _event, element in iterparse(part, forbid_dtd=True):
        tag = element.tag.rsplit("}", 1)[-1]
        if tag == "c":
            children = {child.tag.rsplit("}", 1)[-1]: child for child in element}
            match = _REFERENCE.match(element.get("r") or "")
            if "f" in children and match:
                stored = "v" in children and bool((children["v"].text or "").strip())
                yield (int(match[2]) - 1, _column_number(match[1])), stored
        if tag in {"c", "row"}:
            element.clear()


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


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
