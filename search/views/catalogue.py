"""/catalogue/: one address for every state of the search, whole or (for htmx) its moving parts."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.forms import DEEPEST, PAGE_SIZE, SORTS, CatalogueQuery, clean, read_query
from search.interface import Facet, SearchRequest, SearchResult, SearchUnavailable, Sort
from search.service import engine
from search.views.cards import marked, render_cards
from search.views.facets import chips, facet_groups
from search.views.labels import MATCH_LABELS, SORT_LABELS, categories

logger = logging.getLogger(__name__)

NOTHING = SearchResult(total=0, hits=(), facets={})
AROUND = 2  # pages shown on each side of the current one
SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a row of choices or of the paging; without an address it is a gap."""

    label: str
    address: str
    current: bool = False
    rel: str = ""


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The list. The engine's failure is told in plain words; the page still stands."""
    query = read_query(request.GET)
    away = False
    try:
        result = engine().search(query.request())
        query, result = _last_page_there_is(query, result)
    except SearchUnavailable:
        logger.exception("The catalogue has no search engine")
        result, away = NOTHING, True
    swap = _wants_parts(request)
    template = "catalogue/_parts.html" if swap else "catalogue/list.html"
    response = render(request, template, _context(query, result, away), status=503 if away else 200)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    if swap:
        response["HX-Push-Url"] = reverse("catalogue:list") + query.address.removesuffix("?")
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The lines under the search field while typing; empty when there is nothing to say."""
    text = clean(request.GET.get("q", ""))[:40]
    found: tuple[Any, ...] = ()
    if text:
        try:
            found = engine().suggest(text, limit=SUGGESTIONS)
        except SearchUnavailable:
            logger.warning("No suggestions: the search engine is away")
    options = [
        {
            "text": suggestion.text,
            "html": marked(suggestion.pieces or ((suggestion.text, False),)),
            "kind": MATCH_LABELS.get(suggestion.kind, ""),
            "detail": suggestion.detail,
            "url": suggestion.url,
        }
        for suggestion in found
    ]
    response = render(request, "catalogue/_suggestions.html", {"options": options})
    response["Cache-Control"] = "max-age=60"
    return response


def _wants_parts(request: HttpRequest) -> bool:
    """Whether htmx asks for the results alone. Going back in the history wants the whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request and htmx.target == "results"


def _last_page_there_is(
    query: CatalogueQuery, result: SearchResult
) -> tuple[CatalogueQuery, SearchResult]:
    """A page beyond the last one shows the last one: an old bookmark still leads somewhere."""
    last = _page_count(result.total)
    if query.page <= last or not result.total:
        return query, result
    query = query.at_page(last)
    return query, engine().search(query.request())


def _page_count(total: int) -> int:
    return max(1, math.ceil(min(total, DEEPEST) / PAGE_SIZE))


def _context(query: CatalogueQuery, result: SearchResult, away: bool) -> dict[str, Any]:
    context: dict[str, Any] = {
        "query": query,
        "result": result,
        "shown_total": f"{result.total:,}",
        "away": away,
        "title": _title(query),
        "section": _section(query),
        "canonical": query.address.removesuffix("?"),
        "notices": query.notices,
        "cards": render_cards(result.hits),
        "wider": render_cards(result.wider),
        "chips": chips(query),
        "cleared": query.without_filters().address,
        "facets": facet_groups(query, result),
        "sorts": _sorts(query),
        "views": _views(query),
        "pages": _pages(query, result.total),
        "meant": [Link(word, query.asking(word).address) for word in result.did_you_mean],
        "more_than_shown": result.total > DEEPEST,
        "first_page": query.at_page(1),
    }
    if not result.hits and not away:
        context["ways_on"] = _popular()
    return context


def _title(query: CatalogueQuery) -> str:
    if query.text:
        return _("“%(text)s”的搜索结果") % {"text": query.text}
    only = [v for values in query.filters.values() for v in values]
    if len(only) == 1 and query.filters.keys() & {Facet.CATEGORY, Facet.BATCH, Facet.LEVEL}:
        return _("%(value)s · 非遗名录") % {"value": only[0]}
    return _("非遗名录")


def _section(query: CatalogueQuery) -> str:
    """Which way in of the head is the current one."""
    kinds = query.filters.get(Facet.KIND, ())
    return kinds[0] if len(kinds) == 1 else "catalogue"


def _sorts(query: CatalogueQuery) -> list[Link]:
    offered = [s for s in SORTS if query.text or s is not Sort.RELEVANCE]
    current = query.order
    return [
        Link(str(SORT_LABELS[s]), query.sorted_by(s).address, current=s is current) for s in offered
    ]


def _views(query: CatalogueQuery) -> list[Link]:
    labels = {"list": _("列表"), "grid": _("图览")}
    return [
        Link(label, query.viewed_as(view).address, current=view == query.view)
        for view, label in labels.items()
    ]


def _pages(query: CatalogueQuery, total: int) -> list[Link]:
    """The first, the last and those around the current page, with gaps; nothing for a single page."""
    last, here = _page_count(total), query.page
    if last == 1:
        return []
    near = range(max(1, here - AROUND), min(last, here + AROUND) + 1)
    links, before = [], 0
    for number in sorted({1, last, *near}):
        if number > before + 1:
            links.append(Link("…", ""))
        links.append(Link(str(number), query.at_page(number).address, current=number == here))
        before = number
    if here > 1:
        links.insert(0, Link(_("上一页"), query.at_page(here - 1).address, rel="prev"))
    if here < last:
        links.append(Link(_("下一页"), query.at_page(here + 1).address, rel="next"))
    return links


def _popular() -> list[Link]:
    """The categories with their counts: where to go on when nothing was found."""
    everything = SearchRequest(page_size=1, facets=(Facet.CATEGORY,), wider=False)
    try:
        counts = engine().search(everything).facets.get(Facet.CATEGORY, ())
    except SearchUnavailable:
        return []
    held = {count.value: count.count for count in counts}
    return [
        Link(
            f"{name} {held[name]:,}",
            CatalogueQuery(filters={Facet.CATEGORY: (name,)}).address,
        )
        for _ordinal, _numeral, name in categories()
        if name in held
    ]
