"""Undoing a whole import: what it made goes, what it changed is set back, the rest is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import User
from registry.domain.bulk_removal import remove_records
from registry.domain.publishing import save_record
from registry.enums import RecordKind
from registry.importing.errors import ImportRefused
from registry.models import Act, Batch, ImportRow, ImportRun, ProtectingUnit, Record, SourceIdentity
from registry.queries import RECORD_MODELS

BATCH = 100
"""Records undone in one transaction."""
UNDOABLE = {ImportRun.State.DONE, ImportRun.State.UNDOING}


@dataclass(slots=True)
class Undone:
    """What came of undoing. ``kept`` says in words what stayed, and why."""

    removed: int = 0
    restored: int = 0
    kept: list[str] = field(default_factory=list)


def undo_run(run: ImportRun, *, by: User | None) -> Undone:
    """Take back an import. Records edited or referred to since are left alone and listed.

    It goes in steps of some hundred records, each a transaction of its own, so that nobody who
    edits has to wait for long. An undo that was cut off is taken up again by undoing once more.
    """
    if run.state not in UNDOABLE:
        raise ImportRefused(_("只有已完成的导入可以撤销，这一次是“%(state)s”。") % {
            "state": run.get_state_display()})  # fmt: skip
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.UNDOING)
    result = Undone()
    for kind in (RecordKind.INHERITOR, RecordKind.PROJECT):  # projects last: others name them
        for rows in _steps(run, kind):
            with transaction.atomic():
                _undo_records(run, kind, rows, by, result)
                ImportRun.objects.filter(pk=run.pk).update(touched_at=timezone.now())
    with transaction.atomic():
        _remove_unused(run)
        run.state = ImportRun.State.UNDONE
        run.message = _said(result)
        run.save()
    return result


def _said(result: Undone) -> str:
    return _("已撤销：删除 %(removed)d 条，恢复 %(restored)d 条，保留 %(kept)d 条。") % {
        "removed": result.removed,
        "restored": result.restored,
        "kept": len(result.kept),
    } + "".join("\n" + line for line in result.kept[:200])


def _steps(run: ImportRun, kind: RecordKind) -> Iterator[dict[int, list[ImportRow]]]:
    """The rows that wrote something, by record, some hundred records at a time."""
    by_record: dict[int, list[ImportRow]] = defaultdict(list)
    for row in run.rows.filter(kind=kind).exclude(undo={}).order_by("-number", "-pk"):
        if row.object_id:
            by_record[row.object_id].append(row)
    keys = sorted(by_record, reverse=True)
    for start in range(0, len(keys), BATCH):
        yield {pk: by_record[pk] for pk in keys[start : start + BATCH]}


def _undo_records(
    run: ImportRun,
    kind: RecordKind,
    by_record: dict[int, list[ImportRow]],
    by: User | None,
    result: Undone,
) -> None:
    records: dict[int, Any] = RECORD_MODELS[kind]._default_manager.in_bulk(list(by_record))
    made: list[Record] = []
    for pk, rows in by_record.items():
        record = records.get(pk)
        if record is None:
            continue
        if record.latest_revision_id != rows[0].undo.get("revision"):
            result.kept.append(_("“%(name)s”导入后又被修改过，未撤销。") % {"name": record.name})
        elif rows[0].undo.get("created"):
            made.append(record)
        else:
            _restore(run, record, rows, by, result)
    _remove(kind, made, by, result)
    _forget_records(kind, [pk for pk in by_record if pk not in records])


def _remove(kind: RecordKind, made: list[Record], by: User | None, result: Undone) -> None:
    kept = remove_records(records=made, by=by)
    for record in made:
        if record.pk in kept:
            users = "、".join(dict.fromkeys(kept[record.pk][:5]))
            result.kept.append(
                _("“%(name)s”已被引用（%(users)s），未删除。")
                % {"name": record.name, "users": users}
            )
    removed = [record.pk for record in made if record.pk not in kept]
    result.removed += len(removed)
    _forget_records(kind, removed)


def _forget_records(kind: RecordKind, keys: list[int]) -> None:
    """Records that are gone are known by no list any more."""
    SourceIdentity.objects.filter(kind=kind, object_id__in=keys).delete()


def _restore(
    run: ImportRun, record: Record, rows: list[ImportRow], by: User | None, result: Undone
) -> None:
    before = Revision.objects.filter(pk=rows[-1].undo.get("before")).first()
    if before is None:
        result.kept.append(_("“%(name)s”以前的版本已不存在，未恢复。") % {"name": record.name})
        return
    restored = save_record(record=before.as_object(), by=by, publish=record.live, clean=False)
    result.restored += 1
    _hand_on(run, record, before.pk, restored.latest_revision_id)
    for row in rows:
        _forget_values(run, row)


def _hand_on(run: ImportRun, record: Record, before: int, now: int | None) -> None:
    """Let an earlier import take the restored revision for its own, so that it can be undone too."""
    earlier = ImportRow.objects.filter(
        kind=record.kind, object_id=record.pk, undo__revision=before
    ).exclude(run=run)
    for row in earlier:
        row.undo = {**row.undo, "revision": now}
        row.save(update_fields=["undo"])


def _forget_values(run: ImportRun, row: ImportRow) -> None:
    """Set back what was remembered of an entry, so that the file can be imported again."""
    base: dict[str, Any] | None = row.undo.get("base")
    identities = SourceIdentity.objects.filter(
        kind=row.kind, object_id=row.object_id or 0, identifier=row.undo.get("identifier")
    )
    if base is None:
        identities.filter(run=run).delete()
    else:
        identities.update(identifier=base["identifier"], values=base["values"])


def _remove_unused(run: ImportRun) -> None:
    """Units, batches and acts this import made and nobody uses."""
    for key, model in (("units", ProtectingUnit), ("batches", Batch), ("acts", Act)):
        made = model._default_manager.filter(pk__in=run.created.get(key, []))
        for relation in model._meta.related_objects:
            if relation.on_delete is models.PROTECT:
                used = relation.related_model._base_manager.values(relation.field.attname)
                made = made.exclude(pk__in=used.filter(**{f"{relation.field.name}__isnull": False}))
        keys = list(made.values_list("pk", flat=True))
        with disable_reference_index_auto_update():
            model._default_manager.filter(pk__in=keys).delete()
        ReferenceIndex.objects.filter(
            base_content_type=ReferenceIndex._get_base_content_type(model),
            object_id__in=[str(key) for key in keys],
        ).delete()
