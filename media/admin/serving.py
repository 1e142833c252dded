"""Should Wagtail's own document address ever be switched on, it asks the same question."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from ..models import HeritageDocument
from ..queries import documents_visible_to


def refuse_unseen_document(document: HeritageDocument, request: HttpRequest) -> None:
    """404 for a document that this visitor may not see."""
    if not documents_visible_to(request.user).filter(pk=document.pk).exists():
        raise Http404
