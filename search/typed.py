"""Text as somebody typed it into an address, made fit to be searched for."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff\ufffe\uffff]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """Without control characters and lone surrogates, blanks folded."""
    return " ".join(_UNPRINTABLE.sub(" ", _SURROGATES.sub("", text)).split())
