"""The headings of a file, for choosing by hand what each of them is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from registry.importing.formats.headers import INHERITORS, PROJECTS, find_header
from registry.importing.options import ImportOptions
from registry.importing.readers import Grid, GridRow, read_grids


def headings_of(path: Path, options: dict[str, Any]) -> tuple[dict[str, str], str]:
    """Heading → field as guessed ("" where unknown), and what the list seems to be of."""
    chosen = ImportOptions.from_json(options)
    grids = [grid for grid in read_grids(path) if not grid.hidden]
    for grid in grids:
        header = find_header(grid, chosen)
        if header is not None:
            guessed = {heading: field for field, heading in header.headings.items()}
            texts = dict.fromkeys([*_texts(header.row), *guessed])  # some stand in a row above
            return {text: guessed.get(text, "") for text in texts}, header.kind
    kind = INHERITORS if chosen.kind == INHERITORS else PROJECTS
    row = _likely_header(grids)
    return (dict.fromkeys(_texts(row), "") if row else {}), kind


def _likely_header(grids: list[Grid]) -> GridRow | None:
    """The first row that is as wide as the rows below it."""
    for grid in grids:
        rows = [row for row in grid.rows if not row.empty][:30]
        if rows:
            widest = max(len(_texts(row)) for row in rows)
            return next(row for row in rows if len(_texts(row)) >= max(2, widest - 1))
    return None


def _texts(row: GridRow) -> list[str]:
    texts = (" ".join(cell.text.split()) for cell in row.cells)
    return list(dict.fromkeys(text for text in texts if text))
