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
_ARRAY = re.compile(r"\s*\[\s*\{")


def is_json(text: str) -> bool:
    """Whether most of the first lines are objects, or all of the text is a list of them."""
    first = [line for line in _lines(text[:20_000]) if line.strip()][:20]
    objects = sum(line.lstrip().startswith("{") for line in first)
    return objects * 2 >= len(first) or _ARRAY.match(text) is not None


def read_json_lines(text: str) -> Grid:
    """A grid whose first row holds the keys. A line that is no object becomes a broken row."""
    objects = _of_array(text) if _ARRAY.match(text) else _of_lines(text)
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
            grid.rows.append(GridRow(number, [Cell(_text(line)[:200])], broken=note))
        else:
            grid.rows.append(GridRow(number, [_cell(found.get(key)) for key in keys]))
    return grid


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


def _of_lines(text: str) -> list[tuple[int, dict[str, object] | None, str]]:
    objects = []
    for number, line in enumerate(_lines(text), start=1):
        if not line.strip():
            continue
        objects.append((number, _object(line), line))
        if len(objects) > limits.max_rows():
            raise too_many_rows("")
    return objects


def _of_array(text: str) -> list[tuple[int, dict[str, object] | None, str]]:
    """A JSON list: its objects, counted from one."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise UnusableFile(
            _("文件看起来是 JSON，但内容不完整，无法读取。请重新下载或导出后再导入。")
        ) from None
    if len(found) > limits.max_rows():
        raise too_many_rows("")
    return [
        (number, one if isinstance(one, dict) else None, str(one)[:200])
        for number, one in enumerate(found, start=1)
    ]


def _object(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _cell(value: object) -> Cell:
    """Text and numbers; a list or an object where text belongs cannot be what the list means."""
    if isinstance(value, dict | list | bool):
        return Cell(_text(value)[:200], note=_("这一格不是文字"), broken=True)
    return Cell(_text(value))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value.replace("\x00", ""))[: limits.MAX_CELL]
    try:
        return json.dumps(value, ensure_ascii=False)[: limits.MAX_CELL]
    except RecursionError:
        return ""
