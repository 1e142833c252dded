"""Telling apart the protecting units that a cell names."""

from __future__ import annotations

import re
import unicodedata

from registry.importing.values import BREAK, tidy

_UNIT_END = re.compile(
    r"(馆|中心|协会|学会|公司|厂|院|团|所|社|会|校|大学|局|站|店|庙|寺|政府|办事处|基金会|坊|部|队|"
    r"园|场|宫|祠|集团|商行|酒家|饭庄|村|镇|乡|街道|室|组|办公室|铺|堂|号|斋|楼|[)）])$"
)


_NUMBERED = re.compile(r"(?:^|(?<=[\s、；;，,。]))[(（]?\d{1,2}[)）.、．](?=\D)|[①-⑳]")
_BETWEEN = re.compile(r"[、；;，,/／\n]|(?<=[\u3400-\u9fff）)])\s+(?=[\u3400-\u9fff])")


def split_units(text: str) -> list[str]:
    """甲市文化馆、乙协会 → two; text in brackets is never split, nor what may be one name.

    Lists put units under each other, number them, or leave a blank between them.
    """
    lines = re.sub(r"\r\n?", "\n", BREAK.sub("\n", text)).split("\n")
    marked = _NUMBERED.sub("\n", "\n".join(unicodedata.normalize("NFC", one) for one in lines))
    parts = [tidy(part).strip("、；;，,/ ") for part in _outside_brackets(marked)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(len(part) >= 4 and _UNIT_END.search(part) for part in parts):
        return list(dict.fromkeys(parts))
    written = parts[0] if len(parts) == 1 else tidy(text)
    return [written] if written else []


def _outside_brackets(text: str) -> list[str]:
    """The text cut at its separators, but for those between brackets."""
    cuts = [(match.start(), match.end()) for match in _BETWEEN.finditer(text)]
    parts, start = [], 0
    for at, end in cuts:
        before = text[:at]
        depth = sum(before.count(mark) for mark in "(（[【") - sum(
            before.count(mark) for mark in ")）]】"
        )
        if depth <= 0:
            parts.append(text[start:at])
            start = end
    return [*parts, text[start:]]
