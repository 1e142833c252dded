"""File fields that let nothing unchecked reach the disk."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.module_loading import import_string
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

if TYPE_CHECKING:
    from .domain.checks import Admitted


class CheckedFieldFile(FieldFile):
    """The one way to the disk: save() checks and cleans, whoever calls it.

    A file that fails raises ValidationError and nothing is written. What the file's own bytes
    say about it is put on the record beside it.
    """

    field: CheckedFileField

    def save(self, name: str, content: File[Any], save: bool = True) -> None:
        admitted: Admitted = import_string(self.field.check_path)(content)
        original_name = getattr(content, "original_name", "") or name
        self.describe(admitted, PurePath(original_name.replace("\\", "/")).name[-255:])
        super().save(f"file{admitted.extension}", admitted.content, save)

    def describe(self, admitted: Admitted, original_name: str) -> None:
        """Fill the columns beside the file."""
        record: Any = self.instance
        record.original_name = original_name
        record.media_type = admitted.media_type
        record.file_size = admitted.size
        record.file_hash = admitted.sha1


class RecordingFieldFile(CheckedFieldFile):
    """A recording's file; whether there is a picture in it follows from its content."""

    def describe(self, admitted: Admitted, original_name: str) -> None:
        super().describe(admitted, original_name)
        record: Any = self.instance
        record.kind = admitted.media_type.partition("/")[0]


class PictureFieldFile(CheckedFieldFile, WagtailImageFieldFile):
    """A picture's file, measured as it is seen: a photo taken sideways is as tall as it looks."""

    def get_image_dimensions(self) -> tuple[int, int]:
        was_closed = self.closed
        self.open()
        try:
            return import_string("media.domain.pictures.displayed_size")(self)
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)


class CheckedFileField(models.FileField):
    """A file that is judged by its content.

    The check is named, not imported: it is domain code, which stands above the models.
    """

    attr_class = CheckedFieldFile
    check_path = ""


class PictureFileField(CheckedFileField, WagtailImageField):
    """A picture: really decoded, stripped of its location, stored under its true extension."""

    attr_class = PictureFieldFile
    check_path = "media.domain.checks.check_picture"


class RecordingFileField(CheckedFileField):
    """An audio or video file of a kind that browsers play."""

    attr_class = RecordingFieldFile
    check_path = "media.domain.checks.check_recording"


class DocumentFileField(CheckedFileField):
    """A PDF, office or plain-text file."""

    check_path = "media.domain.checks.check_document"
