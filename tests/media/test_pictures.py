"""Pictures: what comes in, what is stored of it, and what is refused."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from media.domain import checks
from media.domain.pictures import clean_picture
from media.domain.refusals import Refused
from tests.factories.media import drawn, make_picture, picture_bytes, upload

GPS = 0x8825
ORIENTATION = 0x0112
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><GPSLatitude>39,7.1N</GPSLatitude></x:xmpmeta>'
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PLENTY = 10**8


def located(orientation: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "SecretPhone"
    exif[0x013B] = "Zhang San"
    exif[GPS] = {1: "N", 2: (39.0, 7.0, 24.5), 3: "E", 4: (117.0, 15.0, 6.5)}
    return exif


def reopened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def refusal(content: bytes, name: str = "照片.jpg") -> Refused:
    with pytest.raises(Refused) as caught:
        checks.check_picture(upload(content, name))
    return caught.value


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_location_goes_while_orientation_profile_and_pixels_stay(image_format: str) -> None:
    options: dict[str, Any] = {"exif": located(), "icc_profile": SRGB}
    if image_format != "PNG":
        options["xmp"] = XMP
    before = picture_bytes(image_format, 300, 200, **options)
    assert reopened(before).getexif().get_ifd(GPS)[2] == (39.0, 7.0, 24.5)

    clean = clean_picture(before, most_pixels=PLENTY)

    after = reopened(clean.content)
    assert dict(after.getexif()) == {ORIENTATION: 6}
    assert not after.getexif().get_ifd(GPS)
    assert after.info["icc_profile"] == SRGB
    assert after.tobytes() == reopened(before).tobytes()
    for told in (b"SecretPhone", b"Zhang San", b"GPS", b"xmpmeta"):
        assert told not in clean.content


@pytest.mark.parametrize("image_format", ["AVIF", "HEIF"])
def test_pictures_from_telephones_become_jpeg_without_location(image_format: str) -> None:
    before = picture_bytes(image_format, 300, 200, exif=located(1), icc_profile=SRGB)

    clean = clean_picture(before, most_pixels=PLENTY)

    after = reopened(clean.content)
    assert (after.format, after.size, dict(after.getexif())) == ("JPEG", (300, 200), {})
    assert after.info["icc_profile"] == SRGB
    assert b"SecretPhone" not in clean.content


def test_text_chunks_of_a_png_go() -> None:
    notes = PngInfo()
    notes.add_text("Comment", "taken at 天津市河东区某路某号")
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    clean = clean_picture(picture_bytes("PNG", pnginfo=notes), most_pixels=PLENTY)
    assert b"tEXt" not in clean.content
    assert b"iTXt" not in clean.content
    assert reopened(clean.content).tobytes() == drawn().tobytes()


def test_a_comment_with_a_script_does_not_survive_in_a_jpeg_or_a_gif() -> None:
    for image_format in ("JPEG", "GIF"):
        before = picture_bytes(image_format, comment=b"<script>alert(1)</script>")
        assert b"<script>" in before
        assert b"<script>" not in clean_picture(before, most_pixels=PLENTY).content


def test_an_animation_keeps_its_frames_its_timing_and_its_loop() -> None:
    out = io.BytesIO()
    drawn(60, 40).save(
        out,
        "GIF",
        save_all=True,
        append_images=[drawn(60, 40, "#225577"), drawn(60, 40, "#117733")],
        duration=[100, 200, 300],
        loop=3,
    )
    after = Image.open(io.BytesIO(clean_picture(out.getvalue(), most_pixels=PLENTY).content))
    assert (after.n_frames, after.info["loop"]) == (3, 3)


def test_the_preview_that_a_camera_appends_is_dropped() -> None:
    plain = picture_bytes("JPEG")
    clean = clean_picture(plain + picture_bytes("JPEG", 80, 60), most_pixels=PLENTY)
    assert clean.content.count(b"\xff\xd8\xff") == 1
    assert reopened(clean.content).size == (640, 480)


def test_cleaning_again_changes_nothing() -> None:
    once = clean_picture(picture_bytes("JPEG", exif=located()), most_pixels=PLENTY).content
    assert clean_picture(once, most_pixels=PLENTY).content == once


# --- refused --------------------------------------------------------------------------------


def test_empty_is_refused() -> None:
    assert refusal(b"").code == "empty"


@pytest.mark.parametrize(
    "svg",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><svg/>",
        "<?xml version='1.0' encoding='utf-16'?><svg/>".encode("utf-16"),
        b"  \n<!DOCTYPE svg><SVG/>",
    ],
)
def test_svg_is_refused_whatever_its_name_and_encoding(svg: bytes) -> None:
    assert refusal(svg, "照片.png").code == "svg"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "a.jpg"),
        (b"GIF89a/*", "a.gif"),
        (b"MZ\x90\x00" + bytes(200), "a.jpg"),
        (b"8BPS" + bytes(200), "a.jpg"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "a.jpg"),
        ("这是一段文字".encode(), "照片.jpg"),
    ],
)
def test_what_is_no_picture_is_refused_under_any_name(content: bytes, name: str) -> None:
    assert refusal(content, name).code in {"not_a_picture", "damaged"}


def test_formats_that_are_not_offered_are_refused_although_pillow_reads_them() -> None:
    for image_format in ("TIFF", "BMP", "ICO", "TGA"):
        assert refusal(picture_bytes(image_format, 64, 64), "a.png").code == "not_a_picture"


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF"])
@pytest.mark.parametrize("part", [0.3, 0.7, 0.97])
def test_a_file_cut_short_is_refused(image_format: str, part: float) -> None:
    whole = picture_bytes(image_format)
    assert refusal(whole[: int(len(whole) * part)]).code in {"damaged", "not_a_picture"}


def test_a_jpeg_without_its_last_two_bytes_is_refused() -> None:
    assert refusal(picture_bytes("JPEG")[:-2]).code == "damaged"


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize(
    "second", [b"PK\x03\x04 a zip", b"<script>alert(1)</script>", b"%PDF-1.4 x", b"MZ\x90"]
)
def test_a_second_file_behind_the_picture_is_refused(image_format: str, second: bytes) -> None:
    assert refusal(picture_bytes(image_format) + second).code == "disguised"


def test_a_png_with_a_wrong_checksum_is_refused() -> None:
    content = bytearray(picture_bytes("PNG"))
    content[content.index(b"IDAT") + 20] ^= 0xFF
    assert refusal(bytes(content)).code == "damaged"


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(10_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(12_000, 9_000), (60_000, 60_000), (2**31 - 1, 1)])
def test_a_huge_pixel_count_is_refused_from_the_header(size: tuple[int, int]) -> None:
    error = refusal(png_claiming(*size))
    assert error.code == "too_many_pixels"
    assert "缩小尺寸" in error.messages[0]
    assert "6400 万像素" in error.messages[0]
    assert "0×0" not in error.messages[0]
    assert "帧" not in error.messages[0]


def test_the_frames_of_an_animation_count(settings: Any) -> None:
    settings.MEDIA_PICTURE_MAX_PIXELS = 60 * 40 * 2
    out = io.BytesIO()
    frames = [drawn(60, 40, f"#0000{n:02x}") for n in range(10, 250, 40)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert refusal(out.getvalue()).code == "too_many_pixels"


def test_too_many_bytes_are_refused_with_both_figures(settings: Any) -> None:
    settings.MEDIA_PICTURE_MAX_BYTES = 2048
    error = refusal(picture_bytes("PNG") + bytes(4096))
    assert error.code == "too_large"
    assert "2 KB" in error.messages[0]


def test_thousands_of_scans_are_refused() -> None:
    content = picture_bytes("JPEG", 64, 64, progressive=True)
    start = content.index(b"\xff\xda")
    scan = content[start : content.index(b"\xff\xc4", start)]
    assert refusal(content[:start] + scan * 300 + content[start:]).code == "damaged"


# --- stored ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_whoever_saves_a_picture_only_the_clean_one_is_stored() -> None:
    picture = make_picture(picture_bytes("JPEG", 300, 200, exif=located()))
    with picture.file.open() as stored:
        content = stored.read()
    assert dict(reopened(content).getexif()) == {ORIENTATION: 6}
    assert b"SecretPhone" not in content
    assert (picture.width, picture.height) == (200, 300)  # as it is seen
    assert picture.file_size == len(content)
    assert picture.media_type == "image/jpeg"


@pytest.mark.django_db
def test_a_file_put_on_the_field_directly_is_cleaned_too() -> None:
    picture = make_picture()
    picture.file.save("neu.png", upload(picture_bytes("JPEG", exif=located())), save=True)
    picture.refresh_from_db()
    with picture.file.open() as stored:
        assert b"SecretPhone" not in stored.read()
    assert picture.file.name.endswith(".jpg")


@pytest.mark.django_db
def test_the_true_format_names_the_file_and_the_given_name_is_kept_beside() -> None:
    picture = make_picture(None, file=upload(picture_bytes("PNG"), "../../etc/老照片<b>.jpg"))
    assert picture.file.name.startswith("pictures/")
    assert picture.file.name.endswith(".png")
    assert picture.original_name == "老照片<b>.jpg"


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing_behind(settings: Any) -> None:
    with pytest.raises(Refused):
        make_picture(b"<svg/>")
    folder = settings.PRIVATE_MEDIA_ROOT
    assert not folder.exists() or not [path for path in folder.rglob("*") if path.is_file()]
