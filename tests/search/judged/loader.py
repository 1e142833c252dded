"""Reads the judged queries and finds the records each judgement speaks of.

A judgement names records by facts of the list, never by an engine's answer. Each pattern below is
a mapping whose conditions must all hold; it stands for every record that fits. A condition may
be given a list, all of which must hold:

    project: 拦手门            a project of exactly this name
    inheritor: 张文仲          an inheritor of exactly this name
    kind: project | inheritor  only such records
    name_has, of_has, text_has the name, the inheritor's project's name, the introduction holds this
    of                         inheritors of a project of exactly this name
    unit, unit_has             declaring or protecting unit, whole or in part
    code, number               "Ⅵ-56", "Ⅵ-056_03_120102"
    category, batch_has, ethnicity
    says, lacks                any fact of the row, the introduction included, holds this, or none
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.search.judged.records import Record, national_records

HERE = Path(__file__).parent
QUERIES = HERE / "queries"
HELD_OUT = HERE / "held_out.yaml"
STRANGERS = HERE / "strangers.yaml"
GRADES = (3, 2, 1)

CONDITIONS: Mapping[str, Callable[[Record, str], bool]] = {
    "project": lambda record, value: record.kind == "project" and record.name == value,
    "inheritor": lambda record, value: record.kind == "inheritor" and record.name == value,
    "kind": lambda record, value: record.kind == value,
    "name_has": lambda record, value: value in record.name,
    "of": lambda record, value: record.kind == "inheritor" and record.project == value,
    "of_has": lambda record, value: value in record.project,
    "unit": lambda record, value: value in record.units,
    "unit_has": lambda record, value: any(value in unit for unit in record.units),
    "code": lambda record, value: record.code == value,
    "number": lambda record, value: record.number == value,
    "category": lambda record, value: record.category == value,
    "batch_has": lambda record, value: value in record.batch,
    "ethnicity": lambda record, value: record.ethnicity == value,
    "text_has": lambda record, value: value in record.text,
    "says": lambda record, value: value in record.facts,
    "lacks": lambda record, value: value not in record.facts,
}


class JudgementError(Exception):
    """A judgement that cannot be read; the sentence says where and why."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Conditions that must all hold."""

    conditions: tuple[tuple[str, str], ...]

    def fits(self, record: Record) -> bool:
        return all(CONDITIONS[name](record, value) for name, value in self.conditions)


@cache
def ids_of(pattern: Pattern) -> frozenset[str]:
    """The ids of the records of the list that fit."""
    return frozenset(record.id for record in national_records() if pattern.fits(record))


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """What someone types, what should come of it, and why."""

    kind: str
    text: str
    find: Mapping[int, tuple[Pattern, ...]]  # by grade: 3 is what was meant, 2 good, 1 related
    reject: tuple[Pattern, ...]  # none of these may be among the first ten
    need_all: bool  # every record of grade 3 must be there, not just one
    reason: str

    def grades(self) -> dict[str, int]:
        """The judged ids with their grades; the highest counts where patterns overlap."""
        found: dict[str, int] = {}
        for grade in sorted(self.find):
            found |= dict.fromkeys(_all_of(self.find[grade]), grade)
        return found

    def meant(self) -> frozenset[str]:
        """The ids of grade 3."""
        return _all_of(self.find.get(3, ()))

    def rejected(self) -> frozenset[str]:
        """The ids that may not be among the first ten."""
        return _all_of(self.reject)


def _all_of(patterns: Iterable[Pattern]) -> frozenset[str]:
    return frozenset().union(*(ids_of(pattern) for pattern in patterns))


@cache
def judged_queries() -> tuple[JudgedQuery, ...]:
    """The whole set, in the order of its files."""
    return tuple(query for path in sorted(QUERIES.glob("*.yaml")) for query in read(path))


@cache
def held_out_queries() -> tuple[JudgedQuery, ...]:
    """The smaller set that no one tunes against."""
    return tuple(read(HELD_OUT))


@cache
def strangers_queries() -> tuple[JudgedQuery, ...]:
    """What someone asked who knew neither the engines nor the other sets; failures are kept."""
    return tuple(read(STRANGERS))


def read(path: Path) -> list[JudgedQuery]:
    """One file: a mapping from the kind of query to its queries."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        _query(path.name, kind, entry) for kind, entries in content.items() for entry in entries
    ]


def _query(file: str, kind: str, entry: Mapping[str, Any]) -> JudgedQuery:
    where = f"{file}, {kind}, {entry.get('query')!r}"
    unknown = set(entry) - {"query", "find", "not", "need", "why"}
    if unknown or not all(entry.get(key) for key in ("query", "find", "why")):
        raise JudgementError(f"{where}: needs query, find and why, and has {sorted(entry)}")
    if not isinstance(entry["query"], str) or not set(entry["find"]) <= set(GRADES):
        raise JudgementError(f"{where}: the query is text, the grades are 3, 2 and 1")
    return JudgedQuery(
        kind=kind,
        text=entry["query"],
        find={grade: _patterns(where, given) for grade, given in entry["find"].items()},
        reject=_patterns(where, entry.get("not", [])),
        need_all=entry.get("need") == "all",
        reason=entry["why"],
    )


def _patterns(where: str, given: Iterable[Mapping[str, Any]]) -> tuple[Pattern, ...]:
    patterns = []
    for conditions in given:
        unknown = set(conditions) - set(CONDITIONS)
        if unknown or not conditions:
            raise JudgementError(f"{where}: no such condition: {sorted(unknown)}")
        patterns.append(
            Pattern(
                tuple(
                    (name, str(value))
                    for name, values in conditions.items()
                    for value in (values if isinstance(values, list) else [values])
                )
            )
        )
    return tuple(patterns)
