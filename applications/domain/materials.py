"""Files of the checklist: taken, described, removed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications.domain.editing import Scope, lock_for_writing
from applications.domain.refusals import StepRefused
from applications.enums import ItemType
from applications.models import Attachment, Case
from applications.terms import Material
from media.domain import uploads
from media.domain.uploads import UploadLimits
from media.enums import FileState
from media.models import PrivateFile

GONE = (FileState.REFUSED, FileState.REMOVED)


def limits_of(material: Material) -> UploadLimits:
    """What is taken for this item, in the words of the uploads."""
    return UploadLimits(
        kinds=material.files, most_bytes=material.most_bytes, most_files=material.most_files
    )


@transaction.atomic
def begin_upload(*, case_id: int, material: str, name: str, size: int, by: User) -> PrivateFile:
    """Make room for a file of this item; it counts from its first byte.

    Raises PermissionDenied, StepRefused (nothing may be changed now, or not this item) and
    ValidationError (too large, too many).
    """
    case, scope = lock_for_writing(case_id=case_id, by=by)
    asked = _asked(case, scope, material)
    _refuse_one_too_many(case, asked)
    file = uploads.start_upload(owner=by, name=name, size=size, limits=limits_of(asked))
    Attachment.objects.create(case=case, material=material, file=file, added_by=by)
    return file


def add_whole(*, case_id: int, material: str, upload: UploadedFile, by: User) -> Attachment:
    """Take a file that a form without scripts sent in one go. Raises as ``begin_upload`` does."""
    with transaction.atomic():
        case, scope = lock_for_writing(case_id=case_id, by=by)
        asked = _asked(case, scope, material)
        _refuse_one_too_many(case, asked)
    file = uploads.store_whole(owner=by, upload=upload, limits=limits_of(asked))
    try:
        with transaction.atomic():
            case, scope = lock_for_writing(case_id=case_id, by=by)
            _asked(case, scope, material)
            _refuse_one_too_many(case, asked)
            return Attachment.objects.create(case=case, material=material, file=file, added_by=by)
    except ValidationError:
        uploads.remove(file=file)
        raise


@transaction.atomic
def describe(*, case_id: int, file: str, caption: str, by: User) -> Attachment:
    """Change what is written under a file. Raises Attachment.DoesNotExist and as above."""
    case, scope = lock_for_writing(case_id=case_id, by=by)
    attachment = _attachment(case, scope, file)
    attachment.caption = " ".join(caption.split())
    others = {field.name for field in attachment._meta.fields} - {"caption"}
    attachment.clean_fields(exclude=others)
    attachment.save(update_fields=["caption"])
    return attachment


@transaction.atomic
def take_away(*, case_id: int, file: str, by: User) -> Attachment:
    """Remove a file from the dossier. Its bytes stay when a version that was handed in has it."""
    case, scope = lock_for_writing(case_id=case_id, by=by)
    attachment = _attachment(case, scope, file)
    attachment.removed_at = timezone.now()
    attachment.save(update_fields=["removed_at"])
    if not _was_handed_in(attachment):
        uploads.remove(file=attachment.file)
    return attachment


def kept(case: Case) -> Any:
    """Attachments that stand in the dossier now, with their files: also those still on their way."""
    rows = case.attachments.filter(removed_at__isnull=True).select_related("file")
    return rows.exclude(file__state__in=GONE)


def _attachment(case: Case, scope: Scope, file: str) -> Attachment:
    attachment = case.attachments.select_related("file").get(
        file__public_id=file, removed_at__isnull=True
    )
    if not scope.everything:  # in a draft, files of another category's item may go as well
        _asked(case, scope, attachment.material)
    return attachment


def _asked(case: Case, scope: Scope, key: str) -> Material:
    material = case.material(key)
    if material is None:
        raise StepRefused(_("这件申报的材料清单里没有这一项。"), code="unknown")
    if not scope.has(ItemType.MATERIAL, key):
        raise StepRefused(
            _("“%(name)s”不在补正范围内，不能改动。") % {"name": material.name}, code="not-asked"
        )
    return material


def _refuse_one_too_many(case: Case, material: Material) -> None:
    if kept(case).filter(material=material.key).count() >= material.most_files:
        raise ValidationError(
            _("“%(name)s”最多 %(most)d 份，请先移除一份再上传。")
            % {"name": material.name, "most": material.most_files},
            code="too_many",
        )


def _was_handed_in(attachment: Attachment) -> bool:
    versions = attachment.case.dossier_versions.values_list("content", flat=True)
    return any(one["id"] == attachment.pk for content in versions for one in content["attachments"])
