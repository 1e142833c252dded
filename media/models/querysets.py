"""Which rows are public: one condition for lists, pages, exports and the serving view."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.documents.models import DocumentQuerySet
from wagtail.images.models import ImageQuerySet
from wagtail.models import CollectionViewRestriction
from wagtail.search.queryset import SearchableQuerySetMixin

from ..enums import WITHOUT_HOLDER, Access, Consent, Licence


def cleared_for_publication() -> Q:
    """The rights that publication needs, as a condition on one row."""
    return ~Q(licence=Licence.UNCLEAR) & (~Q(rights_holder="") | Q(licence__in=WITHOUT_HOLDER))


class HeldMediaQuerySet(models.QuerySet):
    """What the three kinds of files answer alike."""

    in_collections = True

    def public(self) -> Self:
        """What anyone may see.

        Asks the people's consent again instead of trusting that every writer did, and honours a
        view restriction on the collection or one above it.
        """
        people: Any = self.model._meta.get_field("people")
        silent = people.related_model._default_manager.exclude(consent=Consent.YES).filter(
            **{people.field.name: OuterRef("pk")}
        )
        rows = self.filter(cleared_for_publication(), ~Exists(silent), access=Access.PUBLIC)
        if not self.in_collections:
            return rows
        restricted = CollectionViewRestriction.objects.annotate(
            path_of_file=ExpressionWrapper(OuterRef("collection__path"), models.CharField())
        ).filter(path_of_file__startswith=F("collection__path"))
        return rows.filter(~Exists(restricted))


class HeritageImageQuerySet(HeldMediaQuerySet, ImageQuerySet):
    """Pictures."""

    def public(self) -> Self:
        return super().public().filter(Q(is_decorative=True) | ~Q(description=""))


class HeritageDocumentQuerySet(HeldMediaQuerySet, DocumentQuerySet):
    """Documents."""


class RecordingQuerySet(HeldMediaQuerySet, SearchableQuerySetMixin):
    """Recordings; they are in no collection."""

    in_collections = False
