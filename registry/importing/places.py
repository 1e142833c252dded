"""Finding the division a list means, from its codes and from its words."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from registry.enums import DivisionLevel
from registry.importing.values import MUNICIPALITIES, tidy
from registry.models import Division

_SHORT = re.compile(r"(壮族|回族|维吾尔)?(省|市|自治区|特别行政区)$")
_TIER = re.compile(r"(地区|新区|市|县|区|旗|盟|州)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A division, as much of it as finding needs."""

    pk: int
    code: str
    name: str
    full_name: str
    level: int
    in_force: bool

    @property
    def stem(self) -> str:
        """The part of the code that all divisions under it share."""
        return {1: self.code[:2], 2: self.code[:4]}.get(self.level, self.code[:6])

    def contains(self, other: Place) -> bool:
        """Whether the other lies in this one, or is it."""
        return other.code.startswith(self.stem)


@dataclass(slots=True)
class PlaceFound:
    """What was made of a place: the division, and codes that said nothing or something else.

    ``abolished`` is what the words name when that is no division any more.
    """

    place: Place | None
    unknown_codes: list[str] = field(default_factory=list)
    contradicted: Place | None = None
    abolished: Place | None = None


class PlaceFinder:
    """Divisions by code and by name, current, former and abolished. Reads them once."""

    def __init__(self) -> None:
        self.by_code: dict[str, Place] = {}
        self._by_name: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
        self._by_stem: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
        self._provinces: dict[str, Place] = {}
        rows = Division.objects.filter(level__lte=DivisionLevel.COUNTY).values_list(
            "pk", "code", "name", "full_name", "level", "abolished_in", "former_names"
        )
        for pk, code, name, full_name, level, abolished, former in rows:
            place = Place(pk, code, name, full_name, level, abolished is None)
            self.by_code[code] = place
            self._by_stem[code[:2]][_TIER.sub("", name)].append(place)
            for called in [name, *former]:
                if level == DivisionLevel.PROVINCE:
                    self._provinces.setdefault(called, place)
                    self._provinces.setdefault(_SHORT.sub("", called), place)
                self._by_name[code[:2]][called].append(place)

    def find(self, codes: list[str], text: str) -> PlaceFound:
        """The division that codes and words mean together; where they differ, words win."""
        cleaned = [code for code in (tidy(code) for code in codes) if not _says_nothing(code)]
        known = [self.by_code[code] for code in cleaned if code in self.by_code]
        found = PlaceFound(None, [code for code in cleaned if code not in self.by_code])
        by_code = max(known, key=lambda place: place.level) if known else None
        by_text = self.in_words(text)
        if by_code is None or by_text is None:
            found.place = by_text or by_code
        elif by_text.contains(by_code):
            found.place = by_code
        elif by_code.contains(by_text) or self._same_place(by_code, by_text):
            found.place = by_text
        else:
            found.place, found.contradicted = by_text, by_code
        if found.place is not None and not found.place.in_force:
            found.abolished = found.place
            found.place = self.today(found.place)
        return found

    def of_lists(self, code: str) -> Place | None:
        """The division of a code as lists name it: for a street or community its district."""
        return self.by_code.get(code[:6])

    def today(self, place: Place) -> Place:
        """What an abolished division became where only its tier changed: 宁河县 → 宁河区.

        A division that was merged into others has no single heir and stands for itself.
        """
        stem = _TIER.sub("", place.name)
        if place.in_force or len(stem) < 2:
            return place
        heirs = {
            other.code: other
            for other in self._by_stem[place.code[:2]].get(stem, ())
            if other.in_force and other.level == place.level
        }
        return next(iter(heirs.values())) if len(heirs) == 1 else place

    def _same_place(self, one: Place, other: Place) -> bool:
        return one.name == other.name or self.today(one) == self.today(other)

    def in_words(self, text: str, within: Place | None = None) -> Place | None:
        """天津市宁河县… → that county, abolished or not; None when the text names no division.

        ``within`` is where a text without a province is looked for.
        """
        rest = tidy(text).replace(" ", "")
        here = self._province(rest)
        if here is not None:
            rest = rest[self._province_length(rest) :]
        elif within is None:
            return None
        else:
            here = within
        start = here
        while rest:
            step = self._below(here, rest)
            if step is None:
                break
            here, length = step
            rest = rest[length:]
        return None if here is start and start is within else here

    def ancestor(self, place: Place, level: int) -> Place:
        """The province or prefecture of a place; the place itself where it has no such tier."""
        stem = {1: place.code[:2] + "0000", 2: place.code[:4] + "00"}.get(level, place.code)
        return self.by_code.get(stem, place)

    def _province(self, text: str) -> Place | None:
        length = self._province_length(text)
        return self._provinces[text[:length]] if length else None

    def _province_length(self, text: str) -> int:
        return next((n for n in range(min(len(text), 12), 1, -1) if text[:n] in self._provinces), 0)

    def _below(self, here: Place, rest: str) -> tuple[Place, int] | None:
        names = self._by_name[here.code[:2]]
        for length in range(min(len(rest), 15), 1, -1):
            options = [
                place
                for place in names.get(rest[:length], ())
                if place.level > here.level and place.code != here.code
            ]
            if options:
                best = max(options, key=lambda p: (here.contains(p), p.in_force, -p.level))
                return best, length
        return None


def _says_nothing(code: str) -> bool:
    """Blank, zero, or a code that stands for all districts of a municipality: 110100, 120200."""
    return not code.strip("0") or (
        code[:2] in MUNICIPALITIES and len(code) == 6 and code.endswith("00") and code[2:4] != "00"
    )
