"""Changing many records at once: planned row by row, done as revisions, and taken back."""

from registry.domain.bulk_actions.operations import OPERATIONS, FieldOperation, Operation, Tags
from registry.domain.bulk_actions.running import (
    MOST_ROWS,
    Performed,
    PlannedRow,
    last_undoable,
    perform,
    plan,
    undo,
    undo_objection,
)

__all__ = [
    "MOST_ROWS",
    "OPERATIONS",
    "FieldOperation",
    "Operation",
    "Performed",
    "PlannedRow",
    "Tags",
    "last_undoable",
    "perform",
    "plan",
    "undo",
    "undo_objection",
]
