"""One record with all that is public of it.

What may be shown is decided in one place: the pages' own contexts (search.records). This module
writes the same things as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.enums import RecordKind
from registry.levels import level_label
from registry.models import Act, Inscription, Recognition, Record
from registry.narrative import plain_text
from registry.queries import (
    RECORD_MODELS,
    inheritors_for_reading,
    products_for_reading,
    projects_for_reading,
    sites_for_reading,
)
from search.addresses import PLURALS
from search.api.answers import Json, site_address
from search.api.files import file_json, pictures_json
from search.api.links import LINKED, Links, distinct, link_json
from search.documents.inheritors import ENDED
from search.documents.narrative import public_narrative
from search.levels import LEVEL_VALUES, batch_value
from search.records.parts import ActShown, Fact
from search.views.records import CONTEXTS

_ID = re.compile(r"([a-z]+)-([1-9][0-9]{0,17})", re.ASCII)


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
    links = Links(context, site)
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
        "inscriptions": _inscriptions(any_record, context),
        "recognitions": [],
        "sections": _sections(any_record, context),
        "places": _places(any_record),
        "units": _units(any_record),
        "tags": [tag.name for tag in any_record.tags.all()] if hasattr(record, "tags") else [],
        "facts": _facts([*context.get("facts", ()), *context.get("visit", ())]),
        "pictures": pictures_json(context, site),
        "recordings": [file_json(one, site) for one in context.get("recordings", ())],
        "documents": [file_json(one, site) for one in context.get("documents", ())],
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
        answer["projects"] = distinct(row["project"] for row in answer["recognitions"])
    answer["levels"] = _levels(any_record, context)
    return answer


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
        levels = {row.level for row in record.recognitions.all() if row.standing not in ENDED}
    else:
        levels = {getattr(record, "level", None)} - {None}
    return [LEVEL_VALUES[level] for level in sorted(levels)]


def _inscriptions(project: Any, context: Mapping[str, Any]) -> list[Json]:
    if "inscriptions" not in context:
        return []
    shown = zip(project.inscriptions.all(), context["inscriptions"], strict=True)
    return [_inscription(row, project, on_page["act"]) for row, on_page in shown]


def _inscription(row: Inscription, project: Any, on_page: ActShown | None) -> Json:
    where = project.division.code if project.division else ""
    act = row.made_by
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
        "act": _act(act, on_page) if act else None,
    }


def _act(act: Act, on_page: ActShown | None) -> Json:
    return {
        "title": act.title,
        "document_number": act.document_number,
        "issuer": act.issuer,
        "published_on": _day(act.published_on),
        "url": act.url,
        "pdf": on_page.pdf if on_page else "",
    }


def _recognitions(inheritor: Any, site: str) -> list[Json]:
    rows = [row for row in inheritor.recognitions.all() if row.project.live]
    return [_recognition(row, inheritor, site) for row in rows]


def _recognition(row: Recognition, inheritor: Any, site: str) -> Json:
    project = row.project
    where = inheritor.division.code if inheritor.division else ""
    url = f"{site}/catalogue/{PLURALS[RecordKind.PROJECT]}/{project.slug}/"
    return {
        "project": link_json(
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


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
