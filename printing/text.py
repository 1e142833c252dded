"""What people typed, made fit for print: nothing in it can stop a document or hide in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from printing import fonts

GETA = "〓"
"""Stands where a character has no glyph, as printers set a turned sort until the right one came."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Kinds of characters that are never seen: controls, formats (with the marks that turn the
# direction of a line around), and the selectors of a variant, whose base character stays.
_UNSEEN = {"Cc", "Cf"}
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x180E))
_PRIVATE_OR_BROKEN = {"Co", "Cs"}
_SPACES = "Zs"

_UNBROKEN = re.compile(r"[^\s\u2e80-\uffef]{40,}|[\u3001-\u303f\uff01-\uff0f\uff1a-\uff20]{40,}")
_STRETCH = re.compile(r".{1,20}(?:[\u0300-\u036f\u20d0-\u20ff]+)?", re.DOTALL)
_HEAPED_MARKS = re.compile(r"([\u0300-\u036f\u20d0-\u20ff]{4})[\u0300-\u036f\u20d0-\u20ff]+")
_MAY_BREAK = "\u200b"


class Fitting:
    """Fits every text of a document and remembers the characters no typeface holds."""

    def __init__(self) -> None:
        self.missing: dict[str, None] = {}
        """In the order in which they were met."""

    def fit(self, value: Any) -> Any:
        """Return the same data with its texts fit for print; keys are the program's own."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return {key: self.fit(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.fit(inner) for inner in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return self._text(str(value))  # a lazy translation, a date already worded

    def _text(self, text: str) -> str:
        lines = _LINE_ENDS.sub("\n", text)
        shown = {ord(character): self._character(character) for character in dict.fromkeys(lines)}
        seen = _HEAPED_MARKS.sub(r"\1", lines.translate(shown))
        return _UNBROKEN.sub(_breakable, seen)

    def _character(self, character: str) -> str:
        if character in "\n ":
            return character
        code, kind = ord(character), unicodedata.category(character)
        if character == "\t":
            return " "
        if kind in _UNSEEN or any(code in selectors for selectors in _SELECTORS):
            return ""
        if code in fonts.characters() and kind not in _PRIVATE_OR_BROKEN:
            return character
        if kind == _SPACES:
            return " "
        self.missing[character] = None
        return GETA


def code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _breakable(run: re.Match[str]) -> str:
    """Let a long address, a checksum or a key held down too long go on in the next line."""
    return _MAY_BREAK.join(_STRETCH.findall(run[0]))
