"""One record with all that is public of it.

What may be shown is decided in one place: the pages' own contexts (search.records). This module
writes the same things as JSON.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from media.models import HeldMedia, HeritageImage
from media.sizes import PictureReference, variants
from registry.enums import RecordKind
from registry.levels import level_label
from registry.models import Act, Inscription, Recognition, Record
from registry.narrative import plain_text
from registry.queries import (
    RECORD_MODELS,
    inheritors_for_reading,
    products_for_reading,
    projects_for_reading,
    published,
    sites_for_reading,
)
from search.addresses import PLURALS
from search.api.answers import Json, site_address
from search.documents.narrative import public_narrative
from search.levels import LEVEL_VALUES, batch_value
from search.records.parts import Fact, Link, Picture
from search.views.records import CONTEXTS

LARGEST_PICTURE = 1920
LINKED = (
    *("projects", "inheritors", "masters", "apprentices", "bases", "workshops", "products"),
    *("same_code", "related"),
)
"""Lists of other records a context may hold."""

_ID = re.compile(r"([a-z]+)-([1-9][0-9]{0,17})", re.ASCII)
_URL = re.compile(r"/catalogue/(?P<plural>[a-z]+)/(?P<slug>[^/]+)/")
_KIND_OF = {plural: kind for kind, plural in PLURALS.items()}


def published_record(record_id: str) -> Record | None:
    """The published record with this id; None for any other, whatever is in the way."""
    match = _ID.fullmatch(record_id)
    if match is None or match[1] not in RECORD_MODELS:
        return None
    found: Record | None = _for_reading(match[1], int(match[2])).first()
    return found


def _for_reading(kind: str, pk: int) -> Any:
    if kind == RecordKind.PROJECT:
        return projects_for_reading([pk])
    if kind == RecordKind.INHERITOR:
        return inheritors_for_reading([pk])
    if kind == RecordKind.PRODUCT:
        return products_for_reading([pk])
    return sites_for_reading(kind, [pk])


def record_json(request: HttpRequest, record: Record) -> Json:
    """Everything public of a published record."""
    context = CONTEXTS[record.kind](record)
    site = site_address(request)
    any_record: Any = record
    links = _Links(context, site)
    answer: Json = {
        "id": record.public_id,
        "kind": record.kind,
        "kind_label": str(RecordKind(record.kind).label),
        "name": record.name,
        "pinyin": record.name_pinyin,
        "english_name": record.name_en,
        "url": site + context["address"],
        "changed_on": timezone.localtime(record.changed_at).date().isoformat(),
        "citation": context["citation"],
        "sample_data": bool(context["sample_data"]),
        "category": _category(any_record),
        "levels": [],
        "names": [
            {"kind": str(name.get_kind_display()), "text": name.text}
            for name in context.get("other_names", ())
        ],
        "inscriptions": _inscriptions(any_record) if "inscriptions" in context else [],
        "recognitions": [],
        "sections": _sections(any_record, context),
        "places": _places(any_record),
        "units": _units(any_record),
        "tags": [tag.name for tag in any_record.tags.all()] if hasattr(record, "tags") else [],
        "facts": _facts([*context.get("facts", ()), *context.get("visit", ())]),
        "pictures": _pictures(context, site),
        "recordings": [_file(one, site) for one in context.get("recordings", ())],
        "documents": [_file(one, site) for one in context.get("documents", ())],
        **{name: links.of(name) for name in LINKED},
        "sources": [
            {
                "citation": source.citation,
                "url": source.url,
                "consulted_on": _day(source.consulted_on),
            }
            for source in context.get("sources", ())
        ],
    }
    if "recognitions" in context:
        answer["recognitions"] = _recognitions(any_record, site)
        answer["projects"] = _distinct(row["project"] for row in answer["recognitions"])
    answer["levels"] = _levels(any_record, context)
    return answer


class _Links:
    """The context's links to other records, with the ids the pages do not need."""

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
                shown.append(_link(kind, pk, link.name, self._site + link.url, link.detail))
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


def _link(kind: str, pk: int, name: str, url: str, detail: str = "") -> Json:
    return {"id": f"{kind}-{pk}", "kind": kind, "name": name, "url": url, "detail": detail}


def _distinct(links: Iterable[Json]) -> list[Json]:
    return list({link["id"]: link for link in links}.values())


def _category(record: Any) -> str:
    if record.kind == RecordKind.PROJECT:
        return str(record.category.name)
    if record.kind == RecordKind.INHERITOR:
        projects = [row.project for row in record.recognitions.all()]
    else:
        projects = [row.project for row in record.projects.all()]
    return next((project.category.name for project in projects if project.live), "")


def _levels(record: Any, context: Mapping[str, Any]) -> list[str]:
    """Levels that hold today, the highest first; the same values one filters by."""
    if record.kind == RecordKind.PROJECT:
        today = timezone.localdate()
        rows = record.inscriptions.all()
        levels = {row.level for row in rows if not row.removed_on or row.removed_on > today}
    elif record.kind == RecordKind.INHERITOR:
        levels = {row.level for row in record.recognitions.all()}
    else:
        levels = {getattr(record, "level", None)} - {None}
    return [LEVEL_VALUES[level] for level in sorted(levels)]


