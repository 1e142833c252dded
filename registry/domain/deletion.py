"""Deleting what nothing refers to, and saying what refers to the rest.

The database protects its own foreign keys; links inside texts and references held only by a draft
it does not know. All three are looked for here, so that one answer serves page, list and API.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex, Revision

from accounts.models import User
from registry.queries import RECORD_MODELS
from registry.rules import may_write_now

RICH_TEXTS = {
    "project": "narrative",
    "inheritor": "biography",
    "base": "introduction",
    "workshop": "introduction",
    "product": "description",
}
"""Where each kind of record holds text with links."""


@dataclass(frozen=True, slots=True)
class Referrer:
    """A row that refers to what was to be deleted, and where it does."""

    source: models.Model
    where: str

    @property
    def kind(self) -> str:
        """代表性项目, 批次, …"""
        return str(capfirst(self.source._meta.verbose_name))

    @property
    def key(self) -> tuple[str, Any, str]:
        return (self.source._meta.label, self.source.pk, self.where)


class StillReferredTo(Exception):
    """Refusal to delete: ``referrers`` says who refers to it."""

    def __init__(self, subject: models.Model, found: list[Referrer]) -> None:
        self.subject = subject
        self.referrers = found
        super().__init__(
            _("“%(name)s”仍被 %(count)d 处引用，不能删除。")
            % {"name": subject, "count": len(found)}
        )


def referrers(subject: models.Model) -> list[Referrer]:
    """Everything that refers to this row and would dangle without it, each place once."""
    found: dict[tuple[str, Any, str], Referrer] = {}
    sources: set[tuple[str, Any]] = set()
    for finder in (_by_foreign_key, _by_reference_index, _by_draft, _by_link):
        seen = set(sources)
        for referrer in finder(subject):
            source = referrer.key[:2]
            if source == (subject._meta.label, subject.pk) or source in seen:
                continue
            found.setdefault(referrer.key, referrer)
            sources.add(source)
    return list(found.values())


@transaction.atomic
def delete(*, subject: models.Model, by: User) -> None:
    """Delete a row for good. Raises StillReferredTo, or PermissionDenied while another locks it."""
    rows = type(subject)._default_manager.select_for_update(of=("self",))
    locked = rows.filter(pk=subject.pk).first()
    if locked is None:
        return  # someone else was faster
    if not may_write_now(by, locked):
        raise PermissionDenied(_("“%(name)s”已被锁定，不能删除。") % {"name": subject})
    found = referrers(subject)
    if found:
        raise StillReferredTo(subject, found)
    log(instance=subject, action="wagtail.delete", user=by)
    try:
        subject.delete()
    except models.ProtectedError as error:
        raise StillReferredTo(
            subject, [Referrer(_owner(row), _("引用")) for row in error.protected_objects]
        ) from error


def _parent(model: type[models.Model]) -> str:
    """The field by which rows of this model belong to a record; empty where they stand alone."""
    names = [field.name for field in model._meta.get_fields() if isinstance(field, ParentalKey)]
    return names[0] if names else ""


def _owner(row: models.Model) -> models.Model:
    """The record a child row belongs to; the row itself when it belongs to none."""
    parent = _parent(type(row))
    return getattr(row, parent) if parent else row


def _label(field: models.Field[Any, Any]) -> str:
    """代表性项目's rows are named by their own name and the field's: 列入名录 → 批次."""
    name = str(capfirst(field.verbose_name))
    rows = str(capfirst(field.model._meta.verbose_name)) if _parent(field.model) else name
    return name if rows == name else f"{rows} → {name}"


def _by_foreign_key(subject: models.Model) -> Iterator[Referrer]:
    for relation in subject._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and relation.is_relation):
            continue
        if getattr(relation, "on_delete", None) not in (models.PROTECT, models.RESTRICT):
            continue
        field = relation.field  # type: ignore[union-attr]
        rows = field.model._base_manager.filter(**{field.name: subject})
        parent = _parent(field.model)
        for row in rows.select_related(parent) if parent else rows:
            yield Referrer(_owner(row), _label(field))


def _by_reference_index(subject: models.Model) -> Iterator[Referrer]:
    for reference in ReferenceIndex.get_references_to(subject).select_related("base_content_type"):
        model = reference.base_content_type.model_class()
        source = model and model._base_manager.filter(pk=reference.object_id).first()
        if source is not None:
            yield Referrer(source, reference.describe_source_field())


def _by_draft(subject: models.Model) -> Iterator[Referrer]:
    """Latest revisions, scheduled ones among them, in which a field names this row."""
    for model in RECORD_MODELS.values():
        fields = _fields_to(model, type(subject))
        if not fields:
            continue
        named = Q()
        for name in fields:
            for end in (",", "}"):
                named |= Q(text__contains=f'"{name}": {subject.pk}{end}')
        drafts = (
            Revision.objects.filter(pk__in=model._default_manager.values("latest_revision_id"))
            .annotate(text=Cast(F("content"), models.TextField()))
            .filter(named)
            .values_list("object_id", flat=True)
        )
        for record in model._default_manager.filter(pk__in=[int(pk) for pk in drafts]):
            yield Referrer(record, _("尚未发布的草稿"))


def _fields_to(model: type[models.Model], target: type[models.Model]) -> set[str]:
    """Names of the foreign keys of a record and its rows that lead to ``target``."""
    holders = [model, *(relation.related_model for relation in get_all_child_relations(model))]
    return {
        field.name
        for holder in holders
        for field in holder._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and not isinstance(field, ParentalKey)
        and field.remote_field.model is target
    }


def _by_link(subject: models.Model) -> Iterator[Referrer]:
    """Records whose text links to the public page of this one."""
    slug = getattr(subject, "slug", "")
    if not slug or type(subject) not in RECORD_MODELS.values():
        return
    link = re.compile(rf'href=\\?"[^"]*/{re.escape(slug)}/?(?:[#?][^"]*)?\\?"')
    for kind, column in RICH_TEXTS.items():
        rows = RECORD_MODELS[kind]._default_manager.annotate(
            text=Cast(F(column), models.TextField())
        )
        for record in rows.filter(text__contains=f"/{slug}"):
            if link.search(record.text):
                yield Referrer(record, _("正文中的链接"))
