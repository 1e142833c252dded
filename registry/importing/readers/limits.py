"""How much a file may hold. Each limit is a setting, so that a larger list can be let in."""

from __future__ import annotations

from django.conf import settings


def max_bytes() -> int:
    """Size of an uploaded file."""
    return int(getattr(settings, "IMPORT_MAX_BYTES", 50 * 1024 * 1024))


def max_unpacked_bytes() -> int:
    """Size of all that an XLSX holds, unpacked."""
    return int(getattr(settings, "IMPORT_MAX_UNPACKED_BYTES", 300 * 1024 * 1024))


def max_characters() -> int:
    """Characters of all cells of a sheet, a text that cells share counted for each of them."""
    return max_unpacked_bytes() // 6


def max_rows() -> int:
    """Rows of data of one import."""
    return int(getattr(settings, "IMPORT_MAX_ROWS", 20_000))


def max_height() -> int:
    """Rows of a sheet, with titles and the empty ones between."""
    return max_rows() * 2 + 1000


def max_columns() -> int:
    """Columns that are looked at."""
    return int(getattr(settings, "IMPORT_MAX_COLUMNS", 200))


MAX_CELL = 100_000
"""Characters of one cell; an introduction has a few thousand."""
MAX_RATIO = 200
"""How many times larger a part of an XLSX may be than its packed form: real ones stay under 60."""
