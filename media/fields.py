"""File fields that let nothing unchecked reach the disk."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.module_loading import import_string
from wagtail.images.models import WagtailImageField


class CheckedFileField(models.FileField):
    """Checks and cleans a file just before it is stored, whoever stores it.

    The model's save() calls `admit`, so that the columns which describe the file are right in the
    same statement; `pre_save` calls it again for bulk_create. Forms run the same check earlier,
    for the sake of the message, and hand on what came out. A file that fails raises
    ValidationError and nothing is written.
    """

    # Named, not imported: the checks are domain code, which stands above the models.
    check_path = ""

    def admit(self, instance: models.Model) -> None:
        """Replace a file that is not stored yet by its checked and cleaned form."""
        field_file: FieldFile = getattr(instance, self.attname)
        if not field_file or field_file._committed or getattr(field_file, "_admitted", False):
            return
        original_name = getattr(field_file.file, "original_name", None) or field_file.name
        admitted = import_string(self.check_path)(field_file.file)
        field_file.file = admitted.content
        field_file.name = f"file{admitted.extension}"
        field_file._admitted = True
        instance.original_name = PurePath(original_name.replace("\\", "/")).name[-255:]
        instance.media_type = admitted.media_type
        instance.file_size = admitted.size
        instance.file_hash = admitted.sha1

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        self.admit(model_instance)
        return super().pre_save(model_instance, add)


class PictureFileField(CheckedFileField, WagtailImageField):
    """A picture: really decoded, stripped of its location, stored under its true extension."""

    check_path = "media.domain.checks.check_picture"

    def admit(self, instance: models.Model) -> None:
        super().admit(instance)
        self.update_dimension_fields(instance, force=True)


class RecordingFileField(CheckedFileField):
    """An audio or video file of a kind that browsers play."""

    check_path = "media.domain.checks.check_recording"

    def admit(self, instance: models.Model) -> None:
        super().admit(instance)
        instance.kind = instance.media_type.partition("/")[0] or instance.kind


class DocumentFileField(CheckedFileField):
    """A PDF, office or plain-text file."""

    check_path = "media.domain.checks.check_document"
