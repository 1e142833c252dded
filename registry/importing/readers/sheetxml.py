"""The XML inside an XLSX: how far each sheet reaches, and which cells hold formulas."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from defusedxml.ElementTree import iterparse

from registry.importing.readers import limits

_REFERENCE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")


@dataclass(slots=True)
class SheetContents:
    """The extent of a sheet's filled cells; its formulas, and whether their results are stored.

    ``characters`` counts a text that many cells share once for each of them, as reading it will.
    """

    rows: int = 0
    columns: int = 0
    characters: int = 0
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class Inside:
    """An XLSX looked at part by part, in constant memory; entities are refused."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._shared_part = ""
        self._sheets = self._sheet_parts()
        self._lengths = self._shared_lengths()

    def sheets(self) -> list[SheetContents]:
        """What each sheet of the workbook holds, in its order."""
        return [self.sheet(number) for number in range(len(self._sheets))]

    def sheet(self, number: int) -> SheetContents:
        """What a sheet holds, by its place in the workbook."""
        if number >= len(self._sheets) or not self._sheets[number]:
            return SheetContents()
        with zipfile.ZipFile(self._path) as package:
            try:
                part = package.open(self._sheets[number])
            except KeyError:
                return SheetContents()
            with part:
                return _contents(part, self._lengths)

    def _sheet_parts(self) -> list[str]:
        with zipfile.ZipFile(self._path) as package:
            names = set(package.namelist())
            if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
                return []
            with package.open("xl/_rels/workbook.xml.rels") as part:
                relations = _elements(part, "Relationship")
            targets = {one.get("Id"): one.get("Target", "") for one in relations}
            for one in relations:
                if one.get("Type", "").endswith("/sharedStrings"):
                    self._shared_part = _part_name(one.get("Target", ""))
            with package.open("xl/workbook.xml") as part:
                keys = [_relation(element) for element in _elements(part, "sheet")]
        return [_part_name(targets.get(key, "")) for key in keys]

    def _shared_lengths(self) -> list[int]:
        """How long each text is that cells refer to by number."""
        lengths: list[int] = []
        with zipfile.ZipFile(self._path) as package:
            if self._shared_part not in package.namelist():
                return lengths
            with package.open(self._shared_part) as part:
                length = 0
                for _event, element in iterparse(part, forbid_dtd=True):
                    tag = element.tag.rsplit("}", 1)[-1]
                    if tag == "t":
                        length += len(element.text or "")
                    elif tag == "si":
                        lengths.append(length)
                        length = 0
                        element.clear()
        return lengths


def _elements(part: IO[bytes], name: str) -> list[Any]:
    return [e for _event, e in iterparse(part, forbid_dtd=True) if e.tag.endswith("}" + name)]


def _relation(sheet: Any) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _part_name(target: str) -> str:
    if not target:
        return ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _contents(part: IO[bytes], lengths: list[int]) -> SheetContents:
    found = SheetContents()
    row = column = 0  # cells without a reference follow the one before
    for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
        tag = element.tag.rsplit("}", 1)[-1]
        if event == "start":
            if tag == "row":
                row, column = int(element.get("r") or row + 1), 0
                if _is_on(element.get("hidden")) and row <= limits.max_rows() * 2:
                    found.hidden_rows.add(row)
            continue
        if tag == "col" and _is_on(element.get("hidden")):
            found.hidden_columns |= _columns_of(element)
        if tag == "c":
            match = _REFERENCE.match(element.get("r") or "")
            column = _column_number(match[1]) if match else column + 1
            _note_cell(found, element, int(match[2]) if match else row, column)
            if element.get("t") == "s":
                found.characters += _shared_length(element, lengths)
        if tag in {"c", "row"}:
            element.clear()
    return found


def _is_on(value: str | None) -> bool:
    return value in {"1", "true"}


def _columns_of(element: Any) -> set[int]:
    """The columns, counted from zero, that a <col> is about; far ones hold nothing."""
    first, last = int(element.get("min") or 1), int(element.get("max") or 1)
    return set(range(first - 1, min(last, limits.max_columns())))


def _note_cell(found: SheetContents, element: Any, row: int, column: int) -> None:
    children = {child.tag.rsplit("}", 1)[-1]: child for child in element}
    if not children:
        return  # a border or a colour, and nothing in it
    found.rows, found.columns = max(found.rows, row), max(found.columns, column)
    if "f" in children:
        stored = "v" in children and bool((children["v"].text or "").strip())
        found.formulas[row - 1, column - 1] = stored


def _shared_length(element: Any, lengths: list[int]) -> int:
    number = next((child.text or "" for child in element if child.tag.endswith("}v")), "").strip()
    known = number.isascii() and number.isdigit() and len(number) < 10
    return lengths[int(number)] if known and int(number) < len(lengths) else 0


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
