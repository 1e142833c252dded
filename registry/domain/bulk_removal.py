"""Deleting many records at once, but for those that something refers to.

The questions are those of registry.domain.deletion, asked for all records together: foreign keys,
references inside texts, drafts that name a record, links to its page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as log_registry
from wagtail.models import ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import User
from registry.domain.bulk import BATCH
from registry.domain.deletion import RICH_TEXTS
from registry.enums import RecordKind
from registry.models import Apprenticeship, Inheritor, Recognition, Record, RecordChange
from registry.models.changes import RecordKey
from registry.queries import RECORD_MODELS

_LINK = re.compile(r'href=\\?"[^"]*/([-\w]+)/?(?:[#?][^"]*)?\\?"')
Referrers = dict[int, list[str]]


@transaction.atomic
def remove_records(*, records: Sequence[Record], by: User | None) -> Referrers:
    """Delete records of one kind for good. Those referred to stay: key → names of who does.

    References among the records themselves do not count.
    """
    if not records:
        return {}
    model = type(records[0])
    found = _referrers(model, records)
    going = [record for record in records if record.pk not in found]
    RecordChange.note({record.key for record in going} | _shown_on(model, going))
    _log(model, going, by)
    base = model.get_base_content_type()
    with disable_reference_index_auto_update():
        for chunk in _chunks([record.pk for record in going]):
            texts = [str(pk) for pk in chunk]
            model._default_manager.filter(pk__in=chunk).delete()
            ReferenceIndex.objects.filter(base_content_type=base, object_id__in=texts).delete()
            ReferenceIndex.objects.filter(to_content_type=base, to_object_id__in=texts).delete()
    return found


def _referrers(model: type[Record], records: Sequence[Record]) -> Referrers:
    keys = {record.pk for record in records}
    found: Referrers = defaultdict(list)
    for finder in (_by_foreign_key, _by_reference, _by_draft):
        for key, name in finder(model, keys):
            found[key].append(name)
    slugs = {record.slug: record.pk for record in records}
    for key, name in _by_link(model, keys, slugs):
        found[key].append(name)
    return dict(found)


def _by_foreign_key(model: type[Record], keys: set[int]) -> Iterator[tuple[int, str]]:
    for relation in model._meta.related_objects:
        if relation.on_delete not in (models.PROTECT, models.RESTRICT):
            continue
        field: Any = relation.field
        for chunk in _chunks(sorted(keys)):
            rows = field.model._base_manager.filter(**{f"{field.name}__in": chunk})
            for row in rows:
                owner = _owner(row)
                if not (isinstance(owner, model) and owner.pk in keys):
                    yield getattr(row, field.attname), str(owner)


def _owner(row: models.Model) -> models.Model:
    """The record a child row belongs to; the row itself when it belongs to none."""
    for field in row._meta.get_fields():
        if isinstance(field, ParentalKey):
            return getattr(row, field.name)  # type: ignore[no-any-return]
    return row


def _by_reference(model: type[Record], keys: set[int]) -> Iterator[tuple[int, str]]:
    base = model.get_base_content_type()
    for chunk in _chunks(sorted(keys)):
        references = ReferenceIndex.objects.filter(
            to_content_type=base, to_object_id__in=[str(pk) for pk in chunk]
        )
        for source, object_id, to in references.values_list(
            "base_content_type", "object_id", "to_object_id"
        ):
            if source == base.pk and int(object_id) in keys:
                continue
            holder: Any = ContentType.objects.get_for_id(source).model_class()
            row = holder and holder._base_manager.filter(pk=object_id).first()
            if row is not None:
                yield int(to), str(row)


def _by_draft(model: type[Record], keys: set[int]) -> Iterator[tuple[int, str]]:
    """Records at work, whose latest revision names one of these."""
    for holder in RECORD_MODELS.values():
        fields = _fields_to(holder, model)
        drafts = holder._default_manager.filter(has_unpublished_changes=True)
        revisions = Revision.objects.filter(pk__in=drafts.values("latest_revision_id"))
        if not fields:
            continue
        for object_id, name, content in revisions.values_list("object_id", "object_str", "content"):
            if holder is model and int(object_id) in keys:
                continue
            for value in _values(content, fields):
                if value in keys:
                    yield value, name


def _fields_to(holder: type[models.Model], target: type[models.Model]) -> set[str]:
    models_ = [holder, *(relation.related_model for relation in get_all_child_relations(holder))]
    return {
        field.name
        for one in models_
        for field in one._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and not isinstance(field, ParentalKey)
        and field.remote_field.model is target
    }


def _values(content: Any, fields: set[str]) -> Iterator[Any]:
    if isinstance(content, dict):
        for name, value in content.items():
            if name in fields and isinstance(value, int):
                yield value
            elif isinstance(value, list):
                yield from _values(value, fields)
    elif isinstance(content, list):
        for item in content:
            yield from _values(item, fields)


def _by_link(
    model: type[Record], keys: set[int], slugs: dict[str, int]
) -> Iterator[tuple[int, str]]:
    for kind, column in RICH_TEXTS.items():
        rows = RECORD_MODELS[kind]._default_manager.annotate(
            text=Cast(F(column), models.TextField())
        ).filter(text__contains="href=")  # fmt: skip
        for pk, name, text in rows.values_list("pk", "name", "text"):
            if RECORD_MODELS[kind] is model and pk in keys:
                continue
            for slug in _LINK.findall(text):
                if slug in slugs:
                    yield slugs[slug], name


def _shown_on(model: type[Record], going: Sequence[Record]) -> set[RecordKey]:
    """Other records that show something of these. Nobody refers to them, so they do the naming."""
    found: set[RecordKey] = set()
    if model is not Inheritor:
        return found
    for chunk in _chunks([record.pk for record in going]):
        projects = Recognition.objects.filter(inheritor_id__in=chunk)
        found |= {(RecordKind.PROJECT, pk) for pk in projects.values_list("project_id", flat=True)}
        masters = Apprenticeship.objects.filter(apprentice_id__in=chunk)
        found |= {(RecordKind.INHERITOR, pk) for pk in masters.values_list("master_id", flat=True)}
    return found


def _log(model: type[Record], going: Sequence[Record], by: User | None) -> None:
    entry_model = log_registry.get_log_model_for_model(model)
    if entry_model is None:
        return
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    context = get_active_log_context()
    entry_model.objects.bulk_create(
        [
            entry_model(
                content_type=content_type,
                object_id=str(record.pk),
                label=str(record),
                action="wagtail.delete",
                timestamp=timezone.now(),
                user=by or context.user,
                uuid=context.uuid,
                deleted=True,
            )
            for record in going
        ],
        batch_size=BATCH,
    )


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]
