"""Takes a step for show: what it would write is read, then everything is taken back.

The letter staff see before a step is the very one the step would send, with the dates and numbers
it would give; and what stands in the way is found before anybody confirms.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from applications import notifications
from applications.domain.transitioning import transition
from applications.enums import State
from applications.models import CaseEvent
from applications.terms import Letter
from messaging.models import Message


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the step would lead to. ``letter`` is None where nobody would be told."""

    state: State
    due_on: datetime.date | None
    letter: Letter | None


def rehearse(
    *,
    case_id: int,
    name: str,
    by: User,
    reason: str = "",
    wanted: dict[str, Any] | None = None,
    seen: int | None = None,
) -> Rehearsal:
    """What ``transition`` would do; nothing stays. Raises what it would raise."""
    with transaction.atomic():
        event = transition(
            case_id=case_id, name=name, by=by, reason=reason, wanted=wanted, seen=seen
        )
        shown = Rehearsal(State(event.to_state), event.case.due_on, _letter_of(event))
        transaction.set_rollback(True)
    return shown


def _letter_of(event: CaseEvent) -> Letter | None:
    filed = event.case.letters.filter(issued_at=event.at).last()
    if filed is not None:
        return Letter(filed.subject, filed.body)
    message = Message.objects.filter(key=notifications.key_of(event)).first()
    return Letter(message.subject, message.body) if message else None
