"""Lists printed in two or more columns of a page, each with headings of its own."""

from __future__ import annotations

from registry.importing.columns import heading_key
from registry.importing.formats.headers import find_header
from registry.importing.options import ImportOptions
from registry.importing.readers import Grid, GridRow


def side_by_side(grid: Grid, options: ImportOptions) -> list[Grid]:
    """The tables of a sheet that stand beside each other, from left to right.

    They show by the same headings coming again in the same order. Titles stand over all of them.
    """
    header = find_header(grid, options)
    if header is None:
        return [grid]
    keys = [heading_key(cell.text) for cell in header.row.cells]
    width = _period(keys, header.positions["name"])
    if not width:
        return [grid]
    return [
        _part(grid, header.first, start, width)
        for start in range(0, len(keys), width)
        if any(keys[start : start + width])
    ]


def _period(keys: list[str], name: int) -> int:
    """After how many columns the headings come again; 0 where they do not."""
    width = next((at - name for at in range(name + 1, len(keys)) if keys[at] == keys[name]), 0)
    filled = [key for key in keys[:width] if key]
    again = keys[width : 2 * width]
    return width if len(filled) > 1 and again == keys[: len(again)] and len(again) > name else 0


def _part(grid: Grid, first: int, start: int, width: int) -> Grid:
    rows = [
        row
        if row.number < first
        else GridRow(row.number, row.cells[start : start + width], row.broken, row.hidden)
        for row in grid.rows
    ]
    columns = frozenset(at - start for at in grid.hidden_columns if start <= at < start + width)
    return Grid(grid.sheet, rows, grid.hidden, columns)
