"""One step for many sessions: shown first, each then in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from messaging.models import Message
from outreach.domain.transitioning import transition
from outreach.models import Session

MOST_SESSIONS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A session with what will happen to it, or with the reason why nothing will."""

    session: Session
    objection: str = ""
    told: int = 0


def plan(*, name: str, sessions: Iterable[Session], by: User) -> list[Row]:
    """What the step would do to each, and to how many it would write; all of it is taken back."""
    rows = []
    for session in sessions:
        try:
            with transaction.atomic():
                last = Message.objects.aggregate(last=Max("pk"))["last"] or 0
                transition(session_id=session.pk, name=name, by=by)
                told = Message.objects.filter(pk__gt=last).count()
                transaction.set_rollback(True)
        except (ValidationError, PermissionDenied) as refusal:
            rows.append(Row(session, objection=_sentence(refusal)))
        else:
            rows.append(Row(session, told=told))
    return rows


def perform(*, name: str, sessions: Iterable[Session], by: User, seen: dict[int, int]) -> list[Row]:
    """Take the step in each session as it was ``seen``; a refused one does not stop the others."""
    rows = []
    for session in sessions:
        try:
            transition(session_id=session.pk, name=name, by=by, seen=seen.get(session.pk, -1))
        except (ValidationError, PermissionDenied) as refusal:
            rows.append(Row(session, objection=_sentence(refusal)))
        else:
            rows.append(Row(session))
    return rows


def _sentence(refusal: ValidationError | PermissionDenied) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
