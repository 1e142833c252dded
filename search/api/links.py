"""Links from a record to others, with the ids that the pages do not need."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from registry.queries import published
from search.addresses import PLURALS
from search.api.answers import Json
from search.records.parts import Link

LINKED = (
    *("projects", "inheritors", "masters", "apprentices", "bases", "workshops", "products"),
    *("same_code", "related"),
)
"""Lists of other records a context may hold."""

_URL = re.compile(r"/catalogue/(?P<plural>[a-z]+)/(?P<slug>[^/]+)/")
_KIND_OF = {plural: kind for kind, plural in PLURALS.items()}


class Links:
    """A context's links to other records, with the ids the pages do not need."""

    def __init__(self, context: Mapping[str, Any], site: str) -> None:
        self._links: dict[str, list[Link]] = {
            name: [link for link in context.get(name, ()) if isinstance(link, Link)]
            for name in LINKED
        }
        self._site = site
        self._keys = _keys_by_slug(link.url for found in self._links.values() for link in found)

    def of(self, name: str) -> list[Json]:
        """One of the lists."""
        shown = []
        for link in self._links[name]:
            match = _URL.fullmatch(link.url)
            kind = _KIND_OF.get(match["plural"], "") if match else ""
            pk = self._keys.get((kind, match["slug"])) if match else None
            if pk is not None:
                shown.append(link_json(kind, pk, link.name, self._site + link.url, link.detail))
        return shown


def _keys_by_slug(urls: Iterable[str]) -> dict[tuple[str, str], int]:
    """At most one query a kind."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for url in urls:
        match = _URL.fullmatch(url)
        if match and match["plural"] in _KIND_OF:
            slugs[_KIND_OF[match["plural"]]].add(match["slug"])
    return {
        (kind, slug): pk
        for kind, wanted in slugs.items()
        for slug, pk in published(kind).filter(slug__in=wanted).values_list("slug", "pk")
    }


def link_json(kind: str, pk: int, name: str, url: str, detail: str = "") -> Json:
    """One link to a record."""
    return {"id": f"{kind}-{pk}", "kind": kind, "name": name, "url": url, "detail": detail}


def distinct(links: Iterable[Json]) -> list[Json]:
    """Each record once, where it first stands."""
    return list({link["id"]: link for link in links}.values())
