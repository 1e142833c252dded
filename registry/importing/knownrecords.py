"""Records of the registry that rows may mean, by the key rows are looked up with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from registry.enums import RecordKind
from registry.importing.entries import Entry
from registry.importing.plan import RowPlan
from registry.importing.values import name_key
from registry.models import HeritageProject, Inheritor


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record of the registry, as much of it as finding it needs."""

    pk: int
    division: str = ""
    category: str = ""


def same_category(row: RowPlan, record: KnownRecord) -> bool:
    """Whether the row says the record's category; people have none."""
    return row.entry.values.get("category", "") == record.category


def category_is_known(row: RowPlan, known: dict[tuple[Any, ...], list[KnownRecord]]) -> bool:
    """Such rows choose first, so that 舞龙 of another category does not take their record."""
    return any(same_category(row, one) for one in known.get(record_key(row.entry), ()))


def record_keys(kind: RecordKind) -> Iterable[tuple[tuple[Any, ...], KnownRecord]]:
    """All real records of a kind; a person once for each project."""
    if kind == RecordKind.PROJECT:
        rows = HeritageProject.objects.filter(sample_data=False)
        for pk, name, code, category in rows.values_list(
            "pk", "name", "division__code", "category__name"
        ):
            yield (kind, name_key(name)), KnownRecord(pk, code or "", category or "")
    else:
        people = Inheritor.objects.filter(Q(sample_data=False), recognitions__isnull=False)
        for pk, name, project in people.values_list("pk", "name", "recognitions__project_id"):
            yield (kind, name_key(name), project), KnownRecord(pk)


def record_key(entry: Entry) -> tuple[Any, ...]:
    """What a row and its record have in common: the name, of people the project too."""
    name = name_key(entry.values["name"])
    if entry.kind == RecordKind.PROJECT:
        return (entry.kind, name)
    return (entry.kind, name, entry.values.get("project"))


def place_key(entry: Entry) -> str:
    """The division, or the words where they name none."""
    return str(entry.values.get("division") or name_key(entry.values.get("place", "")))
