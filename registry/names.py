"""Pinyin of names, and the readable part of addresses made from it."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

SLUG_LENGTH = 120
"""Characters kept of a generated slug: the field has room for a number behind it."""
_NO_GAP = re.compile(r"(?<=[（(“‘《〈【「『、，。；：！？]) | (?=[）)”’》〉】」』、，。；：！？])")


@lru_cache(maxsize=20_000)
def pinyin_with_tones(name: str) -> str:
    """蔚县剪纸（二） → yù xiàn jiǎn zhǐ （èr）. Other characters stay, in words of their own."""
    words = (word.strip() for word in lazy_pinyin(name, style=Style.TONE))
    return _NO_GAP.sub("", " ".join(word for word in words if word))


def address_slug(name: str) -> str:
    """拦手门 → lan-shou-men. "record" when nothing in the name can be written in ASCII."""
    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(name, v_to_u=False)).lower())
    slug = "-".join(words)
    if len(slug) > SLUG_LENGTH:
        slug = slug[:SLUG_LENGTH].rsplit("-", 1)[0]
    return slug or "record"
