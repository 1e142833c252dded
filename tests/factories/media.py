"""Pictures, recordings and documents for tests; each picture is drawn here."""

from __future__ import annotations

import io
import itertools
import struct
import wave
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from media.enums import Access, Consent, Licence
from media.models import HeritageDocument, HeritageImage, Recording

_number = itertools.count(1)

CLEARED = {
    "rights_holder": "河东区文化馆",
    "licence": Licence.THIS_SITE_ONLY,
    "credit": "摄影：示例",
}


def drawn(
    width: int = 640, height: int = 480, colour: str = "#b23a26", mode: str = "RGB"
) -> Image.Image:
    """A lantern on a plain ground."""
    picture = Image.new(mode, (width, height), "#f6f1e4")
    draw = ImageDraw.Draw(picture)
    centre, radius = width // 2, min(width, height) // 3
    draw.ellipse(
        [centre - radius, height // 2 - radius, centre + radius, height // 2 + radius], fill=colour
    )
    draw.line([centre, 0, centre, height // 2 - radius], fill="#222222", width=3)
    return picture


def picture_bytes(
    image_format: str = "JPEG", width: int = 640, height: int = 480, **save: Any
) -> bytes:
    """A drawn picture as a file of this format."""
    out = io.BytesIO()
    drawn(width, height).save(out, image_format, **save)
    return out.getvalue()


def upload(content: bytes, name: str = "照片.jpg") -> SimpleUploadedFile:
    """A file as a browser would send it."""
    return SimpleUploadedFile(name, content)


def wav_bytes(seconds: float = 0.2) -> bytes:
    """Silence, as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(int(8000 * seconds) * 2))
    return out.getvalue()


def box(kind: bytes, *content: bytes) -> bytes:
    """One box of an MP4 file."""
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def mp4_bytes(*, telling: bytes = b"", sample_format: bytes = b"avc1", tail: bytes = b"") -> bytes:
    """The skeleton of a film: its boxes are all there, with a few bytes of data."""
    handler = box(b"hdlr", bytes(8), b"vide", bytes(13))
    entry = struct.pack(">II", 0, 1) + struct.pack(">I4s", 16, sample_format) + bytes(8)
    table = box(b"minf", box(b"stbl", box(b"stsd", entry)))
    track = box(b"trak", box(b"mdia", handler, table))
    movie = box(b"moov", box(b"mvhd", bytes(100)), track, telling)
    return box(b"ftyp", b"isom", bytes(4), b"isommp42") + movie + box(b"mdat", bytes(64)) + tail


def pdf_bytes(body: bytes = b"") -> bytes:
    """A PDF of one empty page."""
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n" + body,
    ]
    out, offsets = b"%PDF-1.4\n", []
    for part in parts:
        offsets.append(len(out))
        out += part
    table = b"xref\n0 4\n0000000000 65535 f \n"
    table += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    return out + table + f"trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def make_picture(content: bytes | None = None, *, people: Any = (), **fields: Any) -> HeritageImage:
    """A stored picture, internal unless told; `people` are (name, consent) pairs."""
    number = next(_number)
    picture = HeritageImage(
        **{
            "title": f"示例图片{number}",
            "description": "米色底上的一只红灯笼",
            "file": upload(content or picture_bytes(), f"照片{number}.jpg"),
            **CLEARED,
            **fields,
        }
    )
    _add_people(picture, people)
    picture.save()
    return picture


def make_recording(content: bytes | None = None, *, people: Any = (), **fields: Any) -> Recording:
    """A stored recording, internal unless told."""
    number = next(_number)
    recording = Recording(
        **{
            "title": f"示例录音{number}",
            "file": upload(content or wav_bytes(), f"录音{number}.wav"),
            **CLEARED,
            **fields,
        }
    )
    _add_people(recording, people)
    recording.save()
    return recording


def make_document(
    content: bytes | None = None, *, people: Any = (), **fields: Any
) -> HeritageDocument:
    """A stored document, internal unless told."""
    number = next(_number)
    document = HeritageDocument(
        **{
            "title": f"示例文件{number}",
            "file": upload(content or pdf_bytes(), f"文件{number}.pdf"),
            **CLEARED,
            **fields,
        }
    )
    _add_people(document, people)
    document.save()
    return document


def make_public(factory: Any, **fields: Any) -> Any:
    """The same, open to everyone."""
    return factory(**{"access": Access.PUBLIC, **fields})


def _add_people(item: Any, people: Any) -> None:
    rows = [
        {"name": name, "consent": consent, "consent_text": "同意在本站展示"}
        for name, consent in people
    ]
    row_model = type(item)._meta.get_field("people").related_model
    item.people = [row_model(**row) for row in rows]


__all__ = ["Consent", "drawn", "make_document", "make_picture", "make_public", "make_recording"]
