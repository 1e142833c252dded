"""Private files for tests, put through the same functions as real ones."""

from __future__ import annotations

from typing import Any

from media.domain import uploads
from media.domain.uploads import UploadLimits
from media.models import PrivateFile

from .media import pdf_bytes

EVERYTHING = UploadLimits()


def begin_upload(
    content: bytes,
    name: str = "申报书.pdf",
    *,
    owner: Any = None,
    limits: UploadLimits = EVERYTHING,
) -> PrivateFile:
    """An upload that waits for its first piece."""
    return uploads.start_upload(owner=owner, name=name, size=len(content), limits=limits)


def send(file: PrivateFile, content: bytes, piece: int = 1024 * 1024) -> PrivateFile:
    """All that is missing, piece by piece."""
    for offset in range(file.offset, len(content), piece):
        file = uploads.append(upload=file, offset=offset, chunk=content[offset : offset + piece])
    return file


def make_private_file(
    content: bytes | None = None,
    name: str = "申报书.pdf",
    *,
    owner: Any = None,
    limits: UploadLimits = EVERYTHING,
) -> PrivateFile:
    """A file that was uploaded and checked: ready, unless its content speaks against it."""
    content = pdf_bytes() if content is None else content
    file = begin_upload(content, name, owner=owner, limits=limits)
    return uploads.finish(upload=send(file, content))
