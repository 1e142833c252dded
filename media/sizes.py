"""The sizes a picture is offered in, and their addresses.

An address is made from the picture's stored name alone, so that lists and search documents can
hold it without asking the database; the file behind it is made when it is first asked for. Only
the sizes below exist, so nobody can have the server fill its disk with variants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from django.urls import get_script_prefix, reverse

WIDTHS = (320, 640, 960, 1280, 1920)
FORMATS = ("avif", "webp", "jpeg")
# Shape → height for a width of one; None keeps the picture's own proportions.
SHAPES: dict[str, float | None] = {"whole": None, "card": 3 / 4, "wide": 9 / 16, "square": 1.0}


@dataclass(frozen=True, slots=True)
class PictureReference:
    """All that showing a public picture needs; a search document can hold it as a mapping."""

    name: str
    width: int
    height: int
    alternative_text: str = ""

    @classmethod
    def of(cls, picture: Any) -> Self:
        """Of a HeritageImage; no query."""
        return cls(picture.file.name, picture.width, picture.height, picture.alternative_text)

    def as_mapping(self) -> dict[str, str | int]:
        """Plain values, which `PictureReference(**mapping)` reads back."""
        return {
            "name": self.name,
            "width": self.width,
            "height": self.height,
            "alternative_text": self.alternative_text,
        }


@dataclass(frozen=True, slots=True)
class Variant:
    """One size of one picture."""

    url: str
    width: int
    height: int


def filter_spec(shape: str, width: int, image_format: str) -> str:
    """The same in Wagtail's words; a focal point steers what is cut off."""
    ratio = SHAPES[shape]
    size = f"width-{width}" if ratio is None else f"fill-{width}x{round(width * ratio)}"
    return f"{size}|format-{image_format}"


def variant_url(name: str, shape: str, width: int, image_format: str) -> str:
    """Where one size of the picture with this stored name is served."""
    return f"{_prefix(get_script_prefix())}{shape}-{width}.{image_format}/{name}"


@lru_cache(maxsize=8)
def _prefix(_script_prefix: str) -> str:
    """Reversed once: a page of cards has hundreds of these addresses."""
    return reverse("media:variant", kwargs={"variant": "0", "name": "0"}).removesuffix("0/0")


def variants(
    picture: PictureReference, shape: str, image_format: str, largest: int = WIDTHS[-1]
) -> list[Variant]:
    """From the smallest to the largest that is useful for a picture of this size."""
    return [
        Variant(variant_url(picture.name, shape, width, image_format), *shown)
        for width, shown in _sizes(picture, shape, largest)
    ]


def _sizes(
    picture: PictureReference, shape: str, largest: int
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Each width on offer with the size that will come of it: nothing is blown up."""
    own = picture.height / picture.width if picture.width else 1.0
    ratio = SHAPES[shape] or own
    room = max(1.0, min(picture.width, picture.height / ratio))
    for width in WIDTHS:
        if width > largest:
            break
        shown = min(width, round(room))
        yield width, (shown, max(1, round(shown * ratio)))
        if width >= room:
            break
