"""From the parameters of an API address to a search request, or to the reasons why not.

Nothing is guessed or passed over: a misspelt parameter would otherwise answer with every record.
An empty value means the parameter is not there; blanks and control characters in words fall away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.interface import Facet, Near, SearchRequest, Sort
from search.nearness import read_near
from search.parameters import FIRST_YEAR, LAST_YEAR, allowed_words, facet_values
from search.typed import clean

MOST_CHARACTERS = 200
MOST_VALUES = 30
LARGEST_PAGE = 100
DEEPEST = 10_000
LAST_PAGE = 500
DEFAULT_PAGE_SIZE = 20
FACET_SIZE = 100

SORTS = tuple(sort.value for sort in Sort)
SINGLE = (
    *("q", "year_from", "year_to", "near"),
    *("sort", "page", "page_size", "wider"),
)
PARAMETERS = (*SINGLE[:1], *(facet.value for facet in Facet), *SINGLE[1:])
WHOLE = frozenset({Facet.UNIT, Facet.TAG})
"""Facets whose values may hold a comma: several are given by repeating the parameter."""

_WHOLE_NUMBER = re.compile(r"([0-9]{1,9})(\.0{1,9})?", re.ASCII)  # 10.0 is an integer in JSON


@dataclass(frozen=True, slots=True)
class Problem:
    """One parameter that cannot be used: which, what it held, why not, what it may hold."""

    parameter: str
    value: str
    reason: str
    allowed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "parameter": self.parameter,
            "value": clean(self.value)[:100],
            "reason": self.reason,
            "allowed": list(self.allowed),
        }


class BadParameters(Exception):
    """The request cannot be understood."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.reason for problem in problems))
        self.problems = problems


class TooDeep(Exception):
    """A page behind the last hit one can page to."""


@dataclass(slots=True)
class Reader:
    """Reads one address, collecting every problem rather than only the first."""

    data: QueryDict
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, name: str, value: str, reason: str, allowed: tuple[str, ...] = ()) -> None:
        self.problems.append(Problem(name, value, reason, allowed))

    def only(self, names: tuple[str, ...], single: tuple[str, ...]) -> None:
        """Refuse parameters that are not among these, and single ones given twice."""
        for name in self.data:
            if name not in names:
                shown = clean(name)[:40]
                self.refuse(shown, "", _("没有「%(name)s」这个参数。") % {"name": shown}, names)
        for name in single:
            if len(self.data.getlist(name)) > 1:
                self.refuse(name, "", _("参数 %(name)s 只能给一次。") % {"name": name})

    def text(self, name: str, most: int = MOST_CHARACTERS) -> str:
        """Words, without control characters."""
        raw = self.data.get(name, "")
        if len(raw) > most:
            self.refuse(
                name, clean(raw), _("%(name)s 最多 %(most)d 个字。") % {"name": name, "most": most}
            )
        return clean(raw)

    def word(self, name: str) -> str:
        """What is no words to search for: only blanks around it fall away."""
        return self.data.get(name, "").strip(" ")

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number between two others."""
        raw = self.word(name)
        if not raw:
            return default
        match = _WHOLE_NUMBER.fullmatch(raw)
        if match and least <= int(match[1]) <= most:
            return int(match[1])
        self.refuse(
            name,
            raw,
            _("%(name)s 应为 %(least)d 到 %(most)d 的整数。")
            % {"name": name, "least": least, "most": most},
        )
        return default

    def year(self, name: str) -> int | None:
        """A year with four digits."""
        if not self.word(name):
            return None
        return self.number(name, FIRST_YEAR, FIRST_YEAR, LAST_YEAR)

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        raw = self.word(name)
        if not raw or raw in allowed:
            return raw or default
        self.refuse(name, raw, _("%(name)s 不能是「%(value)s」。") % _shown(name, raw), allowed)
        return default

    def facet(self, facet: Facet) -> tuple[str, ...]:
        """The facet's values that the words mean, each once."""
        name = facet.value
        given = self.data.getlist(name)
        words = [word for raw in given[: MOST_VALUES + 1] for word in _split(facet, raw)]
        if max(len(given), len(words)) > MOST_VALUES:
            reason = _("%(name)s 一次最多 %(most)d 个值。") % {"name": name, "most": MOST_VALUES}
            self.refuse(name, "", reason)
            return ()
        found: dict[str, None] = {}
        for word in words:
            values = facet_values(facet, word) if len(word) <= MOST_CHARACTERS else ()
            if not values:
                self.refuse(
                    name,
                    word,
                    _("%(name)s 中没有「%(value)s」。") % _shown(name, word),
                    allowed_words(facet),
                )
            found.update(dict.fromkeys(values))
        return tuple(found)

    def near(self) -> Near | None:
        """A point and a radius as "latitude,longitude" or "latitude,longitude,kilometres"."""
        raw = self.word("near")
        if not raw:
            return None
        near = read_near(raw)
        if near is not None:
            return near
        reason = _("near 应为“纬度,经度”或“纬度,经度,公里数”（WGS-84），例如 39.128,117.252,5。")
        self.refuse("near", raw, reason)
        return None


def read_request(data: QueryDict) -> SearchRequest:
    """The search an address of /records asks for. Raises BadParameters."""
    reader = Reader(data)
    reader.only(PARAMETERS, SINGLE)
    text = reader.text("q")
    filters = {facet: values for facet in Facet if (values := reader.facet(facet))}
    first, last = reader.year("year_from"), reader.year("year_to")
    if first is not None and last is not None and first > last:
        first, last = last, first  # documented: the two ends in any order
    near = reader.near()
    sort = Sort(reader.choice("sort", SORTS, Sort.RELEVANCE.value))
    if sort is Sort.DISTANCE and near is None:
        sort = Sort.RELEVANCE  # documented: there is nothing to be far from
    page = reader.number("page", 1, 1, LAST_PAGE)
    page_size = reader.number("page_size", DEFAULT_PAGE_SIZE, 1, LARGEST_PAGE)
    wider = reader.choice("wider", ("yes", "no"), "yes") == "yes"
    if reader.problems:
        raise BadParameters(reader.problems)
    if page * page_size > DEEPEST:
        raise TooDeep
    return SearchRequest(
        text=text,
        filters=filters,
        year_from=first,
        year_to=last,
        near=near,
        sort=sort,
        page=page,
        page_size=page_size,
        facet_size=FACET_SIZE,
        wider=wider,
    )


def read_suggest(data: QueryDict) -> tuple[str, int]:
    """Words and number of lines that an address of /suggest asks for. Raises BadParameters."""
    reader = Reader(data)
    reader.only(("q", "limit"), ("q", "limit"))
    text = reader.text("q", 100)
    limit = reader.number("limit", 8, 1, 20)
    if reader.problems:
        raise BadParameters(reader.problems)
    return text, limit


def read_nothing(data: QueryDict) -> None:
    """For addresses that take no parameters. Raises BadParameters."""
    reader = Reader(data)
    reader.only((), ())
    if reader.problems:
        raise BadParameters(reader.problems)


def _split(facet: Facet, raw: str) -> list[str]:
    if facet in WHOLE:
        return [word] if (word := clean(raw)) else []
    return [word for part in raw.split(",") if (word := part.strip(" "))]


def _shown(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": clean(value)[:40]}
