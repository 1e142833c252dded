"""Keeping what each row of a file came to."""

from __future__ import annotations

from typing import Any

from registry.importing.comparing import show
from registry.importing.entries import LABELS
from registry.importing.plan import ImportPlan, Outcome, RowPlan
from registry.models import ImportRow, ImportRun

BATCH = 400
NO_UNDO: dict[str, Any] = {}


def save_rows(run: ImportRun, plan: ImportPlan, undo: dict[int, dict[str, Any]]) -> None:
    """Replace the rows of a run by those of a plan."""
    run.rows.all().delete()
    ImportRow.objects.bulk_create(rows_of(run, plan, undo), batch_size=BATCH)


def rows_of(
    run: ImportRun, plan: ImportPlan, undo: dict[int, dict[str, Any]] | None = None
) -> list[ImportRow]:
    """A row for each entry, each row that is none, and each entry the file no longer has."""
    undo = undo or {}
    rows = [_entry_row(run, row, undo.get(id(row), NO_UNDO)) for row in plan.rows]
    rows += [
        ImportRow(
            run=run, sheet=one.sheet[:100], number=one.row, outcome=Outcome.SKIPPED,
            name=one.text[:200],
            problems=[{"severity": "notice", "column": "", "value": one.text[:200],
                       "reason": one.reason, "remedy": ""}],
        )
        for one in plan.read.skipped
    ]  # fmt: skip
    rows += [
        ImportRow(
            run=run, number=0, outcome=Outcome.VANISHED, kind=one.identity.kind,
            object_id=one.identity.object_id, name=one.name[:200],
            problems=[{"severity": "notice", "column": "", "value": one.name[:200],
                       "reason": "以前的名录中有这一条，本文件中没有；登记库中的记录没有改动。",
                       "remedy": "请核对是否已退出名录；如已退出，请在记录中登记退出日期和公文。"}],
        )
        for one in plan.vanished
    ]  # fmt: skip
    return rows


def _entry_row(run: ImportRun, row: RowPlan, undo: dict[str, Any]) -> ImportRow:
    target = row.target
    base = dict(row.identity_before) if row.identity and not undo.get("created") else None
    return ImportRow(
        run=run,
        sheet=row.entry.sheet[:100],
        number=row.entry.row,
        outcome=row.outcome,
        kind=row.entry.kind,
        object_id=target.pk if target else None,
        name=row.entry.name[:200],
        changes=[] if row.outcome == Outcome.CREATED else _changes(row),
        problems=[problem.as_json() for problem in row.all_problems],
        undo=undo and {**undo, "identifier": row.entry.identifier, "base": base},
    )


def _changes(row: RowPlan) -> list[dict[str, str]]:
    return [
        {
            "field": LABELS.get(change.field, change.field),
            "before": show(change.before),
            "after": show(change.after),
        }
        for change in row.changes
    ]
