"""Changing many published records at once, with the same rows that save_record() leaves behind.

Load with ``records_for_change()``, change fields and child rows, write with ``change_records()``.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as log_registry
from wagtail.models import ReferenceIndex, Revision, WorkflowState
from wagtail.signals import published

from accounts.models import User
from registry.domain.bulk import BATCH, index_references
from registry.domain.publishing import save_record
from registry.enums import RecordKind
from registry.models import Record, RecordChange
from registry.models.changes import RecordKey
from registry.names import pinyin_with_tones

_SHOWN_ON = {
    RecordKind.PROJECT: (
        (RecordKind.PROJECT, "relations_to__project_id"),
        (RecordKind.INHERITOR, "recognitions__inheritor_id"),
        (RecordKind.BASE, "base_links__base_id"),
        (RecordKind.WORKSHOP, "workshop_links__workshop_id"),
        (RecordKind.PRODUCT, "product_links__product_id"),
    ),
    RecordKind.INHERITOR: (
        (RecordKind.PROJECT, "recognitions__project_id"),
        (RecordKind.INHERITOR, "masters__master_id"),
        (RecordKind.INHERITOR, "apprentices__apprentice_id"),
        (RecordKind.BASE, "practicebases"),
        (RecordKind.WORKSHOP, "workshops"),
        (RecordKind.PRODUCT, "products"),
    ),
}
"""The paths of dependants() of each kind, to be asked for many records in one query each."""


def records_for_change(model: type[Record], keys: Sequence[int]) -> dict[int, Any]:
    """Published records with all their child rows at hand, in one query a table."""
    records: dict[int, Any] = {}
    for chunk in _chunks(keys):
        found = model._default_manager.in_bulk(list(chunk))
        for relation in get_all_child_relations(model):
            children: dict[int, list[Any]] = defaultdict(list)
            attname = relation.field.attname
            rows = relation.related_model._default_manager.filter(**{f"{attname}__in": chunk})
            for child in rows:
                children[getattr(child, attname)].append(child)
            for pk, record in found.items():
                setattr(record, relation.get_accessor_name(), children[pk])
        for record in found.values():
            record._as_loaded = _snapshot(record)
        records.update(found)
    return records


@transaction.atomic
def change_records(*, records: Sequence[Any], by: User | None) -> None:
    """Publish the changes made to these records as one new revision each.

    For published records without a draft; those that are not, or that wait for a day or a
    reviewer, go through save_record(). The caller has checked the values.
    """
    if not records:
        return
    model = type(records[0])
    plain = _without_ado(model, records)
    for record in records:
        if record.pk not in plain:
            save_record(record=record, by=by, publish=record.live, clean=False)
    quick = [record for record in records if record.pk in plain]
    now = timezone.now()
    keys = [record.pk for record in quick]
    affected = _affected(model, keys)
    for record in quick:
        record.name_pinyin = record.name_pinyin or pinyin_with_tones(record.name)[:400]
    _write_children(model, quick)
    revisions = _create_revisions(model, quick, by=by, now=now)
    for record, revision in zip(quick, revisions, strict=True):
        _write_columns(model, record, revision, now)
    _log(model, quick, revisions, by=by)
    base = model.get_base_content_type()
    for chunk in _chunks(keys):
        texts = [str(pk) for pk in chunk]
        ReferenceIndex.objects.filter(base_content_type=base, object_id__in=texts).delete()
        Revision.objects.filter(
            base_content_type=base, object_id__in=texts, approved_go_live_at__isnull=False
        ).update(approved_go_live_at=None)
    index_references(model, quick)
    RecordChange.note(affected | _affected(model, keys))
    for record, revision in zip(quick, revisions, strict=True):
        published.send(sender=model, instance=record, revision=revision)


def _snapshot(record: Any) -> dict[Any, dict[str, Any]]:
    """The columns of a record and its rows, by relation and key."""
    columns: dict[Any, dict[str, Any]] = {None: _columns(record)}
    for relation in get_all_child_relations(type(record)):
        name = relation.get_accessor_name()
        for child in getattr(record, name).all():
            columns[name, child.pk] = _columns(child)
    return columns


def _columns(row: Any) -> dict[str, Any]:
    """Column values; a StreamField by its stored form, which compares by content."""
    return {
        field.attname: field.get_prep_value(getattr(row, field.attname))
        for field in row._meta.concrete_fields
    }


def _without_ado(model: type[Record], records: Iterable[Any]) -> set[int]:
    keys = [
        record.pk
        for record in records
        if record.live and not record.has_unpublished_changes and record.go_live_at is None
    ]
    reviewed: set[int] = set()
    for chunk in _chunks(keys):
        states = WorkflowState.objects.active().filter(
            base_content_type=model.get_base_content_type(),
            object_id__in=[str(pk) for pk in chunk],
        )
        reviewed |= {int(pk) for pk in states.values_list("object_id", flat=True)}
    return set(keys) - reviewed


def _write_children(model: type[Record], records: Iterable[Any]) -> None:
    for relation in get_all_child_relations(model):
        name, child_model = relation.get_accessor_name(), relation.related_model
        new, gone = [], []
        for record in records:
            kept = set()
            for child in getattr(record, name).all():
                if hasattr(child, "complete"):
                    child.complete()
                if child.pk is None:
                    new.append(child)
                    continue
                kept.add(child.pk)
                changed = _difference(record._as_loaded[name, child.pk], child)
                if changed:
                    child_model._base_manager.filter(pk=child.pk).update(**changed)
            gone += [
                key[1]
                for key in record._as_loaded
                if key is not None and key[0] == name and key[1] not in kept
            ]
        for chunk in _chunks(gone):
            child_model._base_manager.filter(pk__in=chunk).delete()
        child_model._default_manager.bulk_create(new, batch_size=BATCH)


def _difference(before: dict[str, Any], row: Any) -> dict[str, Any]:
    now = _columns(row)
    return {name: getattr(row, name) for name, value in now.items() if before[name] != value}


def _create_revisions(
    model: type[Record], records: Iterable[Any], *, by: User | None, now: datetime.datetime
) -> list[Revision]:
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    return Revision.objects.bulk_create(
        [
            Revision(
                content_type=content_type,
                base_content_type=model.get_base_content_type(),
                object_id=str(record.pk),
                created_at=now,
                user=by,
                object_str=str(record),
                content=record.serializable_data(),
            )
            for record in records
        ],
        batch_size=BATCH,
    )


def _write_columns(
    model: type[Record], record: Any, revision: Revision, now: datetime.datetime
) -> None:
    record.latest_revision_id = record.live_revision_id = revision.pk
    record.changed_at = record.last_published_at = now
    record.expired = False
    changed = _difference(record._as_loaded[None], record)
    model._base_manager.filter(pk=record.pk).update(**changed)


def _log(
    model: type[Record], records: Iterable[Any], revisions: Iterable[Revision], *, by: User | None
) -> None:
    entry_model = log_registry.get_log_model_for_model(model)
    if entry_model is None:
        return
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    context = get_active_log_context()
    entries = []
    for record, revision in zip(records, revisions, strict=True):
        before = record._as_loaded[None]["name"]
        data = {"title": {"old": before, "new": str(record)}} if before != str(record) else {}
        actions = ["wagtail.edit", *(["wagtail.rename"] if data else []), "wagtail.publish"]
        for action in actions:
            entries.append(
                entry_model(
                    content_type=content_type,
                    object_id=str(record.pk),
                    label=str(record),
                    action=action,
                    timestamp=timezone.now(),
                    user=by or context.user,
                    uuid=context.uuid,
                    revision=revision,
                    content_changed=action != "wagtail.rename",
                    data={} if action == "wagtail.edit" else data,
                )
            )
    entry_model.objects.bulk_create(entries, batch_size=BATCH)


def _affected(model: type[Record], keys: Sequence[int]) -> set[RecordKey]:
    """affected_records() of all of them, as the database has it now."""
    found: set[RecordKey] = {(model.kind, pk) for pk in keys}
    for chunk in _chunks(keys):
        records = model._default_manager.filter(pk__in=chunk)
        for kind, path in _SHOWN_ON[RecordKind(model.kind)]:
            found |= {(kind, pk) for pk in records.values_list(path, flat=True) if pk}
    return found


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]
