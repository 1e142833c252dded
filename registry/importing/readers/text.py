"""Text files: finding their encoding, splitting them into cells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from django.utils.translation import gettext as _

from registry.importing.errors import UnusableFile
from registry.importing.readers import limits
from registry.importing.readers.grid import Cell, Grid, GridRow

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030, with or without a byte order mark."""
    data = path.read_bytes()
    text = _decoded(data)
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


def _decoded(data: bytes) -> str | None:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _try(data, encoding)
    if b"\x00" in data[:4096]:
        return _utf16_without_mark(data)
    text = _try(data, "utf-8")
    return text if text is not None else _try(data, "gb18030")


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


def _is_rubbish(text: str) -> bool:
    """Control characters that no list holds; a few stray ones are taken out instead."""
    sample = text[:20_000]
    odd = sum(1 for c in sample if (ord(c) < 32 and c not in "\t\r\n\f\v") or c == "\ufffd")
    return odd > max(3, len(sample) * 0.01)


def read_csv(text: str, file_name: str) -> Grid:
    """The rows of a CSV, separated by commas, tabs or semicolons; cells may hold line breaks."""
    csv.field_size_limit(limits.MAX_CELL)
    text = text.replace("\x00", "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    grid = Grid(sheet="")
    before = 0
    try:
        for cells in reader:
            kept = [Cell(cell) for cell in cells[: limits.max_columns()]]
            grid.rows.append(GridRow(before + 1, kept))
            before = reader.line_num
            if len(grid.rows) > limits.max_rows() * 2 + 1000:
                raise too_many_rows(file_name)
    except csv.Error:
        raise UnusableFile(
            _(
                "“%(file)s”第 %(line)d 行附近无法读取：可能有没有配对的引号。"
                "请用 Excel 或 WPS 打开，另存为 XLSX 后再导入。"
            )
            % {"file": file_name, "line": reader.line_num}
        ) from None
    return grid


def too_many_rows(file_name: str) -> UnusableFile:
    """The file has more rows than one import takes."""
    return UnusableFile(
        _(
            "“%(file)s”的行数超过一次导入的上限 %(limit)d 行。"
            "请拆成几个文件分别导入，或请管理员调高 IMPORT_MAX_ROWS。"
        )
        % {"file": file_name, "limit": limits.max_rows()}
    )


def _delimiter(text: str) -> str:
    """The separator that most of the first lines agree on."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in ",\t;，"}
    best = max(counts, key=lambda mark: counts[mark])
    if best == "，" and counts[","]:
        return ","
    return best if counts[best] else ","
