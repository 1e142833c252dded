"""Files handed in piece by piece: started, continued after a break, finished, removed.

Nothing here asks who may: the room that mounts the upload does, and names the owner. Every piece
is written under the row's lock, so two windows sending the same file cannot mix their bytes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from ..enums import FileKind, FileState
from ..limits import limit
from ..models import HeldMedia, PrivateFile
from ..storage import private_storage
from . import checks, holding
from .refusals import Refused, empty, readable, too_large

Media = TypeVar("Media", bound=HeldMedia)

KIND_LIMITS = {
    FileKind.PICTURE: "MEDIA_PICTURE_MAX_BYTES",
    FileKind.RECORDING: "MEDIA_RECORDING_MAX_BYTES",
    FileKind.DOCUMENT: "MEDIA_DOCUMENT_MAX_BYTES",
}
FORMATS = {
    FileKind.PICTURE: (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".heic"),
    FileKind.RECORDING: (".mp4", ".webm", ".mp3", ".m4a", ".ogg", ".wav", ".flac"),
    FileKind.DOCUMENT: (".pdf", ".docx", ".doc", ".xlsx", ".xls", ".pptx", ".ppt", ".ofd", ".txt"),
}


class WrongOffset(ValidationError):
    """A piece that does not begin where the file ends so far; `current` is where it does."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__(
            _("这一段与已收到的内容接不上（可能在另一个窗口里也在上传），将从接得上的地方继续。"),
            code="wrong_offset",
        )


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What one place for uploads accepts; said to people before they choose a file.

    `most_files` is only said here: whoever counts files knows what they belong to.
    """

    kinds: tuple[FileKind, ...] = tuple(FileKind)
    most_bytes: int | None = None
    most_files: int | None = None

    @property
    def largest(self) -> int:
        """The most bytes a file of any accepted kind may have."""
        largest = max(limit(KIND_LIMITS[kind]) for kind in self.kinds)
        return largest if self.most_bytes is None else min(self.most_bytes, largest)

    @property
    def largest_piece(self) -> int:
        """The most bytes that one request may bring of it."""
        return limit("MEDIA_UPLOAD_PIECE_MAX_BYTES")

    @property
    def accept(self) -> str:
        """For the browser's file chooser, which shows what fits first; it decides nothing."""
        return ",".join(ending for kind in self.kinds for ending in FORMATS[kind])

    @property
    def sentence(self) -> str:
        """The limits in one sentence."""
        kinds = {
            FileKind.PICTURE: _("图片（JPEG、PNG、WebP、HEIC 等）"),
            FileKind.RECORDING: _("音视频（MP4、WebM、MP3、WAV 等）"),
            FileKind.DOCUMENT: _("文档（PDF、Word、Excel、OFD 等）"),
        }
        parts = [
            _("%(kind)s不超过 %(most)s")
            % {"kind": kinds[kind], "most": readable(min(limit(KIND_LIMITS[kind]), self.largest))}
            for kind in self.kinds
        ]
        said = _("每个文件：%(parts)s。") % {"parts": _("；").join(parts)}
        if self.most_files is not None:
            said += _("最多 %(count)s 个文件。") % {"count": self.most_files}
        return said


def start_upload(*, owner: Any, name: str, size: int, limits: UploadLimits) -> PrivateFile:
    """Make room for a file of this size; refuses at once what will be refused later anyway."""
    if size <= 0:
        raise empty()
    if size > limits.largest:
        raise too_large(size, limits.largest)
    return PrivateFile.objects.create(
        owner=owner if owner is not None and owner.is_authenticated else None,
        name=plain_name(name),
        announced_size=size,
        allowed_kinds=[str(kind) for kind in limits.kinds],
        stored_name=f"held/{get_random_string(24).lower()}.part",
    )


