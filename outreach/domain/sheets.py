"""The rows below the headings of a spreadsheet, in any form it may have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outreach.domain.cells import Sheet
from outreach.domain.clocks import tidy
from registry.importing.errors import ImportRefused
from registry.importing.readers import Grid, read_grids

MOST_ROWS = 2000
COUNTED = ("序号", "编号", "星期")
"""What many tables begin with; nobody misses it."""


@dataclass(frozen=True, slots=True)
class Below:
    """Line and cells by column of every row below the headings, and headings that are none of ours."""

    rows: list[tuple[int, dict[str, str]]]
    unread: list[str]


def rows_of(path: Path, sheet: Sheet) -> Below:
    """What a spreadsheet holds for us.

    Raises ValidationError where the file as a whole cannot be used.
    """
    try:
        grids = read_grids(path)
    except ImportRefused as refusal:
        raise ValidationError(refusal.message) from None
    for grid in grids:
        if grid.hidden:
            continue
        found = _below_headings(grid, sheet)
        if found is not None:
            return found
    raise ValidationError(
        _("没有找到标题行。第一行请写列名，至少有：%(columns)s。可以下载模板填写。")
        % {"columns": "、".join(sheet.needed)}
    )


def _below_headings(grid: Grid, sheet: Sheet) -> Below | None:
    """None where the sheet has no row of our headings; a title may stand above it."""
    for number, row in enumerate(grid.rows[:10]):
        columns = list(sheet.columns_in(cell.text for cell in row.cells))
        if not set(sheet.needed) <= set(columns):
            continue
        below = [one for one in grid.rows[number + 1 :] if not one.empty]
        if not below:
            raise ValidationError(_("标题行下面没有内容。"))
        if len(below) > MOST_ROWS:
            raise ValidationError(
                _("有 %(count)d 行，一次最多导入 %(most)d 行。请分几个文件导入。")
                % {"count": len(below), "most": MOST_ROWS}
            )
        unread = [
            cell.text.strip()
            for cell, name in zip(row.cells, columns, strict=True)
            if not name and cell.text.strip() not in ("", *COUNTED)
        ]
        return Below(
            [
                (one.number, {name: tidy(one.text(at)) for at, name in enumerate(columns) if name})
                for one in below
            ],
            unread,
        )
    return None
