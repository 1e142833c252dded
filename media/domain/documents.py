"""Reads enough of a document to know what it is and that it brings no program with it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import IO

import filetype

from .refusals import damaged, disguised, empty, has_program, not_a_document, unpacks_too_large

OFFICE = "application/vnd.openxmlformats-officedocument"
# What must be inside the package → how it is stored and served.
PACKAGES = {
    "word/document.xml": (".docx", f"{OFFICE}.wordprocessingml.document"),
    "xl/workbook.xml": (".xlsx", f"{OFFICE}.spreadsheetml.sheet"),
    "ppt/presentation.xml": (".pptx", f"{OFFICE}.presentationml.presentation"),
    "OFD.xml": (".ofd", "application/ofd"),
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
# Streams of the older office formats, as their directory spells them.
OLE_STREAMS = {
    "WordDocument": (".doc", "application/msword"),
    "Workbook": (".xls", "application/vnd.ms-excel"),
    "PowerPoint Document": (".ppt", "application/vnd.ms-powerpoint"),
}
OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
PDF_PROGRAMS = (b"/JavaScript", b"/Launch", b"/RichMedia")
MOST_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """What a document is."""

    extension: str
    media_type: str


def recognise(stream: IO[bytes], size: int, *, most_unpacked: int) -> DocumentFormat:
    """The format, judged by content; pictures are for the caller to recognise."""
    stream.seek(0)
    head = stream.read(8192)
    kind = filetype.guess(head)
    if kind and kind.mime == "application/pdf":
        return _pdf(stream, size, head)
    if head.startswith(b"PK\x03\x04"):
        return _package(stream, size, most_unpacked)
    if head.startswith(OLE_SIGNATURE):
        return _ole(stream)
    if kind is None:
        return _text(stream)
    raise not_a_document()


def may_begin_one(head: bytes) -> bool:
    """Whether first bytes can be those of a document; a program's, say, cannot."""
    starts = (b"%PDF-", b"PK\x03\x04", OLE_SIGNATURE)
    return head.startswith(starts) or filetype.guess(head) is None


def _pdf(stream: IO[bytes], size: int, head: bytes) -> DocumentFormat:
    if not head.startswith(b"%PDF-"):
        raise disguised()
    stream.seek(max(0, size - 2048))
    tail = stream.read().rstrip(b"\x00\r\n\t ")
    if b"startxref" not in tail or b"%%EOF" not in tail:
        raise damaged()
    if not tail.endswith(b"%%EOF"):
        raise disguised()
    stream.seek(0)
    overlap = b""
    while piece := stream.read(1024 * 1024):
        if any(mark in overlap + piece for mark in PDF_PROGRAMS):
            raise has_program()
        overlap = piece[-16:]
    return DocumentFormat(".pdf", "application/pdf")


def _package(stream: IO[bytes], size: int, most_unpacked: int) -> DocumentFormat:
    """An office file, OpenDocument or OFD: a ZIP whose parts are read through once, bounded."""
    try:
        with zipfile.ZipFile(stream) as package:
            entries = package.infolist()
            if len(entries) > MOST_ENTRIES:
                raise unpacks_too_large(most_unpacked)
            if not entries or min(entry.header_offset for entry in entries) != 0:
                raise disguised()
            _check_end(stream, size)
            _unpack_bounded(package, entries, most_unpacked)
            return _package_format(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise damaged() from error


def _check_end(stream: IO[bytes], size: int) -> None:
    """Nothing may follow the directory, where another file would hide."""
    stream.seek(max(0, size - 22))
    if not stream.read(4) == b"PK\x05\x06":
        raise disguised()


def _unpack_bounded(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], most: int) -> None:
    """Read every part, trusting no declared size; a wrong checksum raises BadZipFile."""
    total = 0
    for entry in entries:
        with package.open(entry) as part:
            while piece := part.read(1024 * 256):
                total += len(piece)
                if total > most:
                    raise unpacks_too_large(most)


def _package_format(package: zipfile.ZipFile) -> DocumentFormat:
    names = set(package.namelist())
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for name in names):
        raise has_program()
    for part, (extension, media_type) in PACKAGES.items():
        if part in names:
            return DocumentFormat(extension, media_type)
    if "mimetype" in names:
        declared = package.read("mimetype").strip()
        if declared in OPEN_DOCUMENT:
            return DocumentFormat(OPEN_DOCUMENT[declared], declared.decode())
    raise not_a_document()


def _ole(stream: IO[bytes]) -> DocumentFormat:
    stream.seek(0)
    content = stream.read()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise has_program()
    for name, (extension, media_type) in OLE_STREAMS.items():
        if name.encode("utf-16-le") in content:
            return DocumentFormat(extension, media_type)
    raise not_a_document()


def _text(stream: IO[bytes]) -> DocumentFormat:
    """Plain text in UTF-8 or GB18030; mark-up that a browser would run is not plain text."""
    stream.seek(0)
    content = stream.read()
    if not content.strip():
        raise empty()
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"\x00" in content or start.startswith(b"<"):
        raise not_a_document()
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return DocumentFormat(".txt", "text/plain")
    raise not_a_document()
