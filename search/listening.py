"""Notes records as changed when something they show changes outside them.

Records and protecting units note themselves when they are saved (registry.models.record). Here are
the rest: files whose access changes, vocabularies, tags, and deletions that pass by ``delete()``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, Q, TextField
from django.db.models.functions import Cast
from django.db.models.signals import post_delete, post_save, pre_delete
from taggit.models import Tag
from wagtail import hooks
from wagtail.models import Collection, CollectionViewRestriction

from media.models import HeritageImage, PicturePerson, Recording, RecordingPerson
from registry.enums import DivisionLevel, RecordKind
from registry.models import (
    BaseType,
    Batch,
    Category,
    CreativeProduct,
    Division,
    HeritageProject,
    Inheritor,
    PracticeBase,
    ProtectingUnit,
    RecordChange,
    Workshop,
)
from registry.models.changes import RecordKey
from registry.queries import RECORD_MODELS

PROJECT, INHERITOR, BASE, WORKSHOP, PRODUCT = (
    RecordKind.PROJECT,
    RecordKind.INHERITOR,
    RecordKind.BASE,
    RecordKind.WORKSHOP,
    RecordKind.PRODUCT,
)


def connect() -> None:
    """Called once, when the app is ready."""
    tracked: list[type[Model]] = [*RECORD_MODELS.values(), ProtectingUnit]
    for model in tracked:
        pre_delete.connect(_deleted, sender=model, dispatch_uid=f"search-{model.__name__}")
    for sender in _READERS:
        for signal in (post_save, pre_delete):
            signal.connect(_changed, sender=sender, dispatch_uid=f"search-{sender.__name__}")
    # consent of people in files: the row must be gone before the file is judged again
    for people in (PicturePerson, RecordingPerson, CollectionViewRestriction):
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=people, dispatch_uid=f"search-{people.__name__}")
    hooks.register("after_bulk_action", _after_bulk_action)


def _deleted(instance: Any, **_kwargs: Any) -> None:
    """``QuerySet.delete``, which Wagtail's bulk deletion uses, does not call the model's own."""
    RecordChange.note(instance.affected_records())


def _changed(instance: Model, **_kwargs: Any) -> None:
    RecordChange.note(records_showing(instance))


def _after_bulk_action(_request: Any, _action: str, objects: Iterable[Any], _instance: Any) -> None:
    """Moving pictures to another collection in bulk sends no signals."""
    keys: set[RecordKey] = set()
    for one in objects:
        if type(one) in _READERS:
            keys |= records_showing(one)
    RecordChange.note(keys)


def records_showing(instance: Model) -> set[RecordKey]:
    """The records whose index entry holds something of this file or word."""
    return set(_ALL_READERS[type(instance)](instance))


def _of_picture(picture: HeritageImage) -> Iterator[RecordKey]:
    yield from _keys(PROJECT, HeritageProject.objects.filter(pictures__image=picture))
    yield from _keys(PROJECT, _projects_telling_of("image", picture.pk))
    yield from _keys(INHERITOR, Inheritor.objects.filter(portrait=picture))
    yield from _keys(BASE, PracticeBase.objects.filter(pictures__image=picture))
    yield from _keys(WORKSHOP, Workshop.objects.filter(pictures__image=picture))
    yield from _keys(PRODUCT, CreativeProduct.objects.filter(pictures__image=picture))


def _of_recording(recording: Recording) -> Iterator[RecordKey]:
    yield from _keys(PROJECT, HeritageProject.objects.filter(recordings__recording=recording))
    yield from _keys(PROJECT, _projects_telling_of("value", recording.pk))


def _of_restriction(restriction: CollectionViewRestriction) -> Iterator[RecordKey]:
    below = Collection.objects.filter(path__startswith=restriction.collection.path)
    for picture in HeritageImage.objects.filter(collection__in=below):
        yield from _of_picture(picture)


def _projects_telling_of(key: str, pk: int) -> Any:
    """Projects in whose narrative the file stands; the stored JSON is searched as text."""
    text = HeritageProject.objects.annotate(json=Cast("narrative", TextField()))
    return text.filter(Q(json__contains=f'"{key}": {pk},') | Q(json__contains=f'"{key}": {pk}}}'))


def _of_category(category: Category) -> Iterator[RecordKey]:
    yield from _with_projects(Q(category=category))


def _of_division(division: Division) -> Iterator[RecordKey]:
    here = Q()
    for tiers in range(len(DivisionLevel)):
        here |= Q(**{"division" + "__parent" * tiers: division})
    yield from _with_projects(here)
    yield from _keys(INHERITOR, Inheritor.objects.filter(here))
    yield from _keys(BASE, PracticeBase.objects.filter(here))
    yield from _keys(WORKSHOP, Workshop.objects.filter(here))
    units = ProtectingUnit.objects.filter(here)
    yield from _keys(PRODUCT, CreativeProduct.objects.filter(maker_unit__in=units))
    yield from _of_batches(Batch.objects.filter(jurisdiction=division))


def _of_batch(batch: Batch) -> Iterator[RecordKey]:
    yield from _of_batches([batch])


def _of_batches(batches: Any) -> Iterator[RecordKey]:
    yield from _keys(PROJECT, HeritageProject.objects.filter(inscriptions__batch__in=batches))
    yield from _keys(INHERITOR, Inheritor.objects.filter(recognitions__batch__in=batches))
    yield from _keys(BASE, PracticeBase.objects.filter(batch__in=batches))
    yield from _keys(WORKSHOP, Workshop.objects.filter(batch__in=batches))


def _of_base_type(base_type: BaseType) -> Iterator[RecordKey]:
    yield from _keys(BASE, PracticeBase.objects.filter(base_type=base_type))


def _of_tag(tag: Tag) -> Iterator[RecordKey]:
    for kind, relation in (
        (PROJECT, tag.registry_projects),
        (BASE, tag.registry_bases),
        (WORKSHOP, tag.registry_workshops),
        (PRODUCT, tag.registry_products),
    ):
        yield from ((kind, pk) for pk in relation.values_list("content_object_id", flat=True))


def _with_projects(condition: Q) -> Iterator[RecordKey]:
    """Projects, and the records that take their category or place from them."""
    projects = HeritageProject.objects.filter(condition)
    yield from _keys(PROJECT, projects)
    yield from _keys(INHERITOR, Inheritor.objects.filter(recognitions__project__in=projects))
    yield from _keys(BASE, PracticeBase.objects.filter(projects__project__in=projects))
    yield from _keys(WORKSHOP, Workshop.objects.filter(projects__project__in=projects))
    yield from _keys(PRODUCT, CreativeProduct.objects.filter(projects__project__in=projects))


def _keys(kind: RecordKind, records: Any) -> Iterator[RecordKey]:
    return ((kind, pk) for pk in records.order_by().values_list("pk", flat=True).distinct())


_READERS: dict[type[Model], Any] = {
    HeritageImage: _of_picture,
    Recording: _of_recording,
    Category: _of_category,
    Division: _of_division,
    Batch: _of_batch,
    BaseType: _of_base_type,
    Tag: _of_tag,
}
_ALL_READERS: dict[type[Model], Any] = {
    **_READERS,
    PicturePerson: lambda person: _of_picture(person.picture),
    RecordingPerson: lambda person: _of_recording(person.recording),
    CollectionViewRestriction: _of_restriction,
}
