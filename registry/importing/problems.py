"""What was found in one row: where, what, why, and what to do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from registry.importing.personal import without_numbers

LONGEST_VALUE = 200
"""Characters of a cell that a problem repeats: reports stay readable."""


class Severity(StrEnum):
    """How much a problem weighs on its row."""

    ERROR = "error"
    CONFLICT = "conflict"
    NOTICE = "notice"


SEVERITY_LABELS = {
    Severity.ERROR: _("拒绝"),
    Severity.CONFLICT: _("冲突"),
    Severity.NOTICE: _("提示"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. An error refuses the row, a conflict keeps a field as it is."""

    severity: Severity
    column: str
    value: str
    reason: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """Plain data for ImportRow.problems."""
        return {**asdict(self), "severity": self.severity.value}

    @classmethod
    def from_json(cls, data: dict[str, str]) -> Problem:
        """The problem as_json() wrote."""
        return cls(**{**data, "severity": Severity(data["severity"])})  # type: ignore[arg-type]


def error(column: str, value: str, reason: str, remedy: str) -> Problem:
    """The row is refused."""
    return Problem(Severity.ERROR, column, _repeated(value), reason, remedy)


def conflict(column: str, value: str, reason: str, remedy: str) -> Problem:
    """A value is not taken over, because staff wrote another."""
    return Problem(Severity.CONFLICT, column, _repeated(value), reason, remedy)


def notice(column: str, value: str, reason: str, remedy: str = "") -> Problem:
    """The row goes in; someone should still know."""
    return Problem(Severity.NOTICE, column, _repeated(value), reason, remedy)


def _repeated(value: str) -> str:
    return without_numbers(value)[:LONGEST_VALUE]
