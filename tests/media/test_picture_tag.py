"""The picture tag and the sizes behind it."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from PIL import Image

from media.enums import Access
from media.sizes import PictureReference, filter_spec, variants
from tests.factories.media import make_picture, make_public, picture_bytes
from tests.media.test_pictures import SRGB, located


def rendered(image: Any, arguments: str = "") -> str:
    source = "{% load media_tags %}{% picture image " + arguments + " %}"
    return Template(source).render(Context({"image": image}))


def shown(client: Client, url: str) -> Image.Image:
    response = client.get(url)
    assert response.status_code == 200, url
    return Image.open(io.BytesIO(b"".join(response.streaming_content)))


@pytest.mark.django_db
def test_the_tag_offers_avif_webp_and_jpeg_and_every_address_answers(client: Client) -> None:
    picture = make_public(make_picture)
    html = rendered(picture, "shape='card' sizes='50vw'")
    urls = re.findall(r"/files/sized/[^ ,\"]+", html)
    assert len(urls) == 5  # two widths in two formats, and the fallback
    formats = {shown(client, url).format for url in urls}
    assert formats == {"AVIF", "WEBP", "JPEG"}
    for attribute in ('loading="lazy"', 'decoding="async"', 'width="640"', 'height="480"'):
        assert attribute in html
    assert 'alt="米色底上的一只红灯笼"' in html
    assert 'sizes="50vw"' in html
    assert "style=" not in html


@pytest.mark.django_db
def test_the_widths_it_promises_are_the_widths_that_come(client: Client) -> None:
    picture = make_public(make_picture)
    for shape in ("whole", "card", "wide", "square"):
        for variant in variants(PictureReference.of(picture), shape, "webp"):
            assert shown(client, variant.url).size == (variant.width, variant.height)


@pytest.mark.django_db
def test_a_photo_taken_sideways_comes_upright_with_its_colours_and_no_location(
    client: Client,
) -> None:
    content = picture_bytes("JPEG", 600, 400, exif=located(6), icc_profile=SRGB)
    picture = make_public(make_picture, content=content)
    for variant in variants(PictureReference.of(picture), "whole", "jpeg"):
        image = shown(client, variant.url)
        assert image.size == (variant.width, variant.height)
        assert image.height > image.width
        assert not image.getexif().get_ifd(0x8825)


@pytest.mark.django_db
def test_the_focal_point_is_kept_in_sight(client: Client) -> None:
    picture = make_public(make_picture, content=picture_bytes("PNG", 1200, 300))
    without = shown(client, variants(PictureReference.of(picture), "square", "webp")[0].url)
    picture.focal_point_x, picture.focal_point_y = 1150, 150
    picture.focal_point_width = picture.focal_point_height = 40
    picture.save()
    within = shown(client, variants(PictureReference.of(picture), "square", "webp")[0].url)
    assert within.convert("RGB").tobytes() != without.convert("RGB").tobytes()


@pytest.mark.django_db
def test_the_tag_asks_nothing_of_the_database(
    django_assert_num_queries: Any,
) -> None:
    pictures = [make_public(make_picture) for _ in range(3)]
    with django_assert_num_queries(0):
        for picture in pictures:
            rendered(picture)


@pytest.mark.django_db
def test_an_internal_picture_renders_nothing_but_for_staff() -> None:
    picture = make_picture(access=Access.INTERNAL)
    assert rendered(picture) == ""
    assert picture.file.name in rendered(picture, "internal=True")
    assert rendered(None) == ""


@pytest.mark.django_db
def test_a_decorative_picture_has_an_empty_alternative() -> None:
    assert 'alt=""' in rendered(make_public(make_picture, description="", is_decorative=True))


def test_a_mapping_from_the_index_renders_like_the_picture() -> None:
    reference = PictureReference("pictures/abc.jpg", 1000, 750, '灯<笼>"')
    html = rendered(reference.as_mapping())
    assert html == rendered(reference)
    assert 'alt="灯&lt;笼&gt;&quot;"' in html
    assert "1920" not in html


def test_a_first_picture_is_not_lazy() -> None:
    reference = PictureReference("pictures/abc.jpg", 1000, 750)
    html = rendered(reference, "loading='eager'")
    assert 'loading="eager"' in html
    assert 'fetchpriority="high"' in html


def test_nothing_is_blown_up() -> None:
    small = PictureReference("pictures/abc.jpg", 200, 150)
    assert [(v.width, v.height) for v in variants(small, "whole", "webp")] == [(200, 150)]
    wide = PictureReference("pictures/abc.jpg", 4000, 400)
    assert [(v.width, v.height) for v in variants(wide, "square", "webp")] == [
        (320, 320),
        (400, 400),
    ]


def test_the_words_for_wagtail() -> None:
    assert filter_spec("whole", 640, "avif") == "width-640|format-avif"
    assert filter_spec("wide", 1280, "webp") == "fill-1280x720|format-webp"


@pytest.mark.django_db
def test_transparency_survives_and_cmyk_becomes_visible(client: Client) -> None:
    seen = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    out = io.BytesIO()
    seen.save(out, "PNG")
    picture = make_public(make_picture, content=out.getvalue())
    webp = shown(client, variants(PictureReference.of(picture), "whole", "webp")[0].url)
    assert webp.convert("RGBA").getpixel((5, 5))[3] == 0
    out = io.BytesIO()
    Image.new("CMYK", (400, 300), (0, 255, 255, 0)).save(out, "JPEG")
    picture = make_public(make_picture, content=out.getvalue())
    for image_format in ("avif", "webp", "jpeg"):
        url = variants(PictureReference.of(picture), "whole", image_format)[0].url
        red, green, blue = shown(client, url).convert("RGB").getpixel((5, 5))
        assert red > 180 > 90 > max(green, blue)


@pytest.mark.django_db
def test_a_size_whose_file_is_gone_is_made_again(client: Client) -> None:
    picture = make_public(make_picture)
    url = variants(PictureReference.of(picture), "whole", "webp")[0].url
    assert client.get(url).status_code == 200
    rendition = picture.renditions.get()
    rendition.file.storage.delete(rendition.file.name)
    assert client.get(url).status_code == 200
