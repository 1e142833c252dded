"""`{% picture %}`: a public picture in modern formats and the right size."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.urls import get_script_prefix
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .. import sizes as picture_sizes
from ..enums import Access
from ..sizes import PictureReference

register = template.Library()

SOURCES = (("avif", "image/avif"), ("webp", "image/webp"))
FALLBACK_WIDTH = 960


@register.simple_tag
def picture(
    image: Any,
    shape: str = "whole",
    sizes: str = "100vw",
    largest: int = 1920,
    css: str = "",
    loading: str = "lazy",
    alt: str | None = None,
    internal: bool = False,
) -> SafeString:
    """<picture> with AVIF and WebP in several widths, JPEG for the rest, and its own size.

    `image` is a HeritageImage, a PictureReference or the mapping of one; no query is made. A
    picture that is not public renders nothing, unless `internal` says that this is a page for
    staff. `shape` is whole, card (4:3), wide (16:9) or square; `sizes` is the attribute's value;
    `loading="eager"` is for the one picture at the top. `alt` overrides the alternative text.
    """
    if not image:
        return SafeString("")
    if isinstance(image, Mapping):
        image = PictureReference(**image)
    elif not isinstance(image, PictureReference):
        if image.access != Access.PUBLIC and not internal:
            return SafeString("")
        image = PictureReference.of(image)
    text = image.alternative_text if alt is None else alt
    return _markup(image, shape, sizes, largest, css, loading, text, get_script_prefix())


@lru_cache(maxsize=4096)
def _markup(
    image: PictureReference,
    shape: str,
    sizes: str,
    largest: int,
    css: str,
    loading: str,
    alt: str,
    _script_prefix: str,
) -> SafeString:
    sources = []
    for image_format, media_type in SOURCES:
        offered = picture_sizes.variants(image, shape, image_format, largest)
        srcset = ", ".join(f"{variant.url} {variant.width}w" for variant in offered)
        sources.append(
            f'<source type="{media_type}" srcset="{escape(srcset)}" sizes="{escape(sizes)}">'
        )
    offered = picture_sizes.variants(image, shape, "jpeg", min(largest, FALLBACK_WIDTH))
    shown = offered[-1]
    priority = ' fetchpriority="high"' if loading == "eager" else ""
    css_class = f' class="{escape(css)}"' if css else ""
    return mark_safe(  # noqa: S308 - every value is escaped here or is a number
        f"<picture{css_class}>{''.join(sources)}"
        f'<img src="{escape(shown.url)}" width="{shown.width}" height="{shown.height}"'
        f' alt="{escape(alt)}" loading="{escape(loading)}" decoding="async"{priority}></picture>'
    )


@register.filter
def picture_url(image: Any, width: int = 1280) -> str:
    """One address of a public picture, for og:image and the like; empty when not public."""
    if not image or getattr(image, "access", Access.PUBLIC) != Access.PUBLIC:
        return ""
    reference = PictureReference(**image) if isinstance(image, Mapping) else image
    name = reference.name if isinstance(reference, PictureReference) else reference.file.name
    return picture_sizes.variant_url(name, "whole", int(width), "jpeg")
