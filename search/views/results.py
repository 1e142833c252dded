"""The results as HTML: how many, in which order, the records, and ways on where there are none.

Joined from frames, because a listing's page has no more time than its cards take twice over.
"""

from __future__ import annotations

import math
from html import escape
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from search.forms import DEEPEST, PAGE_SIZE, SORTS, CatalogueQuery
from search.interface import Facet, SearchRequest, SearchResult, SearchUnavailable, Sort
from search.service import engine
from search.views.cards import render_cards
from search.views.facets import chips
from search.views.frames import Frame
from search.views.labels import SORT_LABELS, categories, category_label, said

AROUND = 2  # pages shown on each side of the current one
CURRENT_PAGE, CURRENT = ' aria-current="page"', ' aria-current="true"'

_results = Frame(
    "catalogue/_results.html",
    *("notices", "count", "chosen", "choices", "chips", "meant", "list", "wider"),
)
_count = Frame("catalogue/_count.html", "total")
_count_page = Frame("catalogue/_count_page.html", "page")
_chosen = Frame("catalogue/_chosen.html", "count")
_choices = Frame("catalogue/_choices.html", "sorts", "views")
_choice = Frame("catalogue/_choice.html", "address", "current", "label")
_list = Frame("catalogue/_list.html", "classes", "cards", "pages")
_pagination = Frame("components/pagination.html", "links")
_page_link = Frame("components/page_link.html", "address", "attributes", "label")
_wider = Frame("catalogue/_wider.html", "cards")


class Link(NamedTuple):
    """Words and where they lead."""

    label: str
    address: str


def results_html(query: CatalogueQuery, result: SearchResult) -> SafeString:
    """Everything that one search has to say, facets apart."""
    on = chips(query)
    return _results.filled(
        {
            "notices": _notices(query, result),
            "count": count_html(query, result),
            "chosen": _chosen.filled({"count": str(query.filter_count)}) if on else "",
            "choices": _choices_html(query) if result.total else "",
            "chips": _template(
                "components/chips.html", chips=on, cleared=_cleared(query), near=query.near_written
            )
            if on
            else "",
            "meant": _meant(query, result),
            "list": _list_html(query, result) if result.hits else _nothing(query, bool(on)),
            "wider": _wider.filled({"cards": render_cards(result.wider)}) if result.wider else "",
        }
    )


def away_html() -> str:
    """What stands in their place while no engine answers."""
    return _template("catalogue/_away.html")


def count_html(query: CatalogueQuery, result: SearchResult) -> str:
    count = _count.filled({"total": f"{result.total:,}"})
    return count + _count_page.filled({"page": str(query.page)}) if query.page > 1 else count


def page_count(total: int) -> int:
    return max(1, math.ceil(min(total, DEEPEST) / PAGE_SIZE))


def _template(name: str, **context: object) -> str:
    return render_to_string(name, context)


def _notices(query: CatalogueQuery, result: SearchResult) -> str:
    beyond = result.total > DEEPEST and query.page == page_count(result.total)
    if not (query.notices or result.limited or beyond):
        return ""
    return _template(
        "catalogue/_notices.html",
        notices=query.notices,
        limited=result.limited,
        more_than_shown=beyond,
    )


def _choices_html(query: CatalogueQuery) -> str:
    useless = {
        *(() if query.text else (Sort.RELEVANCE,)),
        *(() if query.near else (Sort.DISTANCE,)),
    }
    sorts = [s for s in SORTS if s not in useless]
    order = query.order
    views = {"list": said("列表"), "grid": said("图览")}
    return _choices.filled(
        {
            "sorts": "".join(
                _choice_html(query.address_with(sort=s), said(SORT_LABELS[s]), s is order)
                for s in sorts
            ),
            "views": "".join(
                _choice_html(query.address_with(view=view), label, view == query.view)
                for view, label in views.items()
            ),
        }
    )


def _choice_html(address: str, label: str, current: bool) -> str:
    return _choice.filled(
        {"address": escape(address), "current": CURRENT if current else "", "label": label}
    )


def _meant(query: CatalogueQuery, result: SearchResult) -> str:
    if not result.did_you_mean:
        return ""
    meant = [Link(word, query.asking(word).address) for word in result.did_you_mean]
    return _template("catalogue/_meant.html", meant=meant)


def _list_html(query: CatalogueQuery, result: SearchResult) -> str:
    return _list.filled(
        {
            "classes": " is-grid" if query.view == "grid" else "",
            "cards": render_cards(result.hits),
            "pages": _pages(query, result.total),
        }
    )


def _pages(query: CatalogueQuery, total: int) -> str:
    """The first, the last and those around the current page; nothing for a single page."""
    last, here = page_count(total), query.page
    if last == 1:
        return ""
    links, before = [], 0
    if here > 1:
        links.append(_page(query.address_with(page=here - 1), said("上一页"), ' rel="prev"'))
    for number in sorted({1, last, *range(max(1, here - AROUND), min(last, here + AROUND) + 1)}):
        if number > before + 1:
            links.append("<li><span>…</span></li>")
        current = CURRENT_PAGE if number == here else ""
        links.append(_page(query.address_with(page=number), str(number), current))
        before = number
    if here < last:
        links.append(_page(query.address_with(page=here + 1), said("下一页"), ' rel="next"'))
    return _pagination.filled({"links": "".join(links)})


def _page(address: str, label: str, attributes: str) -> str:
    return _page_link.filled({"address": escape(address), "attributes": attributes, "label": label})


def _cleared(query: CatalogueQuery) -> str:
    return query.without_filters().address


def _nothing(query: CatalogueQuery, filtered: bool) -> str:
    """No dead end: words that may help, the same words without filters, the categories."""
    return _template(
        "catalogue/_nothing.html",
        text=query.text,
        cleared=_cleared(query) if filtered else "",
        ways_on=_popular(),
    )


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
            _("%(category)s %(count)s")
            % {"category": category_label(name), "count": f"{held[name]:,}"},
            CatalogueQuery(filters={Facet.CATEGORY: (name,)}).address,
        )
        for _ordinal, _numeral, name in categories()
        if name in held
    ]
