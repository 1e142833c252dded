"""Finding the row of headings in a sheet, and what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.importing.columns import (
    IGNORED,
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

Written = tuple[str, str]
"""A cell on one line, and the key headings are known by."""
NOTHING: Written = ("", "")


@dataclass(slots=True)
class Header:
    """The headings of a sheet: where they stand, what they list, which column is which field."""

    row: GridRow
    kind: str
    positions: dict[str, int] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    sensitive: list[str] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    first: int = 0
    """The number of the first of its rows: headings may stand in two."""

    def repeated_by(self, row: GridRow) -> bool:
        """Whether a row says headings again: the same ones on a new page, or finer ones below."""
        said = [
            (heading_key(cell.text), heading_key(self.row.text(position)))
            for position, cell in enumerate(row.cells)
            if cell.text.strip()
        ]
        if [text for text, _mine in said] == [heading_key(text) for text in self.texts()]:
            return True
        known = _SPELLINGS[self.kind].keys() | IGNORED
        return sum(text in known for text, _mine in said) > 1 and all(
            text == mine or text in known or SENSITIVE.search(text) for text, mine in said
        )

    @property
    def width(self) -> int:
        """Up to which column anything is named."""
        return max(len(self.row.cells), *(position + 1 for position in self.named))

    def texts(self) -> list[str]:
        """The headings as they stand."""
        return [cell.text for cell in self.row.cells if cell.text.strip()]


def find_header(grid: Grid, options: ImportOptions) -> Header | None:
    """The first row, below any titles, that names records and something about them.

    Where the row below it knows more columns, it was a row of groups: 项目 over 名称 and 类别.
    """
    rows = [row for row in grid.rows if not row.empty][:ROWS_LOOKED_AT]
    for number, row in enumerate(rows):
        best = _best(row, rows[number - 1] if number else None, options)
        if best is None:
            continue
        below = rows[number + 1] if number + 1 < len(rows) else None
        finer = _best(below, row, options) if below is not None else None
        if finer is not None and len(finer.positions) > len(best.positions):
            finer.first = row.number
            return finer
        return best
    return None


def header_at(row: GridRow, header: Header, options: ImportOptions) -> Header | None:
    """The headings of a further table below the first, where a row holds such.

    Its columns may stand in another order. Finer headings under wide ones are no new table.
    """
    further = _best(row, None, options)
    if further is None or further.kind != header.kind:
        return None
    wide = len(further.positions) >= len(header.positions)
    return further if wide or row.number > header.row.number + 1 else None


def _best(row: GridRow, above: GridRow | None, options: ImportOptions) -> Header | None:
    kinds = (INHERITORS, PROJECTS) if options.kind == "auto" else (options.kind,)
    written = [_written(cell.text) for cell in row.cells]
    found = [_header(row, written, above, kind, options) for kind in kinds]
    known = [header for header in found if header is not None]
    return max(known, key=lambda header: len(header.positions), default=None)


def _written(text: str) -> Written:
    """Every row is looked at for headings, long introductions too: the key is made once."""
    shown = " ".join(text.split())
    return shown, heading_key(shown)


def _header(
    row: GridRow,
    written: list[Written],
    above: GridRow | None,
    kind: str,
    options: ImportOptions,
) -> Header | None:
    header = Header(row, kind, first=row.number)
    for position in range(max(len(written), len(above.cells) if above else 0)):
        text, key = written[position] if position < len(written) else NOTHING
        if not text and above is not None:
            text, key = _from_above(header, above, position)
        if text:
            header.named.add(position)
            _take_heading(header, position, text, key, options)
    found = header.positions.keys()
    if "name" not in found or (kind == INHERITORS and "project" not in found):
        return None
    alone = len([text for text in header.texts() if heading_key(text) not in IGNORED]) == 1
    return header if len(found) >= 2 or options.columns or alone else None


def _from_above(header: Header, above: GridRow, position: int) -> Written:
    """The heading of a column that a heading in two rows names in its upper one."""
    text, key = _written(above.text(position))
    known = key in _SPELLINGS[header.kind] or SENSITIVE.search(text)
    return (text, key) if known else NOTHING


def _take_heading(
    header: Header, position: int, text: str, key: str, options: ImportOptions
) -> None:
    chosen = {heading_key(name): target for name, target in options.columns.items()}
    exact = {name.strip(): target for name, target in options.columns.items()}
    target = exact.get(text) or chosen.get(key)
    if target is None:
        target = _SPELLINGS[header.kind].get(key)
        if target in options.columns.values():
            target = None
    if target == "-":
        return
    if SENSITIVE.search(text) and target is None:
        header.sensitive.append(text)
    elif target is None or target in header.positions:
        header.unknown.append(text)
    else:
        header.positions[target] = position
        header.headings[target] = text
