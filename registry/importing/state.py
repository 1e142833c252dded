"""What the registry holds now of the records an import may touch, in the terms of entries."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.enums import RecordKind
from registry.importing.values import plain
from registry.models import (
    HeritageProject,
    Inheritor,
    Inscription,
    ProjectName,
    ProtectionAssignment,
    Recognition,
)
from registry.narrative import plain_text

CHUNK = 400


@dataclass(slots=True)
class Listing:
    """One inscription or recognition of a record, as field values."""

    pk: int
    values: dict[str, Any]

    @property
    def batch_key(self) -> tuple[Any, Any, Any]:
        """Whose list, and which batch of it."""
        return batch_key(self.values)


@dataclass(slots=True)
class RecordState:
    """A record as it is published, or as its draft is where it was never published."""

    kind: RecordKind
    pk: int
    name: str
    live: bool
    has_draft: bool
    locked: bool
    latest_revision_id: int | None
    values: dict[str, Any]
    listings: list[Listing] = field(default_factory=list)


def batch_key(values: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Level, jurisdiction and batch of a listing; without a batch only the level is known."""
    batch = values.get("batch")
    return values.get("level"), values.get("jurisdiction") if batch else None, batch


def digest(paragraphs: Sequence[str]) -> str:
    """Stands for a long text where only sameness matters."""
    return "sha256:" + hashlib.sha256("\n".join(paragraphs).encode()).hexdigest()[:40]


def stored(field_name: str, value: Any) -> Any:
    """The form of a value kept in SourceIdentity: long texts as their digest."""
    if field_name.startswith("section:") and isinstance(value, list):
        return digest(value)
    return value


def same(field_name: str, one: Any, other: Any) -> bool:
    """Whether two values mean the same: blanks and widths of characters do not matter."""
    one, other = stored(field_name, one), stored(field_name, other)
    if isinstance(one, str) and isinstance(other, str):
        return one == other or plain(one) == plain(other)
    if isinstance(one, list) and isinstance(other, list):
        return [plain(str(item)) for item in one] == [plain(str(item)) for item in other]
    return bool(one == other) or (one in EMPTY and other in EMPTY)


EMPTY: tuple[Any, ...] = (None, "", [])


def load_projects(keys: Iterable[int]) -> dict[int, RecordState]:
    """The state of these projects, in four queries a chunk."""
    states: dict[int, RecordState] = {}
    for chunk in _chunks(keys):
        for row in HeritageProject.objects.filter(pk__in=chunk).values(
            "pk", "name", "live", "has_unpublished_changes", "locked", "latest_revision_id",
            "category__name", "place_as_declared", "division__code", "address", "narrative",
        ):  # fmt: skip
            values = {
                "name": row["name"],
                "category": row["category__name"],
                "place": row["place_as_declared"],
                "division": row["division__code"] or "",
                "address": row["address"],
                "aliases": [],
                "units": [],
                **_sections(row["narrative"]),
            }
            states[row["pk"]] = _state(RecordKind.PROJECT, row, values)
        _add_project_rows(states, chunk)
    return states


def load_inheritors(keys: Iterable[int]) -> dict[int, RecordState]:
    """The state of these inheritors, in two queries a chunk."""
    states: dict[int, RecordState] = {}
    for chunk in _chunks(keys):
        for row in Inheritor.objects.filter(pk__in=chunk).values(
            "pk", "name", "live", "has_unpublished_changes", "locked", "latest_revision_id",
            "sex", "ethnicity", "birth_year", "biography", "place_as_declared", "division__code",
        ):  # fmt: skip
            values = {
                "name": row["name"],
                "sex": row["sex"],
                "ethnicity": row["ethnicity"],
                "birth_year": row["birth_year"],
                "biography": plain_text(row["biography"]).split("\n") if row["biography"] else [],
                "place": row["place_as_declared"],
                "division": row["division__code"] or "",
            }
            states[row["pk"]] = _state(RecordKind.INHERITOR, row, values)
        for link in _recognition_rows(chunk):
            states[link["inheritor_id"]].listings.append(
                Listing(link["pk"], {**_listing_values(link, "recognised_on"),
                                    "project": link["project_id"], "number": link["number"]})
            )  # fmt: skip
    return states


def load_states(kind: RecordKind, keys: Iterable[int]) -> dict[int, RecordState]:
    """The state of records of one kind."""
    return load_projects(keys) if kind == RecordKind.PROJECT else load_inheritors(keys)


def _state(kind: RecordKind, row: Mapping[str, Any], values: dict[str, Any]) -> RecordState:
    return RecordState(
        kind, row["pk"], row["name"], row["live"], row["has_unpublished_changes"],
        row["locked"], row["latest_revision_id"], values,
    )  # fmt: skip


def _add_project_rows(states: dict[int, RecordState], chunk: list[int]) -> None:
    for row in Inscription.objects.filter(project_id__in=chunk).order_by("pk").values(
        "pk", "project_id", "level", "batch__ordinal", "batch__jurisdiction__code", "kind",
        "code_as_written", "sub_number", "act__document_number", "inscribed_on",
    ):  # fmt: skip
        values = {
            **_listing_values(row, "inscribed_on"),
            "kind": row["kind"],
            "code": row["code_as_written"],
            "sub_number": row["sub_number"],
        }
        states[row["project_id"]].listings.append(Listing(row["pk"], values))
    names = ProjectName.objects.filter(project_id__in=chunk).order_by("sort_order", "pk")
    for pk, text in names.values_list("project_id", "text"):
        states[pk].values["aliases"].append(text)
    units = ProtectionAssignment.objects.filter(project_id__in=chunk, ended_on__isnull=True)
    for pk, name in units.order_by("sort_order", "pk").values_list("project_id", "unit__name"):
        states[pk].values["units"].append(name)


def _recognition_rows(chunk: list[int]) -> Iterator[dict[str, Any]]:
    rows = Recognition.objects.filter(inheritor_id__in=chunk).order_by("pk").values(
        "pk", "inheritor_id", "project_id", "level", "batch__ordinal",
        "batch__jurisdiction__code", "number", "act__document_number", "recognised_on",
    )  # fmt: skip
    yield from rows


def _listing_values(row: Mapping[str, Any], date: str) -> dict[str, Any]:
    return {
        "level": row["level"],
        "jurisdiction": row["batch__jurisdiction__code"] or "",
        "batch": row["batch__ordinal"],
        "act": row["act__document_number"] or "",
        "date": row[date].isoformat() if row[date] else "",
    }


def _sections(narrative: Any) -> dict[str, list[str]]:
    """The paragraphs of each section, as far as they are text."""
    found: dict[str, list[str]] = defaultdict(list)
    for block in narrative.raw_data if narrative else ():
        if block.get("type") != "section":
            continue
        value = block["value"]
        lines = found[f"section:{value.get('section')}"]
        for part in value.get("body") or ():
            if part["type"] == "paragraph":
                lines += [line for line in plain_text(part["value"]).split("\n") if line]
    return dict(found)


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
