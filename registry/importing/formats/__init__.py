"""The formats a list may come in."""

from __future__ import annotations

from collections.abc import Callable

from registry.importing.entries import ListRead
from registry.importing.formats import ihchina_inheritors, ihchina_projects, table
from registry.importing.formats.base import Vocabulary
from registry.importing.options import ImportOptions
from registry.importing.readers import Grid

FORMATS: dict[str, Callable[[list[Grid], ImportOptions, Vocabulary], ListRead]] = {
    ihchina_projects.NAME: ihchina_projects.read,
    ihchina_inheritors.NAME: ihchina_inheritors.read,
    table.NAME: table.read,
}
"""What reads each of them."""
