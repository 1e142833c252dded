"""Undoing a whole import: what it made goes, what it changed is set back, the rest is told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.models import Revision

from accounts.models import User
from registry.domain.publishing import save_record
from registry.importing.errors import ImportRefused
from registry.models import Act, Batch, ImportRow, ImportRun, ProtectingUnit, Record, SourceIdentity
from registry.queries import RECORD_MODELS

UNDOABLE = {ImportRun.State.DONE, ImportRun.State.UNDOING}


@dataclass(slots=True)
class Undone:
    """What came of undoing. ``kept`` says in words what stayed, and why."""

    removed: int = 0
    restored: int = 0
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def undo_run(run: ImportRun, *, by: User | None) -> Undone:
    """Take back an import. Records edited or referred to since are left alone and listed."""
    if run.state not in UNDOABLE:
        raise ImportRefused(_("只有已完成的导入可以撤销，这一次是“%(state)s”。") % {
            "state": run.get_state_display()})  # fmt: skip
    result = Undone()
    by_record: dict[tuple[str, int], list[ImportRow]] = defaultdict(list)
    for row in run.rows.exclude(undo={}).order_by("-number", "-pk"):
        if row.object_id:
            by_record[row.kind, row.object_id].append(row)
    # Inheritors before the projects they are recognised for.
    for (kind, pk), rows in sorted(by_record.items(), key=lambda item: item[0]):
        _undo_record(run, kind, pk, rows, by, result)
    _remove_unused(run)
    run.state = ImportRun.State.UNDONE
    run.message = _("已撤销：删除 %(removed)d 条，恢复 %(restored)d 条，保留 %(kept)d 条。") % {
        "removed": result.removed, "restored": result.restored, "kept": len(result.kept)
    } + "".join("\n" + line for line in result.kept[:200])  # fmt: skip
    run.save()
    return result


def _undo_record(
    run: ImportRun, kind: str, pk: int, rows: list[ImportRow], by: User | None, result: Undone
) -> None:
    record = RECORD_MODELS[kind]._default_manager.filter(pk=pk).first()
    made = any(row.undo.get("created") for row in rows)
    if record is None:
        _forget(run, rows, made=True)
        return
    if record.latest_revision_id != rows[0].undo.get("revision"):
        result.kept.append(_("“%(name)s”导入后又被修改过，未撤销。") % {"name": record.name})
        return
    if made:
        _remove(run, record, rows, result)
    else:
        _restore(run, record, rows, by, result)


def _remove(run: ImportRun, record: Record, rows: list[ImportRow], result: Undone) -> None:
    try:
        with transaction.atomic():
            record.delete()
    except ProtectedError as refusal:
        users = "、".join(sorted({str(user) for user in refusal.protected_objects})[:5])
        result.kept.append(
            _("“%(name)s”已被引用（%(users)s），未删除。") % {"name": record.name, "users": users}
        )
        return
    result.removed += 1
    _forget(run, rows, made=True)


def _restore(
    run: ImportRun, record: Record, rows: list[ImportRow], by: User | None, result: Undone
) -> None:
    before = Revision.objects.filter(pk=rows[-1].undo.get("before")).first()
    if before is None:
        result.kept.append(_("“%(name)s”以前的版本已不存在，未恢复。") % {"name": record.name})
        return
    save_record(record=before.as_object(), by=by, publish=record.live, clean=False)
    result.restored += 1
    _forget(run, rows, made=False)


def _forget(run: ImportRun, rows: list[ImportRow], *, made: bool) -> None:
    """Set back what was remembered of the entries, so that the file can be imported again."""
    for row in rows:
        base: dict[str, Any] | None = row.undo.get("base")
        identities = SourceIdentity.objects.filter(kind=row.kind, object_id=row.object_id)
        if base is None:
            identities.filter(run=run).delete()
        elif made:
            identities.filter(identifier=base["identifier"]).delete()
        else:
            identities.filter(identifier=row.undo.get("identifier", base["identifier"])).update(
                identifier=base["identifier"], values=base["values"]
            )


def _remove_unused(run: ImportRun) -> None:
    """Units, batches and acts this import made and nobody uses."""
    for key, model in (("units", ProtectingUnit), ("batches", Batch), ("acts", Act)):
        for one in model._default_manager.filter(pk__in=run.created.get(key, [])):
            try:
                with transaction.atomic():
                    one.delete()
            except ProtectedError:
                continue
