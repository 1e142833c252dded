"""The values of facets: what a row has, what they are called, and whether there is such a thing.

A project is written by the slug of its page, a teacher and a venue by number, an area by the code of
its division (all below it belong to it), a weekday as 1 (Monday) to 7. Names of teachers and venues
are told only once something of theirs is public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _

from outreach.enums import VenueType, Weekday
from outreach.finding.query import ClassQuery, Facet, is_key, passed_over
from outreach.finding.rows import ClassRow
from outreach.models import Teacher, Venue
from outreach.naming import in_chinese
from outreach.queries import public_sessions
from registry.levels import area_stem
from registry.models import Category, Division, HeritageProject

Names = dict[tuple[Facet, str], str]


def facet_label(facet: Facet) -> str:
    return {
        Facet.CATEGORY: _("类别"),
        Facet.PROJECT: _("项目"),
        Facet.AREA: _("地区"),
        Facet.VENUE_TYPE: _("在哪类地方"),
        Facet.WEEKDAY: _("星期"),
        Facet.VENUE: _("场地"),
        Facet.TEACHER: _("老师"),
    }[facet]


def values_of(row: ClassRow, facet: Facet) -> Iterator[tuple[str, str]]:
    """The row's values of this facet with their names, each once."""
    if facet is Facet.CATEGORY:
        yield from {p.category_slug: p.category_label for p in row.projects}.items()
    elif facet is Facet.PROJECT:
        yield from {p.slug: p.name for p in row.projects}.items()
    elif facet is Facet.VENUE_TYPE:
        yield row.venue_type, row.venue_type_label
    elif facet is Facet.WEEKDAY:
        yield str(row.day.isoweekday()), row.weekday
    elif facet is Facet.VENUE:
        yield str(row.venue_id), row.venue_name
    elif facet is Facet.AREA:
        yield from row.areas
    elif facet is Facet.TEACHER and row.teacher_id:
        yield str(row.teacher_id), row.teacher_name or ""


def has(row: ClassRow, facet: Facet, chosen: tuple[str, ...]) -> bool:
    """Whether the row has one of the values. A district holds its neighbourhoods."""
    if facet is Facet.AREA:
        return (row.area_code or "-").startswith(tuple(map(area_stem, chosen)))
    return any(value in chosen for value, _name in values_of(row, facet))


def known(query: ClassQuery, rows: Iterable[ClassRow]) -> tuple[ClassQuery, Names]:
    """The question with only such values as exist, and what they are called.

    Names come from the rows; what no row has is looked up in one query more.
    """
    names: Names = {}
    for row in rows:
        for facet in Facet:
            names |= {(facet, value): name for value, name in values_of(row, facet)}
    names |= {(Facet.VENUE_TYPE, one.value): str(one.label) for one in VenueType}
    names |= {(Facet.WEEKDAY, str(one + 1)): str(one.label) for one in Weekday}
    chosen = [(facet, value) for facet, values in query.filters.items() for value in values]
    missing = [pair for pair in chosen if pair not in names]
    if not missing:
        return query, names
    names |= look_up(missing)
    lost = [value for facet, value in missing if (facet, value) not in names]
    filters = {
        facet: tuple(value for value in values if (facet, value) in names)
        for facet, values in query.filters.items()
    }
    if not lost:
        return query, names
    left = replace(query.keeping(filters), page=query.page)
    return replace(left, notices=(*query.notices, passed_over(*lost))), names


def look_up(pairs: Iterable[tuple[Facet, str]]) -> Names:
    """The names of those values that exist and are public. One query."""
    asked: dict[Facet, list[str]] = {}
    for facet, value in pairs:
        asked.setdefault(facet, []).append(value)
    parts = [_named(facet, values) for facet, values in asked.items()]
    if not parts:
        return {}
    found = parts[0].union(*parts[1:], all=True)
    return {(Facet(facet), value): name for facet, value, name in found}


def _named(facet: Facet, values: list[str]) -> QuerySet[Any, Any]:
    keys = [int(value) for value in values if is_key(value)]
    sources: dict[Facet, tuple[QuerySet[Any, Any], str, str | Coalesce]] = {
        Facet.CATEGORY: (Category.objects.filter(slug__in=values), "slug", "name"),
        Facet.PROJECT: (
            HeritageProject.objects.filter(slug__in=values, live=True),
            "slug",
            "name",
        ),
        Facet.AREA: (Division.objects.filter(code__in=values), "code", "full_name"),
        Facet.VENUE: (public_venues().filter(pk__in=keys), "pk", _venue_label()),
        Facet.TEACHER: (public_teachers().filter(pk__in=keys), "pk", "name"),
    }
    rows, value, name = sources[facet]
    text = CharField()
    named = rows.order_by().annotate(
        facet_name=Value(facet.value, output_field=text),
        facet_value=Cast(F(value), text),
        facet_label=Cast(F(name) if isinstance(name, str) else name, text),
    )
    return named.values_list("facet_name", "facet_value", "facet_label")


def _venue_label() -> str | Coalesce:
    """In the visitor's language, where it has a name in it."""
    return "name" if in_chinese() else Coalesce(NullIf("name_en", Value("")), "name")


def public_venues() -> QuerySet[Venue]:
    """Venues of which everybody may read: something was ever announced there."""
    return Venue.objects.filter(pk__in=public_sessions().order_by().values("venue"))


def public_teachers() -> QuerySet[Teacher]:
    """Teachers everybody may read of: a public record, or a session that was announced."""
    announced = public_sessions().filter(teacher__isnull=False).order_by().values("teacher")
    return Teacher.objects.filter(Q(pk__in=announced) | Q(inheritor__live=True))
