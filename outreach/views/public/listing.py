"""/classes/: coming classes, one address for every state of the list."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach.feed_links import feed_address
from outreach.finding.counting import asked, chips, choices, matching
from outreach.finding.query import ClassQuery, read_query
from outreach.finding.rows import ClassRow, class_rows
from outreach.finding.standing import standing_of
from outreach.finding.values import known

PER_PAGE = 20
NEIGHBOURS = 6
"""Classes shown instead when nothing fits."""


@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    """The list with its facets; for htmx only what moves. Three queries at most."""
    query, now = read_query(request.GET), timezone.now()
    rows = class_rows(asked(query, now))
    query, names = known(query, rows)
    found = matching(rows, query, now)
    page = Paginator(found, PER_PAGE).get_page(query.page)
    path = reverse("outreach:list")
    context = {
        "title": _("已经举办的公益课") if query.held else _("公益课"),
        "section": "classes",
        "look": "list",
        "query": query,
        **choices(rows, query, names, now),
        "chips": chips(query, names, path),
        "cleared": path + query.cleared().address(),
        "total": len(found),
        "days": _days(page, now),
        "pages": page_links(page, query, path),
        "instead": [] if found else _instead(rows, query, now),
        "canonical": path + query.address(page=page.number),
        "feed": feed_address(query.feed_address),
    }
    parts = _wants_parts(request)
    response = render(request, f"outreach/public/{'_parts' if parts else 'list'}.html", context)
    if parts:
        response["HX-Push-Url"] = path + query.address(page=page.number)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def shown(row: ClassRow, now: Any) -> dict[str, Any]:
    """A row as the templates take it."""
    return {"row": row, "standing": standing_of(row, now)}


def page_links(page: Page[Any], query: ClassQuery, path: str) -> list[dict[str, Any]]:
    """Numbers and their addresses; "" stands for a gap. None when one page holds all."""
    if not page.has_other_pages():
        return []
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [
        {
            "label": number,
            "address": path + query.address(page=number) if isinstance(number, int) else "",
            "current": number == page.number,
        }
        for number in numbers
    ]


def _days(page: Page[Any], now: Any) -> list[dict[str, Any]]:
    """The page's classes under the day on which they begin."""
    today = timezone.localdate(now)
    return [
        {"day": day, "classes": [shown(row, now) for row in rows], "away": (day - today).days}
        for day, rows in groupby(page, key=lambda row: row.day)
    ]


def _instead(rows: list[ClassRow], query: ClassQuery, now: Any) -> list[dict[str, Any]]:
    """What comes next anyway, when nothing fits the conditions."""
    near = [row for row in rows if query.age is None or row.fits_age(query.age)] or rows
    return [shown(row, now) for row in near[:NEIGHBOURS]]


def _wants_parts(request: HttpRequest) -> bool:
    """Whether htmx asks for the results alone. Going back in the history wants the whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request and htmx.target == "results"
