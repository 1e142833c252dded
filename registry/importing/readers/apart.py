"""Opening a spreadsheet in a process of its own, with a bound on memory and time.

The parser believes what a damaged file says about its own size: a few kilobytes can ask for all
memory of the machine, which would end the web server. Here only this process ends.

The file runs as a script too, without Django: it must import nothing of ours.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEMORY = 2 * 2**30
"""Bytes of address space; the largest list that is let in needs a quarter of it."""
SECONDS = 120
LOCKED = 3
"""Exit status of a file with a password; any other but 0 is a file that cannot be read."""
Range = tuple[tuple[int, int], tuple[int, int]]


class Unreadable(Exception):
    """The file could not be opened, or asked for more than it may have."""


class Locked(Exception):
    """The file has a password."""


@dataclass(slots=True)
class Sheet:
    """A worksheet as the parser gives it; ``rows`` is left empty where there are too many."""

    number: int
    name: str
    hidden: bool
    height: int
    rows: list[list[Any]]
    merged: list[Range]


def read_sheets(path: Path, *, max_height: int, max_columns: int) -> list[Sheet]:
    """The worksheets of an XLSX or XLS. Raises Unreadable or Locked."""
    words = [sys.executable, "-I", __file__, str(path), str(max_height), str(max_columns)]
    try:
        done = subprocess.run(  # noqa: S603 - this script, and the file as a word of its own
            words, capture_output=True, timeout=2 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable from None
    if done.returncode == LOCKED:
        raise Locked
    if done.returncode:
        raise Unreadable
    found = pickle.loads(done.stdout)  # noqa: S301 - our own process wrote it
    return [Sheet(*values) for values in found]


def _bounded() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(path: str, max_height: int, max_columns: int) -> list[tuple[Any, ...]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    found: list[tuple[Any, ...]] = []
    workbook = CalamineWorkbook.from_path(path)
    for number, meta in enumerate(workbook.sheets_metadata):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        high = sheet.total_height > max_height
        rows = [] if high else sheet.to_python(skip_empty_area=False)
        found.append(
            (
                number,
                meta.name,
                meta.visible != SheetVisibleEnum.Visible,
                sheet.total_height,
                [row[:max_columns] for row in rows],
                sheet.merged_cell_ranges or [],
            )
        )
    return found


def _main(path: str, max_height: str, max_columns: str) -> int:
    from python_calamine import PasswordError

    _bounded()
    try:
        found = _read(path, int(max_height), int(max_columns))
    except PasswordError:
        return LOCKED
    except BaseException:
        return 1
    sys.stdout.buffer.write(pickle.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
