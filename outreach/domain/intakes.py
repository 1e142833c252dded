"""What all spreadsheets that are looked at first and made later share: keeping, locking, clashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outreach.domain.cells import BEGINS, TEACHER, VENUE, Problem
from outreach.domain.conflicts import Conflict
from outreach.enums import ConflictKind, IntakeKind, Severity
from outreach.models import PlanImport, PlanImportRow, Session

COLUMN_OF = {ConflictKind.PLACE: VENUE, ConflictKind.TEACHER: TEACHER}
FIELD_OF = {VENUE: "venue", TEACHER: "teacher"}


@dataclass(slots=True)
class Undone:
    """What undoing an import did."""

    deleted: int = 0
    left: list[Session] = field(default_factory=list)
    """Published or changed by hand since: somebody has worked on them."""


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def new_row(
    intake: PlanImport | None, line: int, told: dict[str, Any], problems: Iterable[Problem]
) -> PlanImportRow:
    """Not saved: for many at once."""
    found = [one.as_data() for one in problems]
    return PlanImportRow(plan_import=intake, line=line, values=told, problems=found)


def lock_intake(import_id: int, kind: IntakeKind) -> PlanImport:
    """Nobody else makes or undoes it. One of another kind is as if it were not there."""
    return PlanImport.objects.select_for_update(of=("self",)).get(pk=import_id, kind=kind)


def lock_to_make(import_id: int, kind: IntakeKind) -> PlanImport:
    intake = lock_intake(import_id, kind)
    if intake.made_at is not None:
        raise ValidationError(_("这份表格已经导入过了，请看下面的结果。"))
    return intake


def lock_to_undo(import_id: int, kind: IntakeKind) -> PlanImport:
    intake = lock_intake(import_id, kind)
    if intake.made_at is None or intake.undone_at is not None:
        raise ValidationError(_("这份表格没有导入，或已经撤销。"))
    return intake


def without_later(found: Sequence[Sequence[Conflict]]) -> Iterator[list[tuple[Conflict, bool]]]:
    """The conflicts of rows that were looked at together, in their order, and which of them refuse.

    Of two rows that clash the later one is refused; the earlier hears nothing of it.
    """
    refused: set[int] = set()
    for number, conflicts in enumerate(found):
        told = []
        for one in conflicts:
            blocks = one.severity == Severity.BLOCK
            if blocks and not _comes_first(one, number, refused):
                continue
            if blocks:
                refused.add(number)
            told.append((one, blocks))
        yield told


def _comes_first(one: Conflict, number: int, refused: set[int]) -> bool:
    """Whether the other side is planned already, or an earlier row that stays."""
    if one.other is None or one.other.pk > 0:
        return True
    other = -one.other.pk - 1
    return other < number and other not in refused


def as_problem(one: Conflict, told: dict[str, Any], remedy: str, *, grave: bool) -> Problem:
    """A conflict, on the cell that it is about."""
    column = COLUMN_OF.get(one.kind, BEGINS)
    value = str(told.get(FIELD_OF.get(column, "")) or "")
    return Problem(column, value, one.sentence, remedy, grave=grave)
