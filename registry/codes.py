"""The codes of the lists: "Ⅷ-89", "Ⅵ-056_03_120102" and every other shape sources write them in.

A code keeps no promise of being unique or complete, so what was written is stored beside what is
made of it here. Nothing in this module knows Django: the search uses it on queries as well.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

ROMAN_NUMERALS = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ", "Ⅹ")
_ASCII_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_HAN_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")

# Letters of other alphabets that look like roman numerals and are typed in their place.
_LOOKALIKES = str.maketrans({"Х": "X", "І": "I", "Ⅴ": "V", "Ｖ": "V", "∨": "V"})
_DASHES = re.compile("[\\-‐‑‒–—―−⁃﹘﹣－ーｰ─━~〜～·.、]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\ufe0e\ufe0f]")
_SHAPE = re.compile(
    r"""
    (?P<category>[IVX]{1,4}|\d{1,2}|[一二三四五六七八九十])
    (?: \s*-\s* | (?<=[IVX])\s* (?=\d) )
    (?P<serial>\d{1,4})
    (?: \s*[_-]\s* (?P<batch>\d{1,2}) (?= \s*[_-] | $ )
        (?: \s*[_-]\s* (?P<area>\d{2,6}) (?P<letter>[A-Z]?) )? )?
    \s*\*?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Code:
    """What a written code says: category, serial and, in the list's own form, batch and area."""

    category: int  # 1 to 10
    serial: int | None = None  # None where only the category was given: "Ⅷ"
    batch: int | None = None
    area: str = ""  # division code, with the letter that tells its like apart: "120103a"

    @property
    def public(self) -> str:
        """The form people cite: "Ⅷ-89", or "Ⅷ" without a serial."""
        numeral = ROMAN_NUMERALS[self.category - 1]
        return numeral if self.serial is None else f"{numeral}-{self.serial}"

    @property
    def normalised(self) -> str:
        """One form for all shapes: "Ⅷ-89", or "Ⅵ-56_03_120102" where batch and area are given."""
        parts = [self.public]
        if self.batch is not None:
            parts.append(f"{self.batch:02d}")
            if self.area:
                parts.append(self.area)
        return "_".join(parts)

    @property
    def sort_key(self) -> str:
        """Sorts by category, serial, batch and area: "08-0089-03-120102"."""
        key = f"{self.category:02d}-{self.serial or 0:04d}"
        if self.batch is not None:
            key += f"-{self.batch:02d}-{self.area}" if self.area else f"-{self.batch:02d}"
        return key


def parse_code(written: str) -> Code | None:
    """Read a code in any of its shapes; None where the text is not one.

    Full-width, roman, arabic and Han numerals are read alike, and any dash; blanks and no-break
    spaces around it fall away. A category alone is a code only as a roman numeral.
    """
    text = _tidy(written)
    alone = category_number(text) if text and not text[0].isdigit() else None
    if alone is not None and text not in _HAN_NUMERALS:
        return Code(category=alone)
    match = _SHAPE.fullmatch(text)
    if match is None:
        return None
    category = category_number(match["category"])
    if category is None or int(match["serial"]) == 0:
        return None
    return Code(
        category=category,
        serial=int(match["serial"]),
        batch=int(match["batch"]) if match["batch"] else None,
        area=(match["area"] or "") + (match["letter"] or "").lower(),
    )


def normalise_code(written: str) -> str:
    """The normalised form, or the text itself without odd blanks where it is no code we know."""
    code = parse_code(written)
    if code is not None:
        return code.normalised
    return " ".join(unicodedata.normalize("NFKC", written).split())


def code_sort_key(written: str) -> str:
    """The sortable form of a code; "" where it is none, which sorts after all others."""
    code = parse_code(written)
    return code.sort_key if code is not None else ""


def category_number(numeral: str) -> int | None:
    """1 to 10 for "Ⅷ", "VIII", "viii", "8", "08" or "八"; None for anything else."""
    text = _tidy(numeral)
    if text in _ASCII_ROMAN:
        return _ASCII_ROMAN.index(text) + 1
    if text in _HAN_NUMERALS:
        return _HAN_NUMERALS.index(text) + 1
    if len(text) <= 2 and text.isascii() and text.isdigit() and 1 <= int(text) <= 10:
        return int(text)
    return None


def _tidy(written: str) -> str:
    """Full-width to ASCII, upper case, one kind of dash and underscore, no blanks around."""
    text = _INVISIBLE.sub("", written).translate(_LOOKALIKES)
    text = unicodedata.normalize("NFKC", text).upper().translate(_LOOKALIKES)
    # Runs of blanks shrink to one first: the pattern below would try each run from every place.
    text = " ".join(_DASHES.sub("-", text).split())
    return re.sub(r"\s*([_-])\s*", r"\1", text)
