"""Which rows a question finds, and how many each further choice would leave."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from outreach.enums import COUNTED, TAKES_PLACE
from outreach.finding.query import ClassQuery, Facet
from outreach.finding.rows import DISTRICT_DIGITS, ClassRow
from outreach.finding.standing import standing_of
from outreach.finding.values import Names, facet_label, has, values_of
from outreach.models import Session
from outreach.queries import public_sessions

SHOWN = 8
"""Options of a facet at once; the rest stand behind one click."""
AT_THE_SIDE = (
    *(Facet.CATEGORY, Facet.VENUE_TYPE, Facet.WEEKDAY),
    *(Facet.AREA, Facet.PROJECT),
)
"""The facets one chooses from. Venue and teacher are come to from their pages."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    chosen: bool
    child: bool = False
    """A street, which stands below its district."""

    @property
    def classes(self) -> str:
        return (" is-chosen" if self.chosen else "") + (" is-child" if self.child else "")

    @property
    def checked(self) -> str:
        return " checked" if self.chosen else ""


@dataclass(frozen=True, slots=True)
class Group:
    """A facet with its options, those with most classes first."""

    facet: Facet
    label: str
    options: list[Option]
    more: list[Option]
    chosen: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    name: str
    label: str
    address: str


def asked(query: ClassQuery, now: datetime.datetime) -> QuerySet[Session]:
    """What the list is about before any filter: classes to come, or those that were."""
    if query.held:
        return public_sessions().filter(state__in=COUNTED).order_by("-begins_at", "-pk")
    return public_sessions().filter(state__in=TAKES_PLACE, open_to_public=True, begins_at__gt=now)


def matching(
    rows: Iterable[ClassRow],
    query: ClassQuery,
    now: datetime.datetime,
    *,
    but: Facet | None = None,
) -> list[ClassRow]:
    """The rows that meet every condition (all but one facet's, to count that facet's values)."""
    filters = {facet: values for facet, values in query.filters.items() if facet is not but}
    return [
        row
        for row in rows
        if (query.age is None or row.fits_age(query.age))
        and (not query.free or standing_of(row, now).has_seats)
        and all(has(row, facet, values) for facet, values in filters.items())
    ]


def choices(
    rows: list[ClassRow], query: ClassQuery, names: Names, now: datetime.datetime
) -> dict[str, Any]:
    """What ``_facets.html`` lets one choose from, with how many classes each choice would leave."""
    free = replace(query, free=True)
    return {
        "groups": groups(rows, query, names, now),
        "free_count": len(matching(rows, free, now)),
    }


def groups(
    rows: list[ClassRow], query: ClassQuery, names: Names, now: datetime.datetime
) -> list[Group]:
    """The facets at the side with the number of classes behind each value."""
    found = []
    for facet in AT_THE_SIDE:
        counts = Counter(
            value
            for row in matching(rows, query, now, but=facet)
            for value, _name in values_of(row, facet)
        )
        chosen = query.filters.get(facet, ())
        options = [
            Option(value, names[facet, value], counts[value], value in chosen, _below(facet, value))
            for value in {*counts, *chosen}
        ]
        options.sort(key=lambda one: _place(facet, one))
        if options:
            first = SHOWN if facet is not Facet.WEEKDAY else 7
            found.append(
                Group(facet, facet_label(facet), options[:first], options[first:], len(chosen))
            )
    return found


def _below(facet: Facet, value: str) -> bool:
    return facet is Facet.AREA and len(value) > DISTRICT_DIGITS


def _place(facet: Facet, option: Option) -> tuple[object, ...]:
    if facet is Facet.AREA:
        district = option.value[:DISTRICT_DIGITS]
        return district, option.child, not option.chosen, -option.count, option.label
    if facet is Facet.WEEKDAY:
        return (option.value,)
    return not option.chosen, -option.count, option.label


def chips(query: ClassQuery, names: Names, path: str, *, month: str = "") -> list[Chip]:
    """Every filter that is on, each with the way out of it; ``month`` is where one stays meanwhile."""

    def without(left: ClassQuery) -> str:
        return path + left.address(month=month)

    found = [
        Chip(facet_label(facet), names[facet, value], without(query.without(facet, value)))
        for facet in Facet
        for value in query.filters.get(facet, ())
    ]
    if query.age is not None:
        words = _("%(age)d 岁") % {"age": query.age}
        found.append(Chip(_("年龄"), words, without(query.without_age())))
    if query.free:
        found.append(Chip(_("名额"), _("还有名额"), without(query.without_free())))
    return found
