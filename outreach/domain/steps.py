"""One step of a session, and what the table says of a sort of step."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from outreach.enums import SessionState
from outreach.models import Session


@dataclass(slots=True)
class Step:
    """A step on its way: the locked session, who takes it, and what was told.

    ``wanted`` is what the form said (each guard and effect names the keys it reads); ``noted`` is
    what the log keeps of it.
    """

    session: Session
    name: str
    by: User | None
    reason: str
    wanted: dict[str, Any]
    now: datetime.datetime
    target: SessionState
    noted: dict[str, Any] = field(default_factory=dict)


Guard = Callable[[Step], Iterable[str]]
"""Gives a sentence for each thing that stands in the way."""
Effect = Callable[[Step], None]
"""Writes what belongs to the step, in its transaction."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of the table: from where to where, who may, what must hold, what is written."""

    name: str
    label: Any
    sources: tuple[SessionState, ...]
    target: SessionState
    may: Callable[[Any, Session], bool]
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    reason_needed: bool = False
    by_clock: bool = False
