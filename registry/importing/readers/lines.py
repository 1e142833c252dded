"""JSONL: one object a line, as the national list's site gives it."""

from __future__ import annotations

import json
import re

from django.utils.translation import gettext as _

from registry.importing.errors import UnusableFile
from registry.importing.readers import limits
from registry.importing.readers.grid import Cell, Grid, GridRow
from registry.importing.readers.text import too_many_rows

_HALVES = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can write and nothing can store."""
BROKEN_LINES_SHOWN = 3


def read_json_lines(text: str) -> Grid:
    """A grid whose first row holds the keys. A line that is no object becomes a broken row."""
    objects: list[tuple[int, dict[str, object] | None, str]] = []
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        objects.append((number, _object(line), line))
        if len(objects) > limits.max_rows():
            raise too_many_rows("JSONL")
    good = [found for _number, found, _line in objects if found is not None]
    if not good:
        raise UnusableFile(
            _("文件看起来是 JSONL，但没有一行是完整的记录。请重新下载或导出后再导入。")
        )
    keys = list(dict.fromkeys(key for found in good for key in found))[: limits.max_columns()]
    grid = Grid(sheet="", rows=[GridRow(0, [Cell(_text(key)) for key in keys])])
    for number, found, line in objects:
        if found is None:
            note = _("这一行不是完整的 JSON 记录")
            grid.rows.append(GridRow(number, [Cell(line[:200], note=note, broken=True)]))
        else:
            grid.rows.append(GridRow(number, [Cell(_text(found.get(key))) for key in keys]))
    return grid


def _object(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value.replace("\x00", ""))[: limits.MAX_CELL]
    return json.dumps(value, ensure_ascii=False)[: limits.MAX_CELL]
