"""Text files: finding their encoding, splitting them into cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from django.utils.translation import gettext as _

from registry.importing.errors import UnusableFile
from registry.importing.readers import limits
from registry.importing.readers.grid import Cell, Grid, GridRow

LINES_LOOKED_AT = 30
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


LAST_OF_LATIN, SURE = 0x2E7F, 3
"""So many characters beyond the western alphabets are no chance: the file is meant as UTF-8."""


def decode(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030, with or without a byte order mark."""
    data = path.read_bytes()
    text = _decoded(data)
    line = _damaged_line(data) if text is None else 0
    if line:
        raise UnusableFile(
            _(
                "“%(file)s”第 %(line)d 行有损坏的字符：文件可能没有下载完整，或混用了两种编码。"
                "请用 Excel 或 WPS 打开检查这一行，另存为 XLSX 后再导入。"
            )
            % {"file": path.name, "line": line}
        )
    if text is None or _is_rubbish(text):
        raise UnusableFile(
            _(
                "“%(file)s”不是可以识别的文本或表格：内容可能已损坏，或是别的程序的文件。"
                "请用 Excel 或 WPS 打开，另存为 XLSX 或 UTF-8 编码的 CSV 后再导入。"
            )
            % {"file": path.name}
        )
    if not text.strip():
        raise UnusableFile(
            _("“%(file)s”是空文件，没有可以导入的内容。请检查是否选错了文件。")
            % {"file": path.name}
        )
    return text


STRAY = 0.01
"""Share of zero bytes, above three, from which they are half of the characters and not dirt."""


def _decoded(data: bytes) -> str | None:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _try(data, encoding)
    sample = data[:4096]
    if sample.count(0) > max(3, len(sample) * STRAY):
        return _utf16_without_mark(data)
    text = _try(data, "utf-8")
    return text if text is not None or _damaged_line(data) else _try(data, "gb18030")


def _utf16_without_mark(data: bytes) -> str | None:
    """Which half of each pair is often zero tells the byte order; mere binary has no such half."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if even == odd or len(data) % 2:
        return None
    return _try(data, "utf-16-le" if odd > even else "utf-16-be")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _damaged_line(data: bytes) -> int:
    """In which line a file that began as Chinese UTF-8 goes wrong; 0 for anything else."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        sound = data[: wrong.start].decode("utf-8")
        if sum(ord(character) > LAST_OF_LATIN for character in sound) >= SURE:
            return sound.count("\n") + 1
    return 0


def _is_rubbish(text: str) -> bool:
    """Control characters that no list holds; a few stray ones are taken out instead."""
    sample = text[:20_000]
    odd = sum(1 for c in sample if (ord(c) < 32 and c not in "\t\r\n\f\v") or c == "\ufffd")
    return odd > max(3, len(sample) * 0.01)


def read_csv(text: str, file_name: str) -> Grid:
    """The rows of a CSV, whatever separates its cells; a cell may hold line breaks.

    A quotation mark that is never closed would swallow the rows below it: such a file is refused.
    """
    csv.field_size_limit(limits.MAX_CELL)
    text = text.replace("\x00", "")
    lines = list(io.StringIO(text, newline=""))
    delimiter = _delimiter(lines)
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=False)
    grid = Grid(sheet="")
    before = 0
    try:
        for cells in reader:
            raw = lines[before : reader.line_num]
            kept = [Cell(cell) for cell in _as_meant(cells, raw, delimiter, before)]
            grid.rows.append(GridRow(before + 1, kept[: limits.max_columns()]))
            before = reader.line_num
            if len(grid.rows) > limits.max_height():
                raise too_many_rows(file_name)
    except _TornQuotes as torn:
        raise _unpaired(file_name, torn.line) from None
    except csv.Error:
        raise _unpaired(file_name, before + 1) from None
    return grid


class _TornQuotes(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _as_meant(cells: list[str], raw: list[str], delimiter: str, before: int) -> list[str]:
    """Cells of a row with stray quotation marks, these kept as written: "示例"面塑.

    Raises _TornQuotes where such a mark has drawn further lines into the row.
    """
    if not any('"' in line for line in raw):
        return cells
    try:
        list(csv.reader(iter(raw), delimiter=delimiter, strict=True))
    except csv.Error:
        if len(raw) > 1:
            raise _TornQuotes(before + 1) from None
        literal = next(csv.reader(iter(raw), delimiter=delimiter, quoting=csv.QUOTE_NONE))
        return literal if len(literal) == len(cells) else cells
    return cells


def _unpaired(file_name: str, line: int) -> UnusableFile:
    return UnusableFile(
        _(
            "“%(file)s”从第 %(line)d 行起无法读取：可能有没有配对的引号。"
            "请用 Excel 或 WPS 打开，另存为 XLSX 后再导入。"
        )
        % {"file": file_name, "line": line}
    )


def too_many_rows(file_name: str) -> UnusableFile:
    """The file has more rows than one import takes."""
    return UnusableFile(
        _(
            "%(file)s的行数超过一次导入的上限 %(limit)d 行。"
            "请拆成几个文件分别导入，或请管理员调高 IMPORT_MAX_ROWS。"
        )
        % {"file": f"“{file_name}”" if file_name else _("文件"), "limit": limits.max_rows()}
    )


def _delimiter(lines: list[str]) -> str:
    """The separator that cuts the first lines into equally many cells; not the one seen most.

    Introductions are full of commas that separate nothing.
    """
    first = [line for line in lines[:LINES_LOOKED_AT] if line.strip()]
    return max(",\t;|，", key=lambda mark: _evenness(first, mark))


def _evenness(lines: list[str], mark: str) -> tuple[float, int]:
    """How many rows have the usual number of cells, and how many cells that is."""
    try:
        widths = [len(row) for row in csv.reader(iter(lines), delimiter=mark)]
    except csv.Error:
        return 0, 0
    common = Counter(width for width in widths if width > 1).most_common(1)
    usual, rows = common[0] if common else (0, 0)
    return rows / max(1, len(widths)), usual
