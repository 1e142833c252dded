"""What of the catalogue search engines are shown: every public record, and the pages that gather them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from registry import queries
from registry.models import Category, Record
from search.addresses import PLURALS, record_url

if TYPE_CHECKING:
    RecordSitemap = Sitemap[Record]
    PathSitemap = Sitemap[str]
else:  # generic in its type stubs alone
    RecordSitemap = PathSitemap = Sitemap


class Records(RecordSitemap):
    """The records of one kind that the public may see, with the time they were last published."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def items(self) -> QuerySet[Record]:
        return queries.published(self.kind).only("slug", "last_published_at").order_by("pk")

    def location(self, item: Record) -> str:
        return record_url(self.kind, item.slug)

    def lastmod(self, item: Record) -> datetime | None:
        return item.last_published_at


class Paths(PathSitemap):
    """Pages by their paths; ``items`` says which."""

    def location(self, item: str) -> str:
        return item


class Collections(Paths):
    """The catalogue itself, its overviews, and the ten categories."""

    def items(self) -> list[str]:
        overviews = [
            reverse(f"catalogue:{name}")
            for name in ("list", "categories", "areas", "batches", "as-of")
        ]
        slugs = Category.objects.values_list("slug", flat=True)
        return overviews + [reverse("catalogue:category", args=[slug]) for slug in slugs]


SITEMAPS: dict[str, RecordSitemap | PathSitemap] = {
    "catalogue": Collections(),
    **{plural: Records(kind) for kind, plural in PLURALS.items()},
}
"""By the part of the address that tells them apart."""
