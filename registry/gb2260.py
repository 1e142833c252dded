"""The table of administrative divisions (GB/T 2260), read from the python-stdnum package.

Its entries look like ``0110 county="[-1991]东郊区,[1992-]东丽区"``: a code may have had several
names, and a span without an end is in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files

MUNICIPALITIES = ("11", "12", "31", "50")
_ENTRY = re.compile(r'^\s*(?P<code>\d+) \w+="(?P<names>[^"]*)"')
_SPAN = re.compile(r"^(?:\[(?P<start>\d*)-(?P<end>\d*)\])?(?P<name>.+)$")
_COLLECTIVE = re.compile(r"^(市辖区|县|市|省直辖.*|自治区直辖.*|省级直辖.*)$")


@dataclass(slots=True)
class DivisionRow:
    """One code: what it is called now (or was called last), and above it what."""

    code: str
    name: str
    full_name: str
    level: int  # registry.enums.DivisionLevel
    parent_code: str | None
    former_names: list[str] = field(default_factory=list)
    abolished_in: int | None = None


def division_rows() -> Iterator[DivisionRow]:
    """All codes of the table, a parent always before its children."""
    known: dict[str, DivisionRow] = {}
    for code, names in _entries():
        name, former, abolished = _current(names)
        if _COLLECTIVE.match(name):
            continue  # "市辖区", "县" and the like stand for no place of their own
        parent = _parent(code, known)
        known[code] = DivisionRow(
            code=code,
            name=name,
            full_name=(parent.full_name if parent else "") + name,
            level=1 if code.endswith("0000") else 2 if code.endswith("00") else 3,
            parent_code=parent.code if parent else None,
            former_names=former,
            abolished_in=abolished,
        )
    yield from known.values()


def _entries() -> Iterator[tuple[str, str]]:
    province = ""
    text = files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")
    for line in text.splitlines():
        match = _ENTRY.match(line)
        if match is None:
            continue
        if not line.startswith(" "):
            province = match["code"]
        else:
            yield province + match["code"], match["names"]


def _current(names: str) -> tuple[str, list[str], int | None]:
    """The name in force or else the last one, the others, and the year it was abolished."""
    spans = []
    for part in names.split(","):
        match = _SPAN.match(part)
        if match:
            end = int(match["end"]) if match["end"] else None
            spans.append((end, match["name"]))
    spans.sort(key=lambda span: span[0] or 9999)
    end, name = spans[-1]
    former = [other for _, other in spans[:-1] if other != name]
    return name, list(dict.fromkeys(former)), end


def _parent(code: str, known: dict[str, DivisionRow]) -> DivisionRow | None:
    if code.endswith("0000"):
        return None
    province = known.get(code[:2] + "0000")
    if code.endswith("00") or code[:2] in MUNICIPALITIES:
        return province
    return known.get(code[:4] + "00") or province
