"""What an import would do, row by row, before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from registry.enums import RecordKind
from registry.importing.entries import Entry, ListRead
from registry.importing.problems import Problem, Severity
from registry.importing.state import RecordState
from registry.models import ImportRow, SourceIdentity

Outcome = ImportRow.Outcome


@dataclass(slots=True)
class Change:
    """One field, before and after, in the words of entries."""

    field: str
    before: Any
    after: Any


@dataclass(slots=True, eq=False)
class Target:
    """The record rows end in: one that is there (``state``) or one to be made."""

    kind: RecordKind
    state: RecordState | None = None
    rows: list[RowPlan] = field(default_factory=list)
    pk: int | None = None

    @property
    def touched(self) -> bool:
        """Whether anything of the record will be written."""
        return self.state is None or any(row.changes for row in self.rows)


@dataclass(slots=True, eq=False)
class RowPlan:
    """What becomes of one entry."""

    entry: Entry
    outcome: Outcome = Outcome.UNCHANGED
    target: Target | None = None
    identity: SourceIdentity | None = None
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    listing_pk: int | None = None
    new_listing: bool = False
    base: dict[str, Any] = field(default_factory=dict)
    identity_before: dict[str, Any] = field(default_factory=dict)

    def settle(self) -> None:
        """Let the gravest finding decide the outcome."""
        severities = {problem.severity for problem in self.all_problems}
        if Severity.ERROR in severities:
            self.outcome = Outcome.REFUSED
        elif Severity.CONFLICT in severities:
            self.outcome = Outcome.CONFLICT
        elif self.target is not None and self.target.state is None:
            first = self.target.rows and self.target.rows[0] is self
            self.outcome = Outcome.CREATED if first else Outcome.CHANGED
        else:
            self.outcome = Outcome.CHANGED if self.changes else Outcome.UNCHANGED

    @property
    def all_problems(self) -> list[Problem]:
        """What reading found and what comparing found."""
        return [*self.entry.problems, *self.problems]


@dataclass(slots=True)
class Vanished:
    """An entry of an earlier edition that this file no longer has. Its record stays."""

    identity: SourceIdentity
    name: str


@dataclass(slots=True)
class ImportPlan:
    """The whole file: its rows in order, the records they end in, what it no longer has."""

    read: ListRead
    rows: list[RowPlan]
    targets: list[Target]
    vanished: list[Vanished] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows came to what."""
        counted = Counter(row.outcome.value for row in self.rows)
        return {
            **{outcome.value: counted.get(outcome.value, 0) for outcome in _ROW_OUTCOMES},
            Outcome.VANISHED.value: len(self.vanished),
            "notices": sum(
                1
                for row in self.rows
                if any(p.severity is Severity.NOTICE for p in row.all_problems)
            ),
            "skipped": len(self.read.skipped),
        }


_ROW_OUTCOMES = [
    Outcome.CREATED,
    Outcome.CHANGED,
    Outcome.UNCHANGED,
    Outcome.CONFLICT,
    Outcome.REFUSED,
]
