"""进度查询: a number and its code tell where a matter stands, and nothing about anybody.

Each room that gives receipts registers how its numbers are looked up, in its AppConfig.ready().
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from safeguards.limiting import Limit, count_try

NOBODYS_CODE = "0" * 10
TRACK_BY_ADDRESS = Limit("track-address", most=30, minutes=15)
TRACK_BY_NUMBER = Limit("track-number", most=20, minutes=60)


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that happened, in plain words."""

    label: Any
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """What the page shows. ``ways`` are things one may do now, as (label, address)."""

    number: str
    subject: str
    label: Any
    now: Any
    due_on: datetime.date | None
    stages: list[Stage]
    ways: list[tuple[Any, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Matter:
    """Something with a number: its row, its code, and what is told to whoever has the code."""

    row: Any
    query_code: str
    progress: Callable[[], Progress]


Lookup = Callable[[str], "Matter | None"]
_lookups: list[Lookup] = []


def register_lookup(lookup: Lookup) -> None:
    """Given a number, the matter; None when the number is not one of this room's."""
    if lookup not in _lookups:
        _lookups.append(lookup)


def plain(text: str) -> str:
    """As people type it: full-width letters, blanks and small letters do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def prove(
    *, number: str, code: str, address: str, now: datetime.datetime | None = None
) -> Matter | None:
    """The matter whose number and code these are; None when either is wrong, nobody learns which.

    Every room is asked and the code is compared in any case. Raises TooManyTries.
    """
    moment = now or timezone.now()
    number, code = plain(number)[:20], plain(code)[:40]
    count_try(TRACK_BY_ADDRESS, address, now=moment)
    count_try(TRACK_BY_NUMBER, number, now=moment)
    found = [matter for lookup in _lookups if (matter := lookup(number)) is not None]
    kept = found[0].query_code if found else NOBODYS_CODE
    right = bool(code) and constant_time_compare(kept, code)
    return found[0] if right and found else None


def track(
    *, number: str, code: str, address: str, now: datetime.datetime | None = None
) -> Progress | None:
    """Where the matter stands; None when the number or the code is wrong, nobody learns which."""
    matter = prove(number=number, code=code, address=address, now=now)
    return matter.progress() if matter is not None else None
