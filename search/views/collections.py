"""Pages of what records belong to: a category, an area, a batch, and the overview of each."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry import queries
from registry.enums import DivisionLevel, RecordKind
from registry.models import (
    Batch,
    Category,
    Division,
    Inscription,
    PracticeBase,
    Recognition,
    Workshop,
)
from search.interface import Facet, FacetCount, SearchRequest, SearchResult, SearchUnavailable, Sort
from search.records.parts import ActShown, Link, acts_shown, link_to
from search.service import engine
from search.views.cards import render_cards
from search.views.labels import category_label
from search.wording import batch_words, category_name, one

logger = logging.getLogger(__name__)

SHOWN = 12
"""Cards on the page of a category or area; the catalogue has the rest."""
ROWS = 100
"""Rows of a batch's list on one page."""


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """The ten categories with the number of projects in each. Two queries."""
    counted = Category.objects.annotate(count=Count("projects", filter=Q(projects__live=True)))
    return render(
        request,
        "catalogue/collections/categories.html",
        {"title": _("十大类别"), "crumbs": _crumbs(_("类别")), "categories": counted},
    )


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """One category: what it is, where its projects are, and the first of them."""
    found = get_object_or_404(Category, slug=slug)
    filters = {Facet.CATEGORY: (found.name,), Facet.KIND: ("project",)}
    result = _search(filters, facets=(Facet.AREA,))
    provinces = _named_areas(_area_counts(result))
    return render(
        request,
        "catalogue/collections/category.html",
        {
            "title": category_name(found),
            "category": found,
            "crumbs": _crumbs(
                Link(_("类别"), reverse("catalogue:categories")), Link(category_name(found))
            ),
            "places": [
                Link(name, _catalogue({Facet.CATEGORY: found.name, Facet.AREA: code}), str(number))
                for code, name, number in provinces
            ],
            **_found(result, {Facet.CATEGORY: found.name, Facet.KIND: "project"}),
        },
    )


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """The provinces that have records, with the number in each."""
    result = _search({}, facets=(Facet.AREA,))
    return render(
        request,
        "catalogue/collections/areas.html",
        {
            "title": _("按地区浏览"),
            "crumbs": _crumbs(_("地区")),
            "away": result is None,
            "places": [
                Link(name, reverse("catalogue:area", args=[code]), str(number))
                for code, name, number in _named_areas(_area_counts(result))
            ],
        },
    )


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One division: the divisions in it that have records, and the first records."""
    found = get_object_or_404(Division.objects.select_related("parent__parent"), code=code)
    result = _search({Facet.AREA: (code,)}, facets=(Facet.AREA, Facet.CATEGORY))
    held = {count.value: count.count for count in _area_counts(result)}
    inner = found.children.filter(code__in=list(held)).order_by("code")
    trail = [Link(_("地区"), reverse("catalogue:areas"))]
    trail += [
        Link(one.name, reverse("catalogue:area", args=[one.code]))
        for one in found.ancestors_and_self()
    ]
    counts = result.facets.get(Facet.CATEGORY, ()) if result else ()
    return render(
        request,
        "catalogue/collections/area.html",
        {
            "title": found.full_name,
            "division": found,
            "crumbs": _crumbs(*trail),
            "places": [
                Link(one.name, reverse("catalogue:area", args=[one.code]), str(held[one.code]))
                for one in inner
            ],
            "categories": [
                Link(
                    category_label(count.value),
                    _catalogue({Facet.AREA: code, Facet.CATEGORY: count.value}),
                    str(count.count),
                )
                for count in counts
            ],
            **_found(result, {Facet.AREA: code}),
        },
    )


@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """Every batch that has records, by list."""
    counted = (
        Batch.objects.select_related("jurisdiction", "act")
        .annotate(
            inscribed=Count(
                "inscriptions", filter=Q(inscriptions__project__live=True), distinct=True
            ),
            recognised=Count(
                "recognitions", filter=Q(recognitions__inheritor__live=True), distinct=True
            ),
        )
        .annotate(
            designated=Count("practicebases", filter=Q(practicebases__live=True), distinct=True)
            + Count("workshops", filter=Q(workshops__live=True), distinct=True)
        )
        .filter(Q(inscribed__gt=0) | Q(recognised__gt=0) | Q(designated__gt=0))
        # said again, as a query that counts has no order of its own: projects, places, people
        .order_by("-subject", "level", "jurisdiction__code", "ordinal")
    )
    return render(
        request,
        "catalogue/collections/batches.html",
        {"title": _("按批次浏览"), "crumbs": _crumbs(_("批次")), "batches": counted},
    )


@require_safe
def batch(request: HttpRequest, slug: str) -> HttpResponse:
    """One batch as its act lists it: by code, a hundred rows a page."""
    found = queries.batch_by_slug(slug)
    if found is None:
        raise Http404(_("没有这一批次。"))
    page = Paginator(_entries(found), ROWS).get_page(request.GET.get("page"))
    return render(
        request,
        "catalogue/collections/batch.html",
        {
            "title": batch_words(found),
            "batch": found,
            "act": _act_in_full(found),
            "crumbs": _crumbs(
                Link(_("批次"), reverse("catalogue:batches")), Link(batch_words(found))
            ),
            "page": page,
            "rows": [_row(entry) for entry in page],
            "of_people": found.subject == Batch.SUBJECT_INHERITOR,
            "of_places": found.subject == Batch.SUBJECT_PLACE,
        },
    )


def _act_in_full(found: Batch) -> ActShown | None:
    """The batch's act by its title: here it is what the page is about."""
    act = acts_shown([found.act]).get(found.act_id or 0)
    return replace(act, name=str(found.act)) if act else None


