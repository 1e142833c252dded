"""What may be stored, judged by the bytes themselves: one function a kind of upload.

Models, forms and imports all come through here. The result remembers that it was checked, so
that a form and then the model do not read a large file twice.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import IO, Any, cast

import filetype
from django.core.files.base import File

from ..enums import FileKind
from ..limits import limit
from . import documents, pictures, recordings
from .refusals import Refused, empty, is_svg, kind_not_wanted, not_a_document, too_large

HEAD = 4096
"""As many of the first bytes as tell what a file is."""


class AdmittedFile(File):
    """A file that passed its check and keeps the name it came with."""

    admitted: Admitted
    original_name: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that may be stored, with what its own bytes say about it."""

    content: AdmittedFile
    extension: str
    media_type: str
    size: int
    sha1: str
    kind: str


def check_picture(upload: File) -> Admitted:
    """Refuse what is no whole, safe picture; give back the picture without its location."""
    return _once(upload, "picture", _check_picture)


def check_recording(upload: File) -> Admitted:
    """Refuse what browsers cannot play or is cut short; blank where a film says it was made."""
    return _once(upload, "recording", _check_recording)


def check_document(upload: File) -> Admitted:
    """Refuse what is no document or brings a program with it; a photographed page is cleaned."""
    return _once(upload, "document", _check_document)


CHECKS: dict[str, Callable[[File], Admitted]] = {
    FileKind.PICTURE: check_picture,
    FileKind.RECORDING: check_recording,
    FileKind.DOCUMENT: check_document,
}


def check_any(upload: File, kinds: Collection[str]) -> Admitted:
    """Check a file as what its first bytes say it is, when that is one of these kinds."""
    upload.seek(0)
    return CHECKS[kind_of(upload.read(HEAD), kinds)](upload)


def kind_of(head: bytes, kinds: Collection[str]) -> str:
    """What a file must be checked as, from its first bytes; refuses what is certainly not wanted.

    A photographed page is a document where no pictures are wanted.
    """
    if pictures.looks_like_svg(head):
        raise is_svg()
    guessed = _guessed_kind(head)
    if guessed == FileKind.DOCUMENT and guessed in kinds and not documents.may_begin_one(head):
        raise not_a_document()
    if guessed in kinds:
        return guessed
    if guessed == FileKind.PICTURE and FileKind.DOCUMENT in kinds:
        return FileKind.DOCUMENT
    raise kind_not_wanted("、".join(str(kind.label) for kind in FileKind if kind in kinds))


def _guessed_kind(head: bytes) -> str:
    if pictures.looks_like_picture(head):
        return FileKind.PICTURE
    known = filetype.guess(head)
    family = known.mime.partition("/")[0] if known else ""
    if head[4:8] == b"ftyp" or family in ("audio", "video"):
        return FileKind.RECORDING
    return FileKind.PICTURE if family == "image" else FileKind.DOCUMENT


def _once(upload: File, kind: str, check: Callable[[File], Admitted]) -> Admitted:
    earlier: Admitted | None = getattr(upload, "admitted", None)
    if earlier is not None and earlier.kind == kind:
        return earlier
    admitted = check(upload)
    admitted.content.admitted = admitted
    admitted.content.original_name = getattr(upload, "original_name", None) or upload.name or ""
    return admitted


def _stream(upload: File[Any]) -> IO[bytes]:
    """The open file behind a Django one."""
    upload.seek(0)
    return cast("IO[bytes]", upload.file)


def _check_size(upload: File, limit_name: str) -> int:
    size = upload.size
    if not size:
        raise empty()
    if size > limit(limit_name):
        raise too_large(size, limit(limit_name))
    return size


def _check_picture(upload: File, kind: str = "picture") -> Admitted:
    _check_size(upload, "MEDIA_PICTURE_MAX_BYTES")
    upload.seek(0)
    clean = pictures.clean_picture(upload.read(), most_pixels=limit("MEDIA_PICTURE_MAX_PIXELS"))
    size = len(clean.content)
    return _admitted(io.BytesIO(clean.content), clean.extension, clean.media_type, size, kind)


def _check_recording(upload: File) -> Admitted:
    size = _check_size(upload, "MEDIA_RECORDING_MAX_BYTES")
    stream = _stream(upload)
    found = recordings.recognise(stream, size)
    if found.blanks:
        stream = tempfile.NamedTemporaryFile(suffix=found.extension)  # noqa: SIM115
        shutil.copyfileobj(_stream(upload), stream, 1024 * 1024)
        recordings.blank(stream, found.blanks)
        stream.flush()
    return _admitted(stream, found.extension, found.media_type, size, "recording")


def _check_document(upload: File) -> Admitted:
    size = _check_size(upload, "MEDIA_DOCUMENT_MAX_BYTES")
    upload.seek(0)
    head = upload.read(4096)
    if pictures.looks_like_svg(head):
        raise is_svg()
    if pictures.looks_like_picture(head):
        return _check_picture(upload, "document")
    found = documents.recognise(
        _stream(upload), size, most_unpacked=limit("MEDIA_DOCUMENT_MAX_UNPACKED_BYTES")
    )
    return _admitted(_stream(upload), found.extension, found.media_type, size, "document")


def _admitted(stream: IO[bytes], extension: str, media_type: str, size: int, kind: str) -> Admitted:
    stream.seek(0)
    sha1 = hashlib.sha1(usedforsecurity=False)
    while piece := stream.read(1024 * 1024):
        sha1.update(piece)
    stream.seek(0)
    content = AdmittedFile(stream, name=f"file{extension}")
    content.size = size
    return Admitted(content, extension, media_type, size, sha1.hexdigest(), kind)


__all__ = ["Admitted", "Refused", "check_any", "check_document", "check_picture", "check_recording"]
