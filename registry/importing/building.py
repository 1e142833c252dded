"""Writing field values onto records: the other direction of state.py."""

from __future__ import annotations

import datetime
import html
from collections.abc import Callable
from typing import Any

from registry.enums import BearerKind, InscriptionKind, Level, NameKind, RecordKind, SectionKind
from registry.importing.auxiliary import Auxiliary
from registry.importing.plan import RowPlan, Target
from registry.models import (
    HeritageProject,
    Inheritor,
    Inscription,
    ProjectName,
    ProtectionAssignment,
    Recognition,
    Record,
)
from registry.narrative import section_value

Write = Callable[[Any, Any, Auxiliary], None]


def new_record(target: Target, auxiliary: Auxiliary) -> Record:
    """A record with all that the target's rows say, not yet saved."""
    record: Record = HeritageProject() if target.kind == RecordKind.PROJECT else Inheritor()
    for row in target.rows:
        write_row(record, row, auxiliary)
    return record


def write_row(record: Record, row: RowPlan, auxiliary: Auxiliary) -> None:
    """Put the changes of one row onto a record."""
    said = {change.field: change.after for change in row.changes}
    for field, value in said.items():
        if field.startswith("section:"):
            _write_section(record, field, value)
        elif field in _WRITES:
            _WRITES[field](record, value, auxiliary)
    if isinstance(record, HeritageProject):
        _write_inscription(record, row, said, auxiliary)
    else:
        _write_recognition(record, row, said, auxiliary)


def _set(name: str) -> Write:
    def write(record: Any, value: Any, auxiliary: Auxiliary) -> None:
        setattr(record, name, value)

    return write


def _write_name(record: Any, value: str, auxiliary: Auxiliary) -> None:
    """The address stays; the pinyin is made again from the new name."""
    record.name = value
    record.name_pinyin = ""
    if isinstance(record, Inheritor) and value.endswith(("团", "协会", "合作社", "班社", "队")):
        record.bearer_kind = BearerKind.GROUP


def _write_category(record: Any, value: str, auxiliary: Auxiliary) -> None:
    record.category = auxiliary.category(value)


def _write_division(record: Any, value: str, auxiliary: Auxiliary) -> None:
    record.division_id = auxiliary.division_pk(value)


def _write_biography(record: Any, value: list[str], auxiliary: Auxiliary) -> None:
    record.biography = "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in value)


def _write_aliases(record: Any, value: list[str], auxiliary: Auxiliary) -> None:
    kept = [name for name in record.names.all() if name.text in value]
    present = {name.text for name in kept}
    record.names = kept + [
        ProjectName(text=text, kind=NameKind.ALSO) for text in value if text not in present
    ]


def _write_units(record: Any, value: list[str], auxiliary: Auxiliary) -> None:
    """The units in charge become those of the list; assignments that ended stay as they are."""
    assignments = list(record.assignments.all())
    ended = [one for one in assignments if one.ended_on is not None]
    current = [one for one in assignments if one.ended_on is None]
    units = [auxiliary.unit(name) for name in value]
    kept = [one for one in current if one.unit_id in {unit.pk for unit in units}]
    missing = [unit for unit in units if unit.pk not in {one.unit_id for one in kept}]
    record.assignments = ended + kept + [ProtectionAssignment(unit=unit) for unit in missing]


_WRITES: dict[str, Write] = {
    "name": _write_name,
    "category": _write_category,
    "place": _set("place_as_declared"),
    "division": _write_division,
    "address": _set("address"),
    "aliases": _write_aliases,
    "units": _write_units,
    "sex": _set("sex"),
    "ethnicity": _set("ethnicity"),
    "birth_year": _set("birth_year"),
    "biography": _write_biography,
}


def _write_section(record: Any, field: str, paragraphs: list[str]) -> None:
    """Replace the paragraphs of a section, or add the section; who may read it stays."""
    kind = SectionKind(field.removeprefix("section:"))
    raw = [dict(block) for block in record.narrative.raw_data] if record.narrative else []
    new = section_value(kind, paragraphs)
    for block in raw:
        if block.get("type") == "section" and block["value"].get("section") == kind.value:
            others = [part for part in block["value"]["body"] if part["type"] != "paragraph"]
            block["value"] = {**block["value"], "body": new["value"]["body"] + others}
            break
    else:
        raw.append(new)
    record.narrative = raw


def _write_inscription(
    record: HeritageProject, row: RowPlan, said: dict[str, Any], auxiliary: Auxiliary
) -> None:
    listing = _listing(record.inscriptions, row, Inscription)
    if listing is None:
        return
    _write_listing(listing, row, said, auxiliary, "inscribed_on")
    listing.kind = said.get("kind", listing.kind or InscriptionKind.NEW)
    listing.code_as_written = said.get("code", listing.code_as_written)
    listing.sub_number = said.get("sub_number", listing.sub_number)
    listing.declaring_unit = said.get("place", listing.declaring_unit)
    if row.new_listing:
        listing.declaring_unit = row.entry.values.get("place", "")
    record.inscriptions.add(listing)


def _write_recognition(
    record: Any, row: RowPlan, said: dict[str, Any], auxiliary: Auxiliary
) -> None:
    listing = _listing(record.recognitions, row, Recognition)
    if listing is None:
        return
    _write_listing(listing, row, said, auxiliary, "recognised_on")
    listing.project_id = said.get("project", listing.project_id)
    listing.number = said.get("number", listing.number)
    record.recognitions.add(listing)


def _listing(children: Any, row: RowPlan, model: type[Any]) -> Any:
    if row.new_listing:
        return model(level=row.entry.values.get("level", Level.COUNTY))
    return next((one for one in children.all() if one.pk == row.listing_pk), None)


def _write_listing(
    listing: Any, row: RowPlan, said: dict[str, Any], auxiliary: Auxiliary, day: str
) -> None:
    listing.level = said.get("level", listing.level)
    if row.new_listing or said.keys() & {"batch", "jurisdiction", "level"}:
        listing.batch = auxiliary.batch(row.entry)
    if "act" in said:
        listing.act = auxiliary.act(row.entry)
    elif row.new_listing and listing.batch is not None:
        listing.act_id = listing.batch.act_id
    if said.get("date"):
        setattr(listing, day, datetime.date.fromisoformat(said["date"]))
    elif row.new_listing and listing.batch is not None:
        setattr(listing, day, listing.batch.announced_on)
