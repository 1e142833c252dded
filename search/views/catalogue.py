"""/catalogue/: one address for every state of the search, whole or (for htmx) its moving parts."""

from __future__ import annotations

import logging
from html import escape
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.forms import FOLDED, CatalogueQuery, read_query
from search.interface import Facet, SearchResult, SearchUnavailable
from search.service import engine
from search.typed import clean
from search.views.cards import marked
from search.views.facets import body_html, facets_html, link_html
from search.views.frames import Frame
from search.views.labels import kind_label, value_label
from search.views.results import away_html, count_html, page_count, results_html
from search.wording import marked_han

logger = logging.getLogger(__name__)

_page = Frame(
    "catalogue/list.html",
    *(
        "title",
        "heading",
        "canonical",
        "robots",
        "here",
        "messages_html",
        "text",
        "facets",
        "results",
    ),
)
_parts = Frame("catalogue/_parts.html", "title", "heading", "results", "facets", "count")
_side = Frame(
    "catalogue/_facets.html", "groups", "years_open", "year_from", "year_to", "shown_total"
)
NOT_INDEXED = '\n  <meta name="robots" content="noindex, follow">'
NOTHING = SearchResult(total=0, hits=(), facets={})
SUGGESTIONS = 8


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The list. The engine's failure is told in plain words; the page still stands."""
    query = read_query(request.GET)
    unfolding = _wants_values_of(request)
    if unfolding is not None:
        return _values_of(unfolding, query)
    away = False
    try:
        result = engine().search(query.request())
        query, result = _last_page_there_is(query, result)
    except SearchUnavailable:
        logger.exception("The catalogue has no search engine")
        result, away = NOTHING, True
    title = _title(query)
    shown = {
        "title": escape(title),
        "heading": marked_han(title),
        "facets": _facets(query, result),
        "results": away_html() if away else results_html(query, result),
        "count": count_html(query, result),
    }
    if _wants_parts(request):
        response = HttpResponse(_parts.filled(shown, request=request))
        response["HX-Push-Url"] = reverse("catalogue:list") + query.address.removesuffix("?")
    else:
        response = HttpResponse(_whole_page(request, query, shown))
    response.status_code = 503 if away else 200
    return _varying(response)


def _values_of(facet: Facet, query: CatalogueQuery) -> HttpResponse:
    """One folded group, opened."""
    try:
        result = engine().search(query.request_of(facet))
    except SearchUnavailable:
        logger.warning("No values of a facet: the search engine is away")
        return _varying(HttpResponse(link_html(facet, query, away=True), status=503))
    return _varying(HttpResponse(body_html(facet, query, result)))


def _varying(response: HttpResponse) -> HttpResponse:
    """One address, answered whole or in parts."""
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _whole_page(request: HttpRequest, query: CatalogueQuery, shown: dict[str, str]) -> str:
    """The page around the results is the same for everyone but for its slots."""
    section, elder = _section(query), request.COOKIES.get("elder") == "1"
    waiting = get_messages(request)
    return _page.filled(
        {
            **shown,
            "canonical": escape(query.address.removesuffix("?")),
            "robots": NOT_INDEXED if query.text or query.filter_count > 1 else "",
            "here": escape(request.get_full_path()),
            "messages_html": render_to_string("components/messages.html", {"messages": waiting})
            if len(waiting)
            else "",
            "text": escape(query.text),
        },
        variant=(section, elder),
        context={"section": section},
        request=request,
    )


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
            "kind": kind_label(suggestion.kind),
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


def _wants_values_of(request: HttpRequest) -> Facet | None:
    """The folded group that the script asks for, if it is that."""
    target = request.htmx.target if request.htmx else None  # type: ignore[attr-defined]
    return next((facet for facet in FOLDED if target == f"facet-{facet.value}-values"), None)


def _last_page_there_is(
    query: CatalogueQuery, result: SearchResult
) -> tuple[CatalogueQuery, SearchResult]:
    """A page beyond the last one shows the last one: an old bookmark still leads somewhere."""
    last = page_count(result.total)
    if query.page <= last or not result.total:
        return query, result
    query = query.at_page(last)
    return query, engine().search(query.request())


def _facets(query: CatalogueQuery, result: SearchResult) -> str:
    years = query.year_from is not None or query.year_to is not None
    fills = {
        "groups": facets_html(query, result),
        "years_open": " open" if years else "",
        "year_from": str(query.year_from or ""),
        "year_to": str(query.year_to or ""),
        "shown_total": f"{result.total:,}",
    }
    state = {"sort": query.sort.value, "view": query.view}
    return _side.filled(fills, variant=tuple(state.values()), context=state)


def _title(query: CatalogueQuery) -> str:
    if query.text:
        return _("“%(text)s”的搜索结果") % {"text": query.text}
    only = [(facet, value) for facet, values in query.filters.items() for value in values]
    if len(only) == 1 and only[0][0] in {Facet.CATEGORY, Facet.BATCH, Facet.LEVEL}:
        return _("%(value)s · 非遗名录") % {"value": value_label(*only[0])}
    return _("非遗名录")


def _section(query: CatalogueQuery) -> str:
    """Which way in of the head is the current one."""
    kinds = query.filters.get(Facet.KIND, ())
    return kinds[0] if len(kinds) == 1 else "catalogue"
