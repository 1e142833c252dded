"""Identity-card and mobile numbers in cells: they must not get into public records or reports."""

from __future__ import annotations

import re

from registry.domain.personal import masked

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_NUMBERS = re.compile(
    rf"(?<![\dA-Za-z])(?:[1-9]\d{{5}}(?:18|19|20)\d{{2}}{_DAY}\d{{3}}[\dXx]"  # identity card
    rf"|[1-9]\d{{5}}\d{{2}}{_DAY}\d{{3}}"  # the fifteen digits of cards before 1999
    r"|1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![\dA-Za-z])"  # mobile telephone
)


def holds_number(text: str) -> bool:
    """Whether a person's identity-card or mobile number stands in the text."""
    return _NUMBERS.search(text) is not None


def without_numbers(text: str) -> str:
    """The text with the middle of such numbers hidden: 138****5678."""
    return _NUMBERS.sub(lambda found: masked("number", found[0]), text)
