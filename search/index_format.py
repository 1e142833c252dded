"""The format of the indexes: it changes by itself whenever what is stored in them may."""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files

_SOURCES = (
    ("search.text", ""),
    ("search.engines", "counting.py"),
    ("search.engines.embedded", "schema.py"),
    ("search.engines.embedded", "vocabulary.py"),
    ("search.engines.elasticsearch", "body.py"),
    ("search.engines.elasticsearch", "order.py"),
)
"""The modules that decide what an index holds; "" stands for all of a package."""


@cache
def index_format() -> str:
    """Eight hexadecimal digits over the code that writes terms into an index.

    An index of another format would be read wrongly: terms split by one analysis do not match
    those split by another. So each format has a place of its own.
    """
    check = 0
    for package, wanted in _SOURCES:
        modules = sorted(files(package).iterdir(), key=lambda module: module.name)
        for module in modules:
            if module.name.endswith(".py") and wanted in ("", module.name):
                check = zlib.crc32(module.read_bytes(), check)
    return f"{check:08x}"
