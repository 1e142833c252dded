"""Carrying out a plan: everything in one short transaction, or nothing at all."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from registry.domain.bulk import create_records
from registry.domain.bulk_changes import change_records, records_for_change
from registry.domain.publishing import save_record
from registry.enums import RecordKind
from registry.importing.auxiliary import Auxiliary
from registry.importing.building import new_record, write_row
from registry.importing.formats.base import Vocabulary
from registry.importing.options import ImportOptions
from registry.importing.plan import ImportPlan, Outcome, RowPlan, Target
from registry.importing.rows import save_rows
from registry.models import ImportRun, Record, SourceIdentity
from registry.queries import RECORD_MODELS

BATCH = 400


class Stale(Exception):
    """The registry changed after the plan was made; make it again."""


@transaction.atomic
def apply_plan(
    plan: ImportPlan,
    *,
    run: ImportRun,
    options: ImportOptions,
    vocabulary: Vocabulary,
    by: User | None,
) -> None:
    """Write all of a plan. Raises Stale, with nothing written, when the plan is out of date."""
    _refuse_stale(plan)
    auxiliary = Auxiliary(options, vocabulary)
    written = [target for target in plan.targets if _is_written(target)]
    auxiliary.make_units(
        [
            name
            for target in written
            for row in target.rows
            for change in row.changes
            if change.field == "units"
            for name in change.after
        ]
    )
    undo: dict[int, dict[str, Any]] = {}
    for kind in (RecordKind.PROJECT, RecordKind.INHERITOR):
        new = [target for target in written if target.kind == kind and target.state is None]
        _create(new, auxiliary, options, by, undo)
        known = [t for t in written if t.kind == kind and t.state is not None]
        _change(known, auxiliary, options, by, undo)
    _remember(plan, run)
    run.created = auxiliary.created
    run.counts = plan.counts
    run.notices = plan.notices
    save_rows(run, plan, undo)
    run.save()


def _is_written(target: Target) -> bool:
    if target.state is None:
        return target.pk is None
    return any(row.changes for row in target.rows)


def _refuse_stale(plan: ImportPlan) -> None:
    for kind, model in RECORD_MODELS.items():
        planned = {
            target.state.pk: (
                target.state.latest_revision_id, target.state.has_draft, target.state.locked
            )
            for target in plan.targets
            if target.kind == kind and target.state is not None
        }  # fmt: skip
        keys = sorted(planned)
        for start in range(0, len(keys), BATCH):
            records = model._default_manager.filter(pk__in=keys[start : start + BATCH])
            now = {
                pk: tuple(rest)
                for pk, *rest in records.values_list(
                    "pk", "latest_revision_id", "has_unpublished_changes", "locked"
                )
            }
            if any(now.get(pk) != planned[pk] for pk in keys[start : start + BATCH]):
                raise Stale
    known = dict(
        SourceIdentity.objects.filter(source=plan.read.source).values_list("identifier", "pk")
    )
    for row in plan.rows:
        identity = row.identity
        if (
            (known.get(identity.identifier) != identity.pk)
            if identity
            else (row.target is not None and row.entry.identifier in known)
        ):
            raise Stale


def _create(
    targets: list[Target],
    auxiliary: Auxiliary,
    options: ImportOptions,
    by: User | None,
    undo: dict[int, dict[str, Any]],
) -> None:
    records = [new_record(target, auxiliary) for target in targets]
    create_records(records=records, by=by, publish=options.publish)
    revisions = _latest_revisions(records)
    for target, record in zip(targets, records, strict=True):
        target.pk = record.pk
        for row in target.rows:
            undo[id(row)] = {"created": True, "revision": revisions[record.pk]}


def _latest_revisions(records: list[Record]) -> dict[int, int]:
    if not records:
        return {}
    model, keys = type(records[0]), [record.pk for record in records]
    found: dict[int, int] = {}
    for start in range(0, len(keys), BATCH):
        rows = model._default_manager.filter(pk__in=keys[start : start + BATCH])
        found.update(rows.values_list("pk", "latest_revision_id"))
    return found


def _change(
    targets: list[Target],
    auxiliary: Auxiliary,
    options: ImportOptions,
    by: User | None,
    undo: dict[int, dict[str, Any]],
) -> None:
    """A new revision on records that are there; one that is not public stays so."""
    if not targets:
        return
    model = RECORD_MODELS[targets[0].kind]
    loaded = records_for_change(model, [target.pk for target in targets if target.pk is not None])
    before: dict[int, int] = {}
    for target in targets:
        record = loaded[target.pk or 0]
        before[record.pk] = _revision_before(record, by)
        for row in target.rows:
            if row.changes:
                write_row(record, row, auxiliary)
    records = list(loaded.values())
    if options.publish:
        change_records(records=records, by=by)
    else:
        for record in records:
            save_record(record=record, by=by, publish=False, clean=False)
    after = _latest_revisions(records)
    for target in targets:
        pk = target.pk or 0
        for row in target.rows:
            if row.changes:
                undo[id(row)] = {"created": False, "before": before[pk], "revision": after[pk]}


def _revision_before(record: Record, by: User | None) -> int:
    """The revision to go back to; made now for a record that never had one."""
    if record.latest_revision_id is None:
        record.save_revision(user=by, clean=False, changed=False)
    assert record.latest_revision_id is not None
    return record.latest_revision_id


def _remember(plan: ImportPlan, run: ImportRun) -> None:
    """Keep the values now taken of each entry; identities that say the same stay untouched."""
    new, changed = [], []
    for row in plan.rows:
        target = row.target
        if target is None or target.pk is None or row.outcome == Outcome.REFUSED:
            continue
        if row.identity is None:
            if row.changes or target.state is not None:
                new.append(_identity(plan, run, row, target))
        elif _differs(row, target):
            row.identity.identifier = row.entry.identifier
            row.identity.values = row.base
            row.identity.object_id = target.pk
            changed.append(row.identity)
    SourceIdentity.objects.bulk_create(new, batch_size=BATCH)
    SourceIdentity.objects.bulk_update(
        changed, ["identifier", "values", "object_id"], batch_size=BATCH
    )


def _identity(plan: ImportPlan, run: ImportRun, row: RowPlan, target: Target) -> SourceIdentity:
    return SourceIdentity(
        source=plan.read.source,
        identifier=row.entry.identifier,
        kind=target.kind,
        object_id=target.pk or 0,
        values=row.base,
        run=run,
    )


def _differs(row: RowPlan, target: Target) -> bool:
    identity = row.identity
    return identity is not None and (
        identity.values != row.base
        or identity.identifier != row.entry.identifier
        or identity.object_id != target.pk
    )
