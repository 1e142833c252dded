"""Planning, doing and undoing a bulk action."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from registry.domain.bulk_actions.operations import OPERATIONS, Operation
from registry.models import BulkRow, BulkRun, Record
from registry.queries import RECORD_MODELS
from registry.rules import may, may_write_now

MOST_ROWS = 500
"""Records in one bulk action: each is a revision, and all are one transaction."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What would become of one record; ``objection`` says why nothing."""

    record: Record
    before: Any
    after: Any
    change: str
    publishes: bool
    objection: str = ""


def plan(*, operation: Operation, records: Iterable[Record], by: User) -> list[PlannedRow]:
    """Row by row what ``perform`` would do now."""
    return [_plan_row(operation, record, by) for record in records]


def _plan_row(operation: Operation, record: Record, by: User) -> PlannedRow:
    before, after = operation.state(record), operation.wanted(record)
    change = f"{operation.describe(before)} → {operation.describe(after)}"
    objection = _hindrance(operation, record, by) or operation.objection(record)
    if not objection and before == after:
        objection = _("已经如此，无须更改")
    publishes = operation.permission == "publish" or (
        record.live and not record.has_unpublished_changes and may(by, "publish", record)
    )
    return PlannedRow(record, before, after, change, publishes, objection)


def _hindrance(operation: Operation, record: Record, by: User) -> str:
    """Why this user may not do this to this record now."""
    if record.kind not in operation.kinds:
        return _("这类记录没有这一项")
    if not may(by, operation.permission, record):
        return _("您没有这项权限")
    if not may_write_now(by, record):
        return _("已被他人锁定或正在审核")
    if record.workflow_in_progress:
        return _("正在审核，请先处理审核")
    return ""


@dataclass(frozen=True, slots=True)
class Performed:
    """A run, and the records it left as they were, with the reason for each."""

    run: BulkRun
    skipped: list[tuple[str, str]]


@transaction.atomic
def perform(*, operation: Operation, records: list[Record], by: User) -> Performed:
    """Do it to every record that allows it. Raises ValidationError when there are too many.

    Each record is locked and planned anew: what changed since the preview counts.
    """
    if len(records) > MOST_ROWS:
        raise ValidationError(
            _("一次最多处理 %(most)d 条，现在选了 %(count)d 条。请用筛选分几次处理。")
            % {"most": MOST_ROWS, "count": len(records)}
        )
    run = BulkRun.objects.create(
        action=operation.code, label=operation.title()[:200], started_by=by
    )
    skipped: list[tuple[str, str]] = []
    for chosen in records:
        rows = type(chosen)._default_manager.select_for_update(of=("self",))
        record = rows.filter(pk=chosen.pk).first()
        if record is None:
            skipped.append((str(chosen), _("记录已删除")))
            continue
        reason = _change_row(operation, record, run, by)
        if reason:
            skipped.append((str(record), reason))
    return Performed(run, skipped)


def _change_row(operation: Operation, record: Record, run: BulkRun, by: User) -> str:
    """Change one record and note it; the reason where it was not changed."""
    row = _plan_row(operation, record, by)
    if row.objection:
        return row.objection
    try:
        with transaction.atomic():
            outcome = operation.change(record, row.after, by)
    except ValidationError as error:
        return _("内容不完整：%(problems)s") % {"problems": " ".join(error.messages)}
    BulkRow.objects.create(
        run=run,
        kind=record.kind,
        object_id=record.pk,
        name=str(record)[:200],
        before=row.before,
        after=outcome.after,
        change=row.change[:500],
        published=outcome.published,
    )
    return ""


def last_undoable(user: User) -> BulkRun | None:
    """The user's last bulk action that was not taken back."""
    runs = BulkRun.objects.filter(started_by=user, undone_at__isnull=True, rows__isnull=False)
    return runs.distinct().order_by("-created_at", "-pk").first()


@transaction.atomic
def undo(*, run: BulkRun, by: User) -> BulkRun:
    """Bring every record back that still is as the action left it; each row says what came of it.

    Only the person who did it may, and only their last one: an earlier one lies below it.
    """
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    last = last_undoable(by)
    if last is None or last.pk != run.pk:
        raise PermissionDenied(_("只能撤销您自己最近的一次批量操作。"))
    operation = OPERATIONS[run.action]()
    for row in run.rows.all():
        row.undo_note = _undo_row(operation, row, by)
        row.restored = not row.undo_note
        row.save(update_fields=["undo_note", "restored"])
    run.undone_at = timezone.now()
    run.save(update_fields=["undone_at"])
    return run


def undo_objection(*, operation: Operation, row: BulkRow, record: Record | None, by: User) -> str:
    """Why this row cannot be brought back now; empty where it can."""
    if record is None:
        return _("记录已删除")
    hindrance = _hindrance(operation, record, by)
    if not hindrance and operation.state(record) != row.after:
        return _("之后又有人改过")
    return hindrance


def _undo_row(operation: Operation, row: BulkRow, by: User) -> str:
    """What keeps the row as it is; empty when it was brought back."""
    rows = RECORD_MODELS[row.kind]._default_manager.select_for_update(of=("self",))
    record = rows.filter(pk=row.object_id).first()
    objection = undo_objection(operation=operation, row=row, record=record, by=by)
    if objection or record is None:
        return objection
    try:
        with transaction.atomic():
            operation.change(record, row.before, by)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
