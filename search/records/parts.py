"""Parts that pages of several kinds of records share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from media.models import HeritageImage
from registry.enums import RecordKind
from registry.models import Batch, Category, Division, Record
from registry.models.acts import ordinal_label
from search.addresses import record_url
from search.wording import category_words, level_label_in_chinese


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
