"""Which files whom may see. Lists, the serving view, the API and exports all ask here."""

from __future__ import annotations

from typing import Any

from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as picture_policy
from wagtail.permission_policies import ModelPermissionPolicy

from .models import HeritageDocument, HeritageImage, Recording
from .models.querysets import (
    HeritageDocumentQuerySet,
    HeritageImageQuerySet,
    RecordingQuerySet,
)
from .rules import works_here

recording_policy = ModelPermissionPolicy(Recording)
HANDLING = ("add", "change", "delete", "choose", "view")


def pictures_visible_to(user: Any) -> HeritageImageQuerySet:
    """Public pictures, and for staff those of the collections they work with."""
    return _visible_to(user, HeritageImage.objects.all(), picture_policy)


def documents_visible_to(user: Any) -> HeritageDocumentQuerySet:
    """Public documents, and for staff those of the collections they work with."""
    return _visible_to(user, HeritageDocument.objects.all(), document_policy)


def recordings_visible_to(user: Any) -> RecordingQuerySet:
    """Public recordings, and for staff who handle recordings all of them."""
    return _visible_to(user, Recording.objects.all(), recording_policy)


def _visible_to(user: Any, rows: Any, policy: Any) -> Any:
    public = rows.public()
    if not works_here.test(user):
        return public
    handled = policy.instances_user_has_any_permission_for(user, HANDLING)
    return rows.filter(pk__in=handled.values("pk")) | rows.filter(pk__in=public.values("pk"))
