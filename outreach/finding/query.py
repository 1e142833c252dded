"""What an address of the classes asks for: read from its parameters, written back in one order.

List, month and map are looks at the same question and take the same parameters. What cannot be
understood is left out, and a sentence says so: nothing in an address may break a page.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from unicodedata import normalize
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from outreach.enums import VenueType

MOST_VALUES = 30
"""Of one facet; more is a robot."""
OLDEST = 120
YEARS = range(2000, 2101)
"""In which a class could be; a calendar's own ends lie further off, where sums of days fail."""


class Facet(StrEnum):
    """What classes are narrowed by, as addresses write it. Values: see ``values.py``."""

    CATEGORY = "category"
    PROJECT = "project"
    AREA = "area"
    VENUE_TYPE = "venue_type"
    WEEKDAY = "weekday"
    VENUE = "venue"
    TEACHER = "teacher"


@dataclass(frozen=True)
class ClassQuery:
    """One state of the list. ``held`` asks for what was, newest first, instead of what is coming."""

    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    age: int | None = None
    free: bool = False
    held: bool = False
    page: int = 1
    notices: tuple[str, ...] = ()

    @property
    def filter_count(self) -> int:
        """How many filters are on, as the button on a phone shows it."""
        chosen = sum(len(values) for values in self.filters.values())
        return chosen + int(self.age is not None) + int(self.free)

    @property
    def needs_projects(self) -> bool:
        """Whether the question can only be answered knowing what each class teaches."""
        return bool(self.filters.keys() & {Facet.CATEGORY, Facet.PROJECT})

    def address(self, *, page: int = 1, month: str = "") -> str:
        """The query string with its question mark, "" for everything; defaults are left out.

        ``month`` is the calendar's, as 2026-12.
        """
        asked = [(f.value, value) for f in Facet for value in self.filters.get(f, ())]
        if self.age is not None:
            asked.append(("age", str(self.age)))
        if self.free:
            asked.append(("free", "yes"))
        if self.held:
            asked.append(("when", "held"))
        if page > 1:
            asked.append(("page", str(page)))
        if month:
            asked.append(("month", month))
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def held_address(self) -> str:
        """The same question about what was."""
        return replace(self, held=True, age=None, free=False).address()

    @property
    def feed_address(self) -> str:
        """What of the question a calendar's feed takes."""
        kept = (Facet.PROJECT, Facet.AREA, Facet.VENUE_TYPE, Facet.VENUE, Facet.TEACHER)
        return ClassQuery({f: v for f, v in self.filters.items() if f in kept}).address()

    def without(self, facet: Facet, value: str) -> ClassQuery:
        left = tuple(one for one in self.filters.get(facet, ()) if one != value)
        return self.keeping({**self.filters, facet: left})

    def keeping(self, filters: Mapping[Facet, tuple[str, ...]]) -> ClassQuery:
        return replace(self, filters={f: v for f, v in filters.items() if v}, page=1)

    def without_age(self) -> ClassQuery:
        return replace(self, age=None, page=1)

    def without_free(self) -> ClassQuery:
        return replace(self, free=False, page=1)

    def cleared(self) -> ClassQuery:
        return ClassQuery(held=self.held)


def read_query(data: QueryDict) -> ClassQuery:
    """Read an address. Unknown parameters are passed over, bad values named in ``notices``."""
    notices: list[str] = []
    filters = {facet: values for facet in Facet if (values := _values(data, facet, notices))}
    return ClassQuery(
        filters=filters,
        age=_age(data, notices),
        free=data.get("free") == "yes",
        held=data.get("when") == "held",
        page=_page(data),
        notices=tuple(notices),
    )


def passed_over(*values: str) -> str:
    """The sentence for values that mean nothing."""
    shown = "、".join(sorted(value[:20] for value in values)[:3])
    return _("没有「%(values)s」这样的筛选条件，已忽略。") % {"values": shown}


def well_written(facet: Facet, value: str) -> bool:
    """Whether it could be a value of this facet; whether there is such a thing is asked later."""
    if facet is Facet.VENUE_TYPE:
        return value in VenueType.values
    if facet is Facet.WEEKDAY:
        return value in set("1234567")
    if facet is Facet.AREA:
        return value.isascii() and value.isdigit() and 2 <= len(value) <= 12
    if facet in (Facet.VENUE, Facet.TEACHER):
        return is_key(value)
    return 0 < len(value) <= 100 and "\x00" not in value


def is_key(value: str) -> bool:
    """Whether it is written as a row's number."""
    return value.isascii() and value.isdigit() and len(value) <= 9


def _values(data: QueryDict, facet: Facet, notices: list[str]) -> tuple[str, ...]:
    wanted = {value for raw in data.getlist(facet.value)[:1000] if (value := raw.strip())}
    good = {value for value in wanted if well_written(facet, value)}
    if wanted - good:
        notices.append(passed_over(*(wanted - good)))
    if len(good) > MOST_VALUES:
        notices.append(_("同一类条件最多选 %(count)d 个，多出的已忽略。") % {"count": MOST_VALUES})
    return tuple(sorted(good)[:MOST_VALUES])


def _age(data: QueryDict, notices: list[str]) -> int | None:
    """In whatever width the digits were typed."""
    raw = normalize("NFKC", data.get("age", "")).strip().removesuffix("岁").strip()
    if not raw:
        return None
    if raw.isascii() and raw.isdigit() and len(raw) <= 3 and int(raw) <= OLDEST:
        return int(raw)
    notices.append(_("年龄「%(age)s」看不懂，已忽略。请填数字，例如 8。") % {"age": raw[:20]})
    return None


def _page(data: QueryDict) -> int:
    raw = data.get("page", "")
    return int(raw) if raw.isascii() and raw.isdigit() and 0 < len(raw) <= 4 and int(raw) else 1


def read_month(raw: str, today: datetime.date) -> tuple[datetime.date, str]:
    """The first day of the month written as 2026-12, and what was wrong with it; else this month."""
    this = today.replace(day=1)
    if not raw:
        return this, ""
    try:
        month = datetime.date.fromisoformat(f"{raw}-01")
    except ValueError:
        month = None
    if month is not None and month.year in YEARS:
        return month, ""
    return this, _("月份「%(month)s」看不懂，已显示本月。请写成 2026-12 这样。") % {
        "month": raw[:20]
    }
