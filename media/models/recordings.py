"""Sound and moving pictures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.search import index

from ..enums import Access, RecordingKind
from ..fields import RecordingFileField
from ..storage import private_storage
from .querysets import RecordingQuerySet, cleared_for_publication
from .rights import RIGHTS_MISSING, HeldMedia, PersonShown, unguessable_path


def recording_path(instance: Recording, filename: str) -> str:
    """Where a recording is stored."""
    return unguessable_path("recordings", filename)


class Recording(HeldMedia, index.Indexed):
    """An audio or video recording with what is said in it."""

    title = models.CharField(_("标题"), max_length=255)
    kind = models.CharField(_("类型"), max_length=10, choices=RecordingKind.choices, editable=False)
    file = RecordingFileField(
        _("音视频文件"), upload_to=recording_path, storage=private_storage, max_length=150
    )
    duration = models.PositiveIntegerField(_("时长（秒）"), null=True, blank=True)
    poster = models.ForeignKey(
        "media.HeritageImage",
        verbose_name=_("封面图片"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    transcript = models.TextField(
        _("文字稿"),
        blank=True,
        help_text=_("听不见或看不见的人靠它了解内容；也便于检索。"),
    )
    file_size = models.PositiveBigIntegerField(_("文件大小"), null=True, editable=False)
    file_hash = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传者"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    objects = RecordingQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.SearchField("caption"),
        index.SearchField("credit"),
        index.SearchField("rights_holder"),
        index.SearchField("transcript"),
        index.FilterField("access"),
        index.FilterField("licence"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("音视频")
        verbose_name_plural = _("音视频")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["file"], name="media_recording_file")]
        constraints = [
            models.CheckConstraint(
                name="media_recording_public_is_cleared",
                condition=~Q(access=Access.PUBLIC) | cleared_for_publication(),
                violation_error_message=RIGHTS_MISSING,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Where it is served, after asking."""
        return self.file.url


class RecordingPerson(PersonShown):
    """A person who can be recognised, seen or heard, in a recording."""

    recording = ParentalKey(Recording, on_delete=models.CASCADE, related_name="people")

    holder_name = "recording"

    class Meta(PersonShown.Meta):
        verbose_name = _("画面或声音中的人物")
        verbose_name_plural = _("画面或声音中的人物")
