"""Parts that pages of several kinds of records share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from media.models import HeritageDocument, HeritageImage
from registry.enums import RecordKind
from registry.models import Act, Batch, Category, Division, Record
from registry.models.acts import ordinal_label
from registry.models.place import Placed
from search.addresses import record_url
from search.interface import Facet, Near, Point
from search.nearness import write_near
from search.wording import category_words, day, level_label_in_chinese

WALK = 3.0
"""Kilometres around a place that count as near."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the fact sheet; several values stand one below the other."""

    label: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words, where they lead ("" for nowhere), and what tells them from their like."""

    name: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """Level and batch as the seal on the page writes them."""

    level: str
    batch: str


@dataclass(frozen=True, slots=True)
class ActShown:
    """An act by its number, where it can be read, and its PDF where that is public."""

    name: str
    url: str
    pdf: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A public picture with the caption it has on this record."""

    image: HeritageImage
    caption: str


def fact(label: str, *values: str | Link | None) -> Fact | None:
    """A fact, or None when there is nothing to say."""
    links = tuple(v if isinstance(v, Link) else Link(v) for v in values if v)
    return Fact(label, links) if links else None


def facts(*given: Fact | None) -> list[Fact]:
    """Those that say something."""
    return [one for one in given if one is not None]


def link_to(record: Record, detail: str = "") -> Link:
    """A link to a record's page."""
    return Link(record.name, record_url(record.kind, record.slug), detail)


def seal(level: int | None, division: Division | None, batch: Batch | None) -> Seal:
    """The seal of one inscription, recognition or designation: Chinese in every language."""
    where = division.code if division else ""
    level_cut = level_label_in_chinese(level, where) if level else ""
    return Seal(level_cut, ordinal_label(batch.ordinal) if batch else "")


def category_link(category: Category) -> Link:
    """To the page of a category."""
    return Link(category_words(category), reverse("catalogue:category", args=[category.slug]))


def place_link(division: Division | None) -> Link | None:
    """To the page of a division."""
    if division is None:
        return None
    return Link(division.full_name, reverse("catalogue:area", args=[division.code]))


def value_link(facet: Facet, value: str) -> Link:
    """To everything in the catalogue with this tag, or of this unit."""
    return Link(value, reverse("catalogue:list") + "?" + urlencode({facet.value: value}))


def point_link(place: Placed) -> Link | None:
    """The point in words; it leads to what is within a walk of it."""
    if place.latitude is None or place.longitude is None:
        return None
    words = _("北纬 %(latitude)s°，东经 %(longitude)s°（WGS-84）") % {
        "latitude": f"{place.latitude:.4f}",
        "longitude": f"{place.longitude:.4f}",
    }
    near = Near(Point(float(place.latitude), float(place.longitude)), WALK)
    return Link(words, reverse("catalogue:list") + "?" + urlencode({"near": write_near(near)}))


def span_words(first: datetime.date | None, last: datetime.date | None) -> str:
    """2008年6月14日起, 2008年6月14日至2015年3月1日, 至2015年3月1日; "" when nothing is known."""
    if first and last:
        return _("%(first)s至%(last)s") % {"first": day(first), "last": day(last)}
    if first:
        return _("%(first)s起") % {"first": day(first)}
    return _("至%(last)s") % {"last": day(last)} if last else ""


def acts_shown(acts: Iterable[Act | None]) -> dict[int, ActShown]:
    """The acts by key, with the PDFs anyone may read. One query, none without a PDF."""
    given = {act.pk: act for act in acts if act is not None}
    held = {act.document_id for act in given.values() if act.document_id}
    documents = HeritageDocument.objects.filter(pk__in=held).public() if held else []
    public = {document.pk: document.url for document in documents}
    return {
        pk: ActShown(act.document_number or act.title, act.url, public.get(act.document_id, ""))
        for pk, act in given.items()
    }


def public_pictures(rows: Iterable[Any]) -> list[Picture]:
    """The rows' pictures that anyone may see, in their order. One query."""
    rows = list(rows)
    images = HeritageImage.objects.filter(pk__in=[row.image_id for row in rows]).public()
    allowed = {image.pk: image for image in images}
    return [Picture(allowed[row.image_id], row.caption) for row in rows if row.image_id in allowed]


def base_context(record: Record, *crumbs: Link) -> dict[str, Any]:
    """What every record page needs: title, way back, canonical address, citation."""
    url = record_url(record.kind, record.slug)
    trail = [(_("名录"), reverse("catalogue:list"))]
    trail += [(crumb.name, crumb.url) for crumb in crumbs]
    return {
        "record": record,
        "title": record.name,
        "section": record.kind,
        "crumbs": [*trail, (record.name, url)],
        "address": url,
        "full_address": settings.SITE_URL.rstrip("/") + url,
        "qr": url + "qr.svg",
        "sample_data": getattr(record, "sample_data", False),
        "citation": citation(record, settings.SITE_URL.rstrip("/") + url),
        "report_subject": _("名录内容更正：%(name)s") % {"name": record.name},
    }


def citation(record: Record, address: str) -> str:
    """How to cite the page, after GB/T 7714 for electronic resources."""
    return _("%(operator)s.%(name)s[DB/OL].%(site)s,%(changed)s[%(today)s].%(address)s.") % {
        "operator": settings.SITE_OPERATOR,
        "name": record.name,
        "site": settings.SITE_NAME,
        "changed": timezone.localtime(record.changed_at).strftime("%Y-%m-%d")
        if record.changed_at
        else "",
        "today": timezone.localdate().isoformat(),
        "address": address,
    }


def kind_crumb(kind: RecordKind) -> Link:
    """To the list of all records of a kind."""
    return Link(str(kind.label), reverse("catalogue:list") + f"?kind={kind.value}")