def plain_name(name: str) -> str:
    """The file's own name without folders and control characters, its ending kept."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    stem, ending = PurePath(plain).stem, PurePath(plain).suffix[:20]
    return (stem[: 255 - len(ending)] + ending) or _("未命名文件")


def append(*, upload: PrivateFile, offset: int, chunk: bytes) -> PrivateFile:
    """Write the next piece. The same piece sent twice, as after a lost answer, changes nothing.

    WrongOffset: it does not begin where the file ends. Refused: the first bytes already show that
    the file will not be taken.
    """
    with transaction.atomic():
        row = PrivateFile.objects.select_for_update().get(pk=upload.pk)
        if row.state != FileState.UPLOADING:
            raise ValidationError(
                _("这个文件已经传完或已经移除，不再接收内容。"), code="not_uploading"
            )
        _check_length(row, offset, chunk)
        refused = _early_refusal(row, chunk) if offset == 0 and chunk else None
        if refused is None:
            _write(row, offset, chunk)
            return row
    holding.refuse(row, refused)
    raise refused


def _check_length(row: PrivateFile, offset: int, chunk: bytes) -> None:
    most = limit("MEDIA_UPLOAD_PIECE_MAX_BYTES")
    if len(chunk) > most:
        raise ValidationError(
            _("一次发送的内容太长，最多 %(most)s。") % {"most": readable(most)},
            code="piece_too_long",
        )
    if offset + len(chunk) > row.announced_size:
        raise ValidationError(
            _("收到的内容比选择文件时长，文件可能在上传中被改动。请移除后重新上传。"),
            code="beyond_size",
        )


def _early_refusal(row: PrivateFile, chunk: bytes) -> Refused | None:
    try:
        checks.kind_of(chunk[: checks.HEAD], row.allowed_kinds)
    except Refused as refused:
        return refused
    return None


def _write(row: PrivateFile, offset: int, chunk: bytes) -> None:
    """The file's end is what disk and database both know of.

    A crash between the two leaves bytes behind the known end, which are written over, or fewer
    bytes than known, which are asked for again.
    """
    part = Path(private_storage().path(row.stored_name))
    part.parent.mkdir(parents=True, exist_ok=True)
    part.touch()
    with part.open("r+b") as stream:
        end = min(row.offset, stream.seek(0, 2))
        if offset != end:
            stream.seek(offset)
            if offset + len(chunk) <= end and stream.read(len(chunk)) == chunk:
                return
            raise WrongOffset(end)
        stream.truncate(end)
        stream.seek(end)
        stream.write(chunk)
    row.offset = end + len(chunk)
    row.touched_at = timezone.now()
    row.save(update_fields=["offset", "touched_at"])


def finish(*, upload: PrivateFile) -> PrivateFile:
    """Judge the whole file; it is then ready, refused with the reason, or waiting for the scanner.

    Called again, it answers what came of it.
    """
    with transaction.atomic():
        row = PrivateFile.objects.select_for_update().get(pk=upload.pk)
        if row.state != FileState.UPLOADING:
            return row
        if row.offset != row.announced_size:
            raise ValidationError(
                _("文件还没有传完：收到 %(got)s，共 %(all)s。请继续上传。")
                % {"got": readable(row.offset), "all": readable(row.announced_size)},
                code="not_finished",
            )
        row.state = FileState.CHECKING
        row.save(update_fields=["state"])
    return holding.settle(row)


def store_whole(*, owner: Any, upload: UploadedFile, limits: UploadLimits) -> PrivateFile:
    """Take a file that a form without scripts sent in one go; a refused one leaves no row.

    The state tells whether it is ready or waits for the scanner.
    """
    size = upload.size or 0
    row = start_upload(owner=owner, name=upload.name or "", size=size, limits=limits)
    try:
        for chunk in upload.chunks(limit("MEDIA_UPLOAD_PIECE_MAX_BYTES")):
            row = append(upload=row, offset=row.offset, chunk=chunk)
        row = finish(upload=row)
        if row.state == FileState.REFUSED:
            raise Refused(row.refusal, row.refusal_code)
    except ValidationError:
        remove(file=row)
        row.delete()
        raise
    return row


def remove(*, file: PrivateFile) -> PrivateFile:
    """Delete the bytes; the row stays, for the log of who read them."""
    with transaction.atomic():
        row = PrivateFile.objects.select_for_update().get(pk=file.pk)
        holding.forget(row.stored_name)
        row.stored_name = ""
        row.state = FileState.REMOVED
        row.save(update_fields=["state", "stored_name"])
    return row


def copy_to_registry(*, file: PrivateFile, model: type[Media], fields: dict[str, Any]) -> Media:
    """Make a picture, recording or document of the registry from a file that is ready.

    It is checked once more, as everything that enters the registry, and is internal unless told.
    """
    if not file.is_ready:
        raise ValidationError(_("文件还没有通过检查，不能收入名录。"), code="not_ready")
    with private_storage().open(file.stored_name, "rb") as stream:
        item = model(**{"title": PurePath(file.name).stem, **fields})
        item.file = File(stream, name=file.name)  # type: ignore[attr-defined]
        item.save()
    return item
