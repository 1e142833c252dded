"""Pictures, recordings and documents of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from media.models import HeldMedia, HeritageImage
from media.sizes import PictureReference, variants
from search.api.answers import Json
from search.records.parts import Picture

LARGEST_PICTURE = 1920


def pictures_json(context: Mapping[str, Any], site: str) -> list[Json]:
    """The pictures a context shows, a portrait last."""
    shown = [(one.image, one.caption) for one in context.get("pictures", ()) if _is_picture(one)]
    if context.get("portrait"):
        shown.append((context["portrait"], ""))
    return [_picture(image, caption, site) for image, caption in shown]


def _is_picture(one: Any) -> bool:
    return isinstance(one, Picture)


def _picture(image: HeritageImage, caption: str, site: str) -> Json:
    largest = variants(PictureReference.of(image), "whole", "jpeg", LARGEST_PICTURE)[-1]
    return {
        "url": site + largest.url,
        "width": largest.width,
        "height": largest.height,
        "alternative_text": image.alternative_text,
        "caption": caption or image.caption,
        "credit": image.credit,
        "rights_holder": image.rights_holder,
        "licence": str(image.get_licence_display()),
    }


def file_json(item: HeldMedia, site: str) -> Json:
    """A recording or document."""
    one: Any = item
    return {
        "title": one.title,
        "url": site + one.url,
        "media_type": one.media_type,
        "caption": one.caption,
        "credit": one.credit,
        "rights_holder": one.rights_holder,
        "licence": str(one.get_licence_display()),
        "transcript": getattr(one, "transcript", ""),
    }
