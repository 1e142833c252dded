"""Takes what tells place, owner and device out of a picture without touching its pixels.

Each function reads one format's own structure, keeps the parts that are needed to show the
picture (colour profile included), and puts the orientation back as the only metadata. Bytes that
belong to no part of the structure are how one file passes for two; they are refused, except for
the second pictures and films that phones append to a JPEG, which are dropped.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator

from .refusals import damaged, disguised

UPRIGHT = 1
EXIF_PREFIX = b"Exif\x00\x00"
MOST_SCANS = 200  # real progressive files have about ten; thousands are an attack on decoders


def without_metadata(content: bytes, pillow_format: str, orientation: int) -> bytes:
    """The same picture with its orientation and colour profile and no other metadata."""
    clean = CLEANERS[pillow_format]
    try:
        return clean(content, orientation)
    except (struct.error, IndexError) as error:
        raise damaged() from error


def orientation_exif(orientation: int) -> bytes:
    """A TIFF block with one entry, the orientation."""
    return b"II*\x00" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


# --- JPEG -----------------------------------------------------------------------------------


def clean_jpeg(content: bytes, orientation: int) -> bytes:
    """Keeps JFIF, the ICC profile, Adobe's colour mark and the image; drops every other segment."""
    if not content.startswith(b"\xff\xd8"):
        raise damaged()
    head = [b"\xff\xd8"]
    body: list[bytes] = []
    scans = 0
    for marker, segment, end in jpeg_segments(content):
        if marker == 0xD9:
            _check_jpeg_tail(content[end:])
            break
        if marker == 0xE0 and segment[4:9] == b"JFIF\x00" and not body:
            head.append(segment)
        elif _shows_the_picture(marker, segment):
            body.append(segment)
        scans += marker == 0xDA
        if scans > MOST_SCANS:
            raise damaged()
    else:
        raise damaged()
    if orientation != UPRIGHT:
        exif = EXIF_PREFIX + orientation_exif(orientation)
        head.append(b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join([*head, *body, b"\xff\xd9"])


def _shows_the_picture(marker: int, segment: bytes) -> bool:
    """Whether a decoder needs it: no application data but colour, no comment."""
    if marker == 0xE2:
        return segment[4:16] == b"ICC_PROFILE\x00"
    if marker == 0xEE:
        return segment[4:9] == b"Adobe"
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Each segment as marker, bytes and end; a scan comes with its compressed data."""
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            raise damaged()
        while content[at + 1] == 0xFF:  # fill bytes
            at += 1
        marker = content[at + 1]
        if marker == 0xD9 or 0xD0 <= marker <= 0xD8 or marker == 0x01:
            yield marker, content[at : at + 2], at + 2
            at += 2
            continue
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        if end > len(content):
            raise damaged()
        yield marker, content[at:end], end
        at = end


def _end_of_scan(content: bytes, start: int) -> int:
    """Where the compressed data ends: at the first marker that is no stuffing and no restart."""
    at = start
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise damaged()
        following = content[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0x00 or 0xD0 <= following <= 0xD7:
            at += 2
        else:
            return at


def _check_jpeg_tail(tail: bytes) -> None:
    """Phones append previews, depth maps and short films; anything else has no business there."""
    rest = tail.lstrip(b"\x00\xff\r\n\x1a ")
    appended = rest[4:8] == b"ftyp" or tail.lstrip(b"\x00").startswith(b"\xff\xd8\xff")
    if rest and not appended:
        raise disguised()


# --- PNG ------------------------------------------------------------------------------------

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"sBIT", b"pHYs"),
    *(b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"cICP", b"mDCV", b"cLLI"),
    *(b"acTL", b"fcTL", b"fdAT"),
}


def clean_png(content: bytes, orientation: int) -> bytes:
    """Keeps the chunks that are needed to show the picture; text, time and EXIF go."""
    if not content.startswith(PNG_SIGNATURE):
        raise damaged()
    kept = [PNG_SIGNATURE]
    at = len(PNG_SIGNATURE)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise damaged()
        data = content[at + 8 : at + 8 + length]
        if zlib.crc32(kind + data) != struct.unpack_from(">I", content, end - 4)[0]:
            raise damaged()
        if kind in PNG_KEPT:
            kept.append(content[at:end])
        if kind == b"IHDR" and orientation != UPRIGHT:
            kept.append(_png_chunk(b"eXIf", orientation_exif(orientation)))
        at = end
        if kind == b"IEND":
            break
    if content[at:].strip(b"\x00\r\n"):
        raise disguised()
    return b"".join(kept)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# --- WebP -----------------------------------------------------------------------------------

WEBP_KEPT = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
WEBP_HAS_EXIF = 0x08
WEBP_HAS_XMP = 0x04


def clean_webp(content: bytes, orientation: int) -> bytes:
    """Keeps the image, animation and colour profile chunks and says so in the header."""
    riff, size, webp = struct.unpack_from("<4sI4s", content, 0)
    if riff != b"RIFF" or webp != b"WEBP" or size + 8 > len(content):
        raise damaged()
    if content[size + 8 :].strip(b"\x00"):
        raise disguised()
    kept: list[bytes] = []
    at = 12
    while at < size + 8:
        kind, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if end > size + 8 + length % 2:
            raise damaged()
        chunk = content[at:end]
        if kind == b"VP8X":
            flags = chunk[8] & ~(WEBP_HAS_EXIF | WEBP_HAS_XMP)
            flags |= WEBP_HAS_EXIF if orientation != UPRIGHT else 0
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if kind in WEBP_KEPT:
            kept.append(chunk)
        at = end
    if orientation != UPRIGHT:
        exif = orientation_exif(orientation)
        kept.append(b"EXIF" + struct.pack("<I", len(exif)) + exif)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# --- GIF ------------------------------------------------------------------------------------


def clean_gif(content: bytes, orientation: int) -> bytes:
    """Keeps the frames, their timing and the loop count; comments and other extensions go."""
    if content[:6] not in (b"GIF87a", b"GIF89a"):
        raise damaged()
    at = 13 + _colour_table_size(content[10])
    kept = [content[:at]]
    while content[at] != 0x3B:
        start = at
        if content[at] == 0x2C:
            at = _end_of_blocks(content, at + 11 + _colour_table_size(content[at + 9]))
            keep = True
        elif content[at] == 0x21:
            label = content[at + 1]
            at = _end_of_blocks(content, at + 2)
            looping = label == 0xFF and content[start + 3 : start + 14] == b"NETSCAPE2.0"
            keep = label == 0xF9 or looping
        else:
            raise damaged()
        if keep:
            kept.append(content[start:at])
    if content[at + 1 :].strip(b"\x00\r\n"):
        raise disguised()
    return b"".join([*kept, b"\x3b"])


def _colour_table_size(flags: int) -> int:
    return 3 << ((flags & 0x07) + 1) if flags & 0x80 else 0


def _end_of_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


CLEANERS: dict[str, Callable[[bytes, int], bytes]] = {
    "JPEG": clean_jpeg,
    "MPO": clean_jpeg,
    "PNG": clean_png,
    "WEBP": clean_webp,
    "GIF": clean_gif,
}
