"""Finding the row of headings in a sheet, and what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.importing.columns import (
    INHERITOR_HEADINGS,
    PROJECT_HEADINGS,
    SENSITIVE,
    heading_key,
    spellings,
)
from registry.importing.options import ImportOptions
from registry.importing.readers import Grid, GridRow

ROWS_LOOKED_AT = 30
PROJECTS, INHERITORS = "projects", "inheritors"
_SPELLINGS = {PROJECTS: spellings(PROJECT_HEADINGS), INHERITORS: spellings(INHERITOR_HEADINGS)}


@dataclass(slots=True)
class Header:
    """The headings of a sheet: where they stand, what they list, which column is which field."""

    row: GridRow
    kind: str
    positions: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    sensitive: list[str] = field(default_factory=list)

    def repeated_by(self, row: GridRow) -> bool:
        """Whether a row says the headings again, as lists printed over pages do."""
        mine = [heading_key(cell.text) for cell in self.row.cells if cell.text.strip()]
        theirs = [heading_key(cell.text) for cell in row.cells if cell.text.strip()]
        return mine == theirs


def find_header(grid: Grid, options: ImportOptions) -> Header | None:
    """The first row, below any titles, that names records and something about them."""
    best: Header | None = None
    for row in [row for row in grid.rows if not row.empty][:ROWS_LOOKED_AT]:
        for kind in (INHERITORS, PROJECTS):
            if options.kind not in {"auto", kind}:
                continue
            header = _header(row, kind, options)
            if header is None:
                continue
            if best is None or len(header.positions) > len(best.positions):
                best = header
        if best is not None and best.row is row:
            break
    return best


def _header(row: GridRow, kind: str, options: ImportOptions) -> Header | None:
    header = Header(row, kind)
    chosen = {heading_key(name): target for name, target in options.columns.items()}
    exact = {name.strip(): target for name, target in options.columns.items()}
    for position, cell in enumerate(row.cells):
        text = " ".join(cell.text.split())
        if not text:
            continue
        target = exact.get(text) or chosen.get(heading_key(text))
        if target is None:
            target = _SPELLINGS[kind].get(heading_key(text))
            if target in options.columns.values():
                target = None
        if target == "-":
            continue
        if SENSITIVE.search(text) and target is None:
            header.sensitive.append(text)
        elif target is None or target in header.positions:
            header.unknown.append(text)
        else:
            header.positions[target] = position
            header.headings[target] = text
    found = header.positions.keys()
    if "name" not in found or (kind == INHERITORS and "project" not in found):
        return None
    alone = len([cell for cell in row.cells if cell.text.strip()]) == 1
    return header if len(found) >= 2 or options.columns or alone else None
