"""What all records have in common: drafts, an address, a place in the outbox."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from registry import previews
from registry.models.changes import OldAddress, RecordChange, RecordKey
from registry.models.dangling import ReadableRevisions
from registry.names import address_slug, pinyin_with_tones

NOT_SHOWN = frozenset(
    {"latest_revision", "has_unpublished_changes", "locked", "locked_at", "locked_by"}
)
"""Columns in which Wagtail keeps its books; saving only these changes nothing anyone can see."""


class Tracked(models.Model):
    """A model whose rows show on records: saving or deleting one notes those records as changed."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if NOT_SHOWN.issuperset(kwargs.get("update_fields") or ["everything"]):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            before = self.affected_records() if self.pk else set()
            super().save(*args, **kwargs)
            RecordChange.note(before | self.affected_records())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            before = self.affected_records()
            deleted = super().delete(*args, **kwargs)
            RecordChange.note(before)
        return deleted

    def affected_records(self) -> set[RecordKey]:
        """The records whose public page or index entry shows something of this row."""
        raise NotImplementedError(type(self).__name__)


class Record(
    Tracked,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ReadableRevisions,
):
    """One of the five kinds the catalogue shows. Its columns hold what is published.

    A draft lives in the latest revision; publishing writes it to the columns.
    """

    kind: ClassVar[str]
    search_auto_update = False  # the admin's search reads the columns: no index of its own

    name = models.CharField(_("名称"), max_length=120)
    name_pinyin = models.CharField(
        _("拼音"), max_length=400, blank=True, help_text=_("留空则自动生成；多音字请核对")
    )
    name_en = models.CharField(_("英文名"), max_length=200, blank=True)
    slug = models.SlugField(
        _("网址用名"),
        max_length=160,
        unique=True,
        blank=True,
        help_text=_("留空则由名称拼音生成；修改后旧网址自动跳转"),
    )
    created_at = models.DateTimeField(_("建档时间"), auto_now_add=True)
    changed_at = models.DateTimeField(_("更改时间"), auto_now=True)

    search_fields = [
        index.SearchField("name"),
        index.SearchField("name_pinyin"),
        index.AutocompleteField("name"),
        index.FilterField("live"),
    ]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.name_pinyin:
            self.name_pinyin = pinyin_with_tones(self.name)[:400]
        if not self.slug:
            self.slug = self._free_slug(address_slug(self.name))
        with transaction.atomic():
            self._keep_old_address()
            super().save(*args, **kwargs)

    @property
    def key(self) -> RecordKey:
        """Kind and primary key."""
        return (self.kind, self.pk)

    @property
    def public_id(self) -> str:
        """The id of the public API and of the search index: project-12."""
        return f"{self.kind}-{self.pk}"

    def affected_records(self) -> set[RecordKey]:
        return {self.key} | self.dependants()

    def dependants(self) -> set[RecordKey]:
        """Other records that show something of this one, as the database has it now."""
        return set()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # A published record's form posts an empty slug when staff clear it: make one again.
        if not self.slug and self.name:
            self.slug = self._free_slug(address_slug(self.name))
        super().full_clean(*args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The public page, showing this draft."""
        return previews.render(request, self)

    def _free_slug(self, wanted: str) -> str:
        others = type(self)._default_manager.exclude(pk=self.pk)
        taken = set(others.filter(slug__startswith=wanted).values_list("slug", flat=True))
        slug, number = wanted, 2
        while slug in taken:
            slug = f"{wanted}-{number}"
            number += 1
        return slug

    def _keep_old_address(self) -> None:
        """Only an address that has been public is one somebody may have kept."""
        if not self.pk:
            return
        published = type(self)._default_manager.filter(first_published_at__isnull=False)
        old = published.filter(pk=self.pk).values_list("slug", flat=True).first()
        if old and old != self.slug:
            OldAddress.objects.update_or_create(
                kind=self.kind, slug=old, defaults={"object_id": self.pk}
            )
        if self.live:
            OldAddress.objects.filter(kind=self.kind, slug=self.slug).delete()
