"""What every reader gives: sheets of rows of cells."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as text. ``note`` tells what was done to get it: a formula's stored result, …"""

    text: str
    note: str = ""
    broken: bool = False


@dataclass(slots=True)
class GridRow:
    """One row of a sheet, by the number its program shows. ``broken`` says why it is not readable."""

    number: int
    cells: list[Cell]
    broken: str = ""
    hidden: bool = False

    @property
    def empty(self) -> bool:
        """Nothing in it but blanks."""
        return not any(cell.text.strip() for cell in self.cells)

    def text(self, position: int) -> str:
        """The text at a position; "" beyond the end of a short row."""
        return self.cells[position].text if position < len(self.cells) else ""


@dataclass(slots=True)
class Grid:
    """One sheet, or the only table of a text file."""

    sheet: str
    rows: list[GridRow] = field(default_factory=list)
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