def _inscriptions(project: Any) -> list[Json]:
    return [_inscription(row, project) for row in project.inscriptions.all()]


def _inscription(row: Inscription, project: Any) -> Json:
    where = project.division.code if project.division else ""
    act = row.act or (row.batch.act if row.batch else None)
    return {
        "level": LEVEL_VALUES[row.level],
        "level_label": level_label(row.level, where),
        "batch": batch_value(row.batch) if row.batch else "",
        "kind": str(row.get_kind_display()),
        "code": row.code_as_written.strip(),
        "code_normalised": row.code,
        "sub_number": row.sub_number,
        "declaring_unit": row.declaring_unit,
        "inscribed_on": _day(row.inscribed_on),
        "removed_on": _day(row.removed_on),
        "act": _act(act) if act else None,
    }


def _act(act: Act) -> Json:
    return {
        "title": act.title,
        "document_number": act.document_number,
        "issuer": act.issuer,
        "published_on": _day(act.published_on),
        "url": act.url,
    }


def _recognitions(inheritor: Any, site: str) -> list[Json]:
    rows = [row for row in inheritor.recognitions.all() if row.project.live]
    return [_recognition(row, inheritor, site) for row in rows]


def _recognition(row: Recognition, inheritor: Any, site: str) -> Json:
    project = row.project
    where = inheritor.division.code if inheritor.division else ""
    url = f"{site}/catalogue/{PLURALS[RecordKind.PROJECT]}/{project.slug}/"
    return {
        "project": _link(
            RecordKind.PROJECT.value, project.pk, project.name, url, project.category.name
        ),
        "level": LEVEL_VALUES[row.level],
        "level_label": level_label(row.level, where),
        "batch": batch_value(row.batch) if row.batch else "",
        "number": row.number,
        "recognised_on": _day(row.recognised_on),
        "standing": str(row.get_standing_display()),
    }


def _sections(record: Any, context: Mapping[str, Any]) -> list[Json]:
    """Narrative and other longer texts. Captions are with their pictures, which may be private."""
    if record.kind == RecordKind.PROJECT:
        return [
            {"section": kind.value, "label": str(kind.label), "text": text}
            for kind, text in public_narrative(record).sections
        ]
    written = (
        ("summary", _("简介"), plain_text(context.get("introduction", ""))),
        ("description", _("介绍"), plain_text(context.get("description", ""))),
        ("biography", _("生平"), plain_text(context.get("biography", ""))),
        ("members", _("团体成员"), "\n".join(context.get("members", ()))),
        ("activities", _("可以体验什么"), context.get("activities", "")),
        ("where_to_find", _("哪里可以看到或买到"), context.get("where_to_find", "")),
    )
    return [
        {"section": name, "label": label, "text": text} for name, label, text in written if text
    ]


def _places(record: Any) -> list[Json]:
    division = getattr(record, "division", None)
    place = {
        "division_code": division.code if division else "",
        "division": division.full_name if division else "",
        "as_declared": getattr(record, "place_as_declared", ""),
        "address": getattr(record, "address", ""),
        "latitude": _degrees(record, "latitude"),
        "longitude": _degrees(record, "longitude"),
    }
    return [place] if any(value not in ("", None) for value in place.values()) else []


def _degrees(record: Any, name: str) -> float | None:
    value = getattr(record, name, None)
    return None if value is None else float(value)


def _units(record: Any) -> list[Json]:
    if record.kind == RecordKind.PROJECT:
        today = timezone.localdate()
        return [
            {"name": row.unit.name, "assigned_on": _day(row.assigned_on)}
            for row in record.assignments.all()
            if not row.ended_on or row.ended_on > today
        ]
    unit = getattr(record, "host_unit", None) or getattr(record, "maker_unit", None)
    return [{"name": unit.name, "assigned_on": None}] if unit else []


def _facts(facts: Iterable[Fact]) -> list[Json]:
    return [
        {"label": fact.label, "values": [str(link.name) for link in fact.values]} for fact in facts
    ]


def _pictures(context: Mapping[str, Any], site: str) -> list[Json]:
    shown = [(one.image, one.caption) for one in context.get("pictures", ()) if _is_picture(one)]
    if context.get("portrait"):
        shown.append((context["portrait"], ""))
    return [_picture(image, caption, site) for image, caption in shown]


def _is_picture(one: Any) -> bool:
    return isinstance(one, Picture)


def _picture(image: HeritageImage, caption: str, site: str) -> Json:
    largest = variants(PictureReference.of(image), "whole", "jpeg", LARGEST_PICTURE)[-1]
    return {
        "url": site + largest.url,
        "width": largest.width,
        "height": largest.height,
        "alternative_text": image.alternative_text,
        "caption": caption or image.caption,
        "credit": image.credit,
        "rights_holder": image.rights_holder,
        "licence": str(image.get_licence_display()),
    }


def _file(item: HeldMedia, site: str) -> Json:
    one: Any = item
    return {
        "title": one.title,
        "url": site + one.url,
        "media_type": one.media_type,
        "caption": one.caption,
        "credit": one.credit,
        "rights_holder": one.rights_holder,
        "licence": str(one.get_licence_display()),
        "transcript": getattr(one, "transcript", ""),
    }


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
