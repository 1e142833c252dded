"""Everything that needs Pillow: reading, judging and cleaning an uploaded picture."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import IO

import pillow_heif
from PIL import Image, ImageOps

from .metadata import UPRIGHT, without_metadata
from .refusals import Refused, damaged, is_svg, not_a_picture, too_many_pixels

pillow_heif.register_heif_opener()

ORIENTATION = 0x0112

# What Pillow may try on a stranger's bytes: its other fifty readers are never reached.
READ_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
KEPT_FORMATS = {
    "JPEG": (".jpg", "image/jpeg"),
    "MPO": (".jpg", "image/jpeg"),
    "PNG": (".png", "image/png"),
    "WEBP": (".webp", "image/webp"),
    "GIF": (".gif", "image/gif"),
}


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture that may be stored."""

    content: bytes
    extension: str
    media_type: str
    width: int
    height: int


def clean_picture(content: bytes, *, most_pixels: int) -> CleanPicture:
    """Decode the whole picture and give it back without location or other metadata.

    JPEG, PNG, WebP and GIF keep their compressed data to the byte; AVIF and HEIC, which not every
    reader shows, are saved anew as JPEG, or as PNG when they have transparency.
    """
    if looks_like_svg(content):
        raise is_svg()
    pillow_format, orientation, size = _decode(content, most_pixels)
    if pillow_format in KEPT_FORMATS:
        cleaned = without_metadata(content, pillow_format, orientation)
        extension, media_type = KEPT_FORMATS[pillow_format]
    else:
        cleaned, extension, media_type = _saved_anew(content)
    clean_size = _decode(cleaned, most_pixels)[2]
    if clean_size not in (size, size[::-1]):
        raise damaged()
    return CleanPicture(cleaned, extension, media_type, *clean_size)


def displayed_size(stream: IO[bytes]) -> tuple[int, int]:
    """Width and height as the picture is seen, with its orientation applied.

    Zero for what is no picture: refusing it is the business of `clean_picture`.
    """
    try:
        with Image.open(stream, formats=READ_FORMATS) as picture:
            width, height = picture.size
            sideways = picture.getexif().get(ORIENTATION, UPRIGHT) in (5, 6, 7, 8)
    except Exception:  # Pillow's readers raise nearly anything on broken input
        return 0, 0
    return (height, width) if sideways else (width, height)


def looks_like_svg(content: bytes) -> bool:
    """Whether the text begins as an SVG, in any of the encodings XML allows."""
    start = content[:4096].replace(b"\x00", b"").lower()
    return b"<svg" in start and start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def looks_like_picture(head: bytes) -> bool:
    """Whether the first bytes are those of a format that is accepted as a picture."""
    starts = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF87a", b"GIF89a")
    riff = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    heif = head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"heic", b"heix", b"mif1")
    return head.startswith(starts) or riff or heif


def _decode(content: bytes, most_pixels: int) -> tuple[str, int, tuple[int, int]]:
    """Read every frame; the size is judged from the header, before anything is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=READ_FORMATS) as picture:
                pillow_format = picture.format or ""
                frames = 1 if pillow_format == "MPO" else getattr(picture, "n_frames", 1)
                width, height = picture.size
                if width * height * frames > most_pixels:
                    raise too_many_pixels(width, height, frames, most_pixels)
                for frame in range(frames):
                    if frame:
                        picture.seek(frame)
                    picture.load()
                orientation = picture.getexif().get(ORIENTATION, UPRIGHT)
                size = picture.size
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise too_many_pixels(0, 0, 0, most_pixels) from error
    except Image.UnidentifiedImageError as error:
        raise not_a_picture() from error
    except Exception as error:  # Pillow's readers raise nearly anything on broken input
        raise damaged() from error
    if orientation not in range(1, 9):
        orientation = UPRIGHT
    return pillow_format, orientation, size


def _saved_anew(content: bytes) -> tuple[bytes, str, str]:
    """The first frame, upright, as JPEG of high quality or as PNG; the colour profile is kept."""
    with Image.open(io.BytesIO(content), formats=READ_FORMATS) as picture:
        profile = picture.info.get("icc_profile")
        upright = ImageOps.exif_transpose(picture)
        transparent = "A" in upright.getbands()
        upright = upright.convert("RGBA" if transparent else "RGB")
    upright.info = {}
    out = io.BytesIO()
    if transparent:
        upright.save(out, "PNG", icc_profile=profile, optimize=True)
        return out.getvalue(), ".png", "image/png"
    upright.save(out, "JPEG", quality=95, subsampling=0, icc_profile=profile)
    return out.getvalue(), ".jpg", "image/jpeg"
