"""What the catalogue offers to pages that are not its own, such as the home page."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from django import template
from django.utils.safestring import SafeString

from search.forms import CatalogueQuery
from search.interface import Facet, Kind, SearchRequest, SearchUnavailable, Sort
from search.service import engine
from search.views.cards import render_cards
from search.views.labels import categories, category_label

logger = logging.getLogger(__name__)
register = template.Library()


@dataclass(frozen=True, slots=True)
class CategoryTile:
    """One of the ten categories with the number of records in it, None when nobody could count."""

    ordinal: int
    name: str
    count: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The catalogue at a glance."""

    categories: list[CategoryTile] = field(default_factory=list)
    total: str = ""
    newest: SafeString = field(default_factory=SafeString)


@register.simple_tag
def catalogue_overview(newest: int = 4) -> Overview:
    """Categories with counts and the newest projects: one query to the engine.

    The page stands without them while the engine is away.
    """
    request = SearchRequest(
        filters={Facet.KIND: (Kind.PROJECT.value,)},
        sort=Sort.DATE,
        page_size=newest,
        facets=(Facet.CATEGORY,),
        wider=False,
    )
    try:
        result = engine().search(request)
    except SearchUnavailable:
        logger.warning("The home page has no counts: the search engine is away")
        return Overview(categories=_tiles(None))
    counts = {count.value: count.count for count in result.facets.get(Facet.CATEGORY, ())}
    return Overview(_tiles(counts), f"{result.total:,}", render_cards(result.hits))


def _tiles(counts: dict[str, int] | None) -> list[CategoryTile]:
    return [
        CategoryTile(
            ordinal,
            category_label(name),
            None if counts is None else f"{counts.get(name, 0):,}",
            CatalogueQuery(filters={Facet.CATEGORY: (name,)}).address,
        )
        for ordinal, _numeral, name in categories()
    ]