def _entries(found: Batch) -> QuerySet[Any] | list[Any]:
    if found.subject == Batch.SUBJECT_PLACE:
        bases = PracticeBase.objects.filter(batch=found, live=True)
        workshops = Workshop.objects.filter(batch=found, live=True)
        return [
            *bases.select_related("base_type", "host_unit"),
            *workshops.select_related("host_unit"),
        ]
    if found.subject == Batch.SUBJECT_INHERITOR:
        return (
            Recognition.objects.filter(batch=found, inheritor__live=True)
            .select_related("inheritor", "project__category")
            .order_by("project__category__ordinal", "project__name", "inheritor__name", "pk")
        )
    return (
        Inscription.objects.filter(batch=found, project__live=True)
        .select_related("project__category", "project__division")
        .order_by("project__category__ordinal", *queries.BY_CODE)
    )


def _row(entry: Any) -> dict[str, Any]:
    if isinstance(entry, PracticeBase | Workshop):
        kind = entry.base_type if isinstance(entry, PracticeBase) else RecordKind.WORKSHOP.label
        host = entry.host_unit.name if entry.host_unit else ""
        return {
            "place": link_to(entry),
            "type": one(str(kind)),
            "unit": host,
            "address": entry.address,
        }
    project = entry.project
    row = {"project": link_to(project), "category": category_name(project.category)}
    if isinstance(entry, Recognition):
        return row | {"person": link_to(entry.inheritor), "standing": entry.get_standing_display()}
    return row | {
        "code": entry.code_as_written.strip(),
        "unit": entry.declaring_unit or project.place_as_declared,
        "kind": entry.get_kind_display(),
        "removed": entry.removed_on,
    }


def _search(
    filters: Mapping[Facet, tuple[str, ...]], *, facets: tuple[Facet, ...]
) -> SearchResult | None:
    """None while the search is away: the rest of the page still stands."""
    request = SearchRequest(
        filters=filters, sort=Sort.DATE, page_size=SHOWN, facets=facets, facet_size=4000
    )
    try:
        return engine().search(request)
    except SearchUnavailable:
        logger.exception("A collection page has no search engine")
        return None


def _found(result: SearchResult | None, filters: Mapping[Facet, str]) -> dict[str, Any]:
    return {
        "away": result is None,
        "total": result.total if result else 0,
        "cards": render_cards(result.hits) if result else "",
        "more": bool(result and result.total > SHOWN),
        "all_address": _catalogue(filters),
    }


def _catalogue(filters: Mapping[Facet, str]) -> str:
    pairs = [(facet.value, value) for facet, value in filters.items()]
    return reverse("catalogue:list") + "?" + urlencode(pairs)


def _area_counts(result: SearchResult | None) -> tuple[FacetCount, ...]:
    """Counts of every area: a facet's counts ignore what is chosen in it."""
    return tuple(result.facets.get(Facet.AREA, ())) if result else ()


def _named_areas(counts: tuple[FacetCount, ...]) -> list[tuple[str, str, int]]:
    """The provinces among them: code, name and number of records."""
    held = {count.value: count.count for count in counts}
    rows = Division.objects.filter(level=DivisionLevel.PROVINCE, code__in=list(held))
    return [(one.code, one.name, held[one.code]) for one in rows.order_by("code")]


def _crumbs(*parts: Link | str) -> list[tuple[str, str]]:
    trail = [(_("名录"), reverse("catalogue:list"))]
    for part in parts:
        trail.append((part.name, part.url) if isinstance(part, Link) else (part, ""))
    return trail
