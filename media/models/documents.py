"""Documents: acts, application forms, consent letters, certificates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.documents.models import AbstractDocument
from wagtail.search import index

from ..enums import Access
from ..fields import DocumentFileField
from ..storage import private_storage
from .querysets import HeritageDocumentQuerySet, cleared_for_publication
from .rights import RIGHTS_MISSING, HeldMedia, PersonShown, unguessable_path


def document_path(instance: HeritageDocument, filename: str) -> str:
    """Where a document is stored."""
    return unguessable_path("documents", filename)


class HeritageDocument(HeldMedia, AbstractDocument):
    """A PDF, office or plain-text file."""

    title = models.CharField(_("标题"), max_length=255)
    file = DocumentFileField(
        _("文件"), upload_to=document_path, storage=private_storage, max_length=150
    )

    objects = HeritageDocumentQuerySet.as_manager()

    admin_form_fields = (
        "title",
        "file",
        "caption",
        "credit",
        "rights_holder",
        "licence",
        "access",
        "captured_on",
        "captured_note",
        "source",
        "collection",
        "tags",
    )
    search_fields = [
        *AbstractDocument.search_fields,
        index.SearchField("caption"),
        index.SearchField("rights_holder"),
        index.FilterField("access"),
        index.FilterField("licence"),
    ]

    class Meta:
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        indexes = [models.Index(fields=["file"], name="media_document_file")]
        constraints = [
            models.CheckConstraint(
                name="media_document_public_is_cleared",
                condition=~Q(access=Access.PUBLIC) | cleared_for_publication(),
                violation_error_message=RIGHTS_MISSING,
            ),
        ]

    @property
    def url(self) -> str:
        """Where it is served, after asking; never Wagtail's own document address."""
        return self.file.url

    @property
    def filename(self) -> str:
        """The name it came with; the stored one says nothing."""
        return self.original_name or super().filename

    @property
    def content_type(self) -> str:
        return self.media_type or "application/octet-stream"


class DocumentPerson(PersonShown):
    """A person whose data or likeness a document contains."""

    document = ParentalKey(HeritageDocument, on_delete=models.CASCADE, related_name="people")

    holder_name = "document"

    class Meta(PersonShown.Meta):
        verbose_name = _("文件涉及的人物")
        verbose_name_plural = _("文件涉及的人物")
