"""Pieces of documents that several kinds share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from django.utils import timezone

from registry.models import Division
from registry.models.place import Placed
from search.interface import Point, SearchDocument

SUMMARY_LENGTH = 90
"""Characters of a card's summary: two to three lines."""
PEOPLE_ON_CARD = 4


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Tidied, each once, in order, blanks left out."""
    tidy = (" ".join(value.split()) for value in values if value)
    return tuple(dict.fromkeys(value for value in tidy if value))


def area_codes(*chains: list[Division]) -> tuple[str, ...]:
    """The codes of these divisions and of all above them."""
    return distinct(division.code for chain in chains for division in chain)


def place_names(chain: list[Division], *written: str) -> tuple[str, ...]:
    """Names, full names and former names of the divisions, and the place as written."""
    names = [name for division in chain for name in (division.name, *former_names(division))]
    full = [chain[-1].full_name] if chain else []
    return distinct([*full, *names, *written])


def former_names(division: Division) -> list[str]:
    """Names it had before. Staff may have stored anything in the JSON column."""
    names = division.former_names if isinstance(division.former_names, list) else []
    return [name for name in names if isinstance(name, str)]


def in_force(ended_on: datetime.date | None) -> bool:
    """Whether something with this end still holds today."""
    return ended_on is None or ended_on > timezone.localdate()


def point_of(record: Placed) -> Point | None:
    """Where it is, if someone has marked it."""
    if record.latitude is None or record.longitude is None:
        return None
    return Point(float(record.latitude), float(record.longitude))


def shortened(text: str, length: int = SUMMARY_LENGTH) -> str:
    """The beginning of a text on one line, with an ellipsis where something is left out."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip("，、；：,;: ") + "…"


def card(**shown: Any) -> dict[str, Any]:
    """What a listing shows, without what is empty."""
    return {key: value for key, value in shown.items() if value not in ("", None, [], ())}


def content_version(document: SearchDocument) -> int:
    """A number that differs whenever anything in the document differs; fits a signed 64-bit field."""
    names = [name for name in SearchDocument.__slots__ if name != "version"]
    content = repr([getattr(document, name) for name in names])
    digest = blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
