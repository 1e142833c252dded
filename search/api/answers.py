"""Search results as the API gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from registry.enums import RecordKind
from registry.levels import MUNICIPALITIES
from search.interface import (
    Facet,
    FacetCount,
    Hit,
    Match,
    SearchRequest,
    SearchResult,
    Suggestion,
)
from search.parameters import area_label
from search.views.labels import value_label

Json = dict[str, Any]


def site_address(request: HttpRequest) -> str:
    """The beginning of every absolute address: https://example.org"""
    return request.build_absolute_uri("/").rstrip("/")


def records_json(request: HttpRequest, asked: SearchRequest, found: SearchResult) -> Json:
    """A page of results with its facets."""
    site = site_address(request)
    return {
        "total": found.total,
        "page": asked.page,
        "page_size": asked.page_size,
        "results": [_hit(hit, site) for hit in found.hits],
        "facets": {
            facet.value: [_count(facet, count) for count in counts]
            for facet, counts in found.facets.items()
        },
        "wider": [_hit(hit, site) for hit in found.wider],
        "did_you_mean": list(found.did_you_mean),
        "limited": found.limited,
    }


def suggestions_json(request: HttpRequest, text: str, lines: Iterable[Suggestion]) -> Json:
    """The lines under a search field."""
    site = site_address(request)
    return {
        "q": text,
        "suggestions": [
            {
                "text": line.text,
                "id": line.id,
                "kind": line.kind,
                "detail": line.detail,
                "url": site + line.url if line.url else "",
                "hits": _offsets(line.pieces),
            }
            for line in lines
        ],
    }


def _hit(hit: Hit, site: str) -> Json:
    shown = hit.card
    return {
        "id": hit.id,
        "kind": hit.id.partition("-")[0],
        "name": shown.get("name", ""),
        "code": shown.get("code", ""),
        "category": shown.get("category", ""),
        "level": shown.get("level", ""),
        "url": site + str(shown.get("url", "")),
        "matched": [_match(match) for match in hit.matched],
    }


def _match(match: Match) -> Json:
    return {
        "field": match.field,
        "label": match.label,
        "text": "".join(words for words, _is_hit in match.pieces),
        "hits": _offsets(match.pieces),
    }


def _offsets(pieces: Iterable[tuple[str, bool]]) -> list[list[int]]:
    """Where the hits begin and end, in characters."""
    offsets: list[list[int]] = []
    here = 0
    for words, is_hit in pieces:
        if is_hit:
            offsets.append([here, here + len(words)])
        here += len(words)
    return offsets


def _count(facet: Facet, count: FacetCount) -> Json:
    return {"value": count.value, "label": facet_label(facet, count.value), "count": count.count}


def facet_label(facet: Facet, value: str) -> str:
    """A facet's value as people read it."""
    if facet is Facet.KIND:
        return str(RecordKind(value).label)
    if facet is Facet.AREA:
        return area_label(value)
    if facet is Facet.PICTURES:
        return _("有图片") if value == "yes" else _("没有图片")
    if facet is Facet.LEVEL and value == "省级":
        # beside 市级 of other places' records it must say which 市级 it is
        in_municipality = settings.SITE_DIVISION.startswith(MUNICIPALITIES)
        return _("市级（直辖市）") if in_municipality else value_label(facet, value)
    return value_label(facet, value)
