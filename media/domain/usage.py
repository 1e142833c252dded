"""Where a file is used: what is used is not deleted."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex


def users_of(item: models.Model) -> list[models.Model]:
    """The records that refer to a file, each once, and the pictures a letter of consent is for.

    Asks Wagtail's index of references and, as that is brought up to date a moment after a record
    is saved, the foreign keys that forbid deletion as well.
    """
    found: dict[tuple[str, object], models.Model] = {}
    for user in (*_by_index(item), *_by_foreign_key(item)):
        found.setdefault((user._meta.label, user.pk), user)
    found.pop((item._meta.label, item.pk), None)
    return list(found.values())


def _by_index(item: models.Model) -> Iterator[models.Model]:
    for user, _references in ReferenceIndex.get_grouped_references_to(item):
        yield user


def _by_foreign_key(item: models.Model) -> Iterator[models.Model]:
    for relation in item._meta.related_objects + _hidden(item):
        if relation.on_delete in (models.PROTECT, models.RESTRICT):
            field = relation.field
            for row in field.model._base_manager.filter(**{field.name: item}):
                yield _owner(row)


def _hidden(item: models.Model) -> tuple[models.ForeignObjectRel, ...]:
    """Relations without a name on this side, such as the one from a person to the letter."""
    return tuple(
        relation
        for relation in item._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ForeignObjectRel) and relation.hidden
    )


def _owner(row: models.Model) -> models.Model:
    """The record a child row belongs to; the row itself when it belongs to none."""
    for field in row._meta.get_fields():
        if isinstance(field, ParentalKey):
            owner: models.Model = getattr(row, field.name)
            return owner
    return row
