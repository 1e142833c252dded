"""One step of a case, and what the table says of a sort of step."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from applications.enums import LetterKind, State
from applications.models import Case, DossierVersion


@dataclass(slots=True)
class Step:
    """A step on its way: the locked case, who takes it, and what he told.

    ``wanted`` is what the form said (each guard and effect names the keys it reads); ``noted`` is
    what the log keeps of it.
    """

    case: Case
    name: str
    by: User | None
    reason: str
    wanted: dict[str, Any]
    now: datetime.datetime
    today: datetime.date
    target: State
    version: DossierVersion | None = None
    noted: dict[str, Any] = field(default_factory=dict)


Guard = Callable[[Step], Iterable[str]]
"""Gives a sentence for each thing that stands in the way."""
Effect = Callable[[Step], None]
"""Writes what belongs to the step, in its transaction."""
Predicate = Callable[[Any, Case], bool]


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of the table: from where to where, who may, what must hold, what is written."""

    name: str
    label: Any
    sources: tuple[State, ...]
    target: State | Callable[[Case], State]
    may: Predicate
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    reason_needed: bool = False
    by_clock: bool = False
    letter: LetterKind | None = None

    def target_of(self, case: Case) -> State:
        """Where it leads from where the case stands."""
        return self.target(case) if callable(self.target) else self.target

    def targets(self) -> tuple[State, ...]:
        """All states it can lead to."""
        return TARGETS_BY_NAME.get(self.name) or (self.target_of(Case()),)


TARGETS_BY_NAME: dict[str, tuple[State, ...]] = {}
"""For rows whose target depends on the case."""
