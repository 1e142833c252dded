"""Creating many records at once, with the same rows that save_record() leaves behind.

save_record() costs some thirty queries a record. This writes each table once: the records, their
child rows, one revision each, the log, the reference index and the outbox. A test holds the two
ways against each other, row by row.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as log_registry
from wagtail.models import ReferenceIndex, Revision
from wagtail.signals import published

from accounts.models import User
from registry.enums import RecordKind
from registry.models import HeritageProject, Inheritor, OldAddress, Record, RecordChange
from registry.models.changes import RecordKey
from registry.names import address_slug, pinyin_with_tones

BATCH = 400
"""Rows in one INSERT; SQLite takes at most 32,766 values in a statement."""


@transaction.atomic
def create_records(*, records: Sequence[Record], by: User | None, publish: bool) -> None:
    """Write new records of one kind with their child rows, and publish them or leave them drafts.

    The caller has checked the values: no full_clean() runs here. Django's save signals are not
    sent; Wagtail's ``published`` is.
    """
    if not records:
        return
    model = type(records[0])
    now = timezone.now()
    _prepare(model, records, publish=publish, now=now)
    model._default_manager.bulk_create(records, batch_size=BATCH)
    _create_children(model, records)
    revisions = _create_revisions(model, records, by=by, now=now)
    _point_at_revisions(model, records, publish=publish)
    _log(model, records, revisions, by=by, publish=publish)
    index_references(model, records)
    if publish:
        slugs = [record.slug for record in records]
        for start in range(0, len(slugs), BATCH):
            OldAddress.objects.filter(
                kind=model.kind, slug__in=slugs[start : start + BATCH]
            ).delete()
    RecordChange.note({key for record in records for key in _affected(record)})
    if publish:
        for record, revision in zip(records, revisions, strict=True):
            published.send(sender=model, instance=record, revision=revision)


def _prepare(
    model: type[Record], records: Iterable[Record], *, publish: bool, now: datetime.datetime
) -> None:
    taken = set(model._default_manager.values_list("slug", flat=True))
    highest: dict[str, int] = {}
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    for record in records:
        for name in relations:  # a relation left alone would be read from the database later
            if name not in record.__dict__.get("_cluster_related_objects", {}):
                setattr(record, name, [])
        record.name_pinyin = record.name_pinyin or pinyin_with_tones(record.name)[:400]
        record.slug = record.slug or _free_slug(address_slug(record.name), taken, highest)
        taken.add(record.slug)
        record.live = publish
        record.has_unpublished_changes = not publish
        if publish:
            record.first_published_at = record.last_published_at = now


def _free_slug(wanted: str, taken: set[str], highest: dict[str, int]) -> str:
    slug, number = wanted, highest.get(wanted, 1)
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    highest[wanted] = number
    return slug


def _create_children(model: type[Record], records: Iterable[Record]) -> None:
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        children = [child for record in records for child in getattr(record, name).all()]
        for child in children:
            complete = getattr(child, "complete", None)
            if complete is not None:
                complete()
        relation.related_model._default_manager.bulk_create(children, batch_size=BATCH)


def _create_revisions(
    model: type[Record], records: Iterable[Record], *, by: User | None, now: datetime.datetime
) -> list[Revision]:
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    base = model.get_base_content_type()
    # The content of a first revision is the record as it was just before it was published.
    before = {
        "live": False,
        "has_unpublished_changes": False,
        "first_published_at": None,
        "last_published_at": None,
        "latest_revision": None,
        "live_revision": None,
    }
    revisions = [
        Revision(
            content_type=content_type,
            base_content_type=base,
            object_id=str(record.pk),
            created_at=now,
            user=by,
            object_str=str(record),
            content={**record.serializable_data(), **before},
        )
        for record in records
    ]
    return Revision.objects.bulk_create(revisions, batch_size=BATCH)


def _point_at_revisions(model: type[Record], records: Sequence[Record], *, publish: bool) -> None:
    """Set latest_revision and live_revision of records that have exactly one revision."""
    only_one = (
        Revision.objects.filter(
            base_content_type=model.get_base_content_type(),
            object_id=Cast(OuterRef("pk"), models.CharField()),
        )
        .order_by("-pk")
        .values("pk")[:1]
    )
    fields: dict[str, Any] = {"latest_revision_id": Subquery(only_one)}
    if publish:
        fields["live_revision_id"] = Subquery(only_one)
    keys = [record.pk for record in records]
    for start in range(0, len(keys), BATCH):
        model._default_manager.filter(pk__in=keys[start : start + BATCH]).update(**fields)


def _log(
    model: type[Record],
    records: Iterable[Record],
    revisions: Iterable[Revision],
    *,
    by: User | None,
    publish: bool,
) -> None:
    entry_model = log_registry.get_log_model_for_model(model)
    if entry_model is None:
        return
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    context = get_active_log_context()
    actions = ["wagtail.edit", "wagtail.publish"] if publish else ["wagtail.edit"]
    entry_model.objects.bulk_create(
        [
            entry_model(
                content_type=content_type,
                object_id=str(record.pk),
                label=str(record),
                action=action,
                timestamp=timezone.now(),
                user=by or context.user,
                uuid=context.uuid,
                revision=revision,
                content_changed=True,
            )
            for record, revision in zip(records, revisions, strict=True)
            for action in actions
        ],
        batch_size=BATCH,
    )


def index_references(model: type[Record], records: Iterable[Record]) -> None:
    """The rows ReferenceIndex.create_or_update_for_object() would write, in one go."""
    if not ReferenceIndex.is_indexed(model):
        return
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    base = ReferenceIndex._get_base_content_type(model)
    rows = []
    for record in records:
        for to_type, to_id, model_path, content_path in sorted(
            set(ReferenceIndex._extract_references_from_object(record))
        ):
            rows.append(
                ReferenceIndex(
                    content_type=content_type,
                    base_content_type=base,
                    object_id=str(record.pk),
                    to_content_type_id=to_type,
                    to_object_id=to_id,
                    model_path=model_path,
                    content_path=content_path,
                    content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
                )
            )
    ReferenceIndex.objects.bulk_create(rows, batch_size=BATCH)


def _affected(record: Record) -> Iterable[RecordKey]:
    """What affected_records() finds in the database, for a record nobody can refer to yet."""
    yield record.key
    yield from _SHOWN_ON[type(record)](record)


def _shown_on_by_inheritor(record: Any) -> Iterable[RecordKey]:
    for recognition in record.recognitions.all():
        yield (RecordKind.PROJECT, recognition.project_id)
    for link in record.masters.all():
        yield (RecordKind.INHERITOR, link.master_id)


_SHOWN_ON: dict[type[Record], Callable[[Any], Iterable[RecordKey]]] = {
    HeritageProject: lambda record: (),
    Inheritor: _shown_on_by_inheritor,
}
"""Kinds that can be created in bulk, and what else shows something of a new one."""
