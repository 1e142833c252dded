"""The two typefaces documents are set in, and which characters they hold.

Noto Serif SC for the text and Noto Sans SC for headings, as they come in a package. No font of the
machine is looked at, so a letter looks the same wherever it is printed.
"""

from __future__ import annotations

from functools import cache

import pylopdf_fonts_zh_cn as typefaces
import typst
from fontTools.ttLib import TTFont


@cache
def loaded() -> typst.Fonts:
    """Return both typefaces for the typesetter, read once in a process."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[typefaces.serif_path().parent],
    )


@cache
def characters() -> frozenset[int]:
    """Return the code points that can be set; one typeface stands in for the other."""
    held: set[int] = set()
    for path in (typefaces.serif_path(), typefaces.sans_path()):
        with TTFont(path, lazy=True) as font:
            held.update(font.getBestCmap())
    return frozenset(held)
