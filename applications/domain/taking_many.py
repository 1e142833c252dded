"""One step for many cases: shown first, each then in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from applications.domain.rehearsing import rehearse
from applications.domain.transitioning import transition
from applications.models import Case
from applications.terms import Letter

MOST_CASES = 200
Wanted = Callable[[Case], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Row:
    """A case with what will happen to it, or with the reason why nothing will."""

    case: Case
    objection: str = ""
    letter: Letter | None = None


def plan(*, name: str, cases: Iterable[Case], by: User, wanted: Wanted) -> list[Row]:
    """What the step would do to each; nothing is written."""
    rows = []
    for case in cases:
        try:
            shown = rehearse(case_id=case.pk, name=name, by=by, wanted=wanted(case))
        except (ValidationError, PermissionDenied) as refusal:
            rows.append(Row(case, objection=_sentence(refusal)))
        else:
            rows.append(Row(case, letter=shown.letter))
    return rows


def perform(
    *, name: str, cases: Iterable[Case], by: User, wanted: Wanted, seen: dict[int, int]
) -> list[Row]:
    """Take the step in each case as it was ``seen``; one that is refused does not stop the others."""
    rows = []
    for case in cases:
        try:
            transition(
                case_id=case.pk, name=name, by=by, wanted=wanted(case), seen=seen.get(case.pk, 0)
            )
        except (ValidationError, PermissionDenied) as refusal:
            rows.append(Row(case, objection=_sentence(refusal)))
        else:
            rows.append(Row(case))
    return rows


def _sentence(refusal: ValidationError | PermissionDenied) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
