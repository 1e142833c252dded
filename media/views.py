"""Serves every uploaded file and every size of a picture, after asking who may see it.

An address that is unknown and one that is not for this visitor answer alike, with 404.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from . import queries, sizes
from .models import HeldMedia, HeritageDocument, HeritageImage, HeritageRendition, Recording
from .rules import works_here
from .serving import StoredFile, answer
from .storage import private_storage

NAME = re.compile(r"[a-z_]+/[A-Za-z0-9_][A-Za-z0-9_.=-]*")
RENDITION_TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
}
VARIANT = re.compile(r"([a-z]+)-([1-9]\d{2,3})\.([a-z]+)")


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """An original or a rendition, by the name it is stored under."""
    if not NAME.fullmatch(name):
        raise Http404
    find = FOLDERS.get(name.partition("/")[0])
    if find is None:
        raise Http404
    return answer(request, find(request, name))


@require_safe
def variant(request: HttpRequest, name: str, variant: str) -> HttpResponseBase:
    """One size of a picture; made, by Wagtail, when it is first asked for."""
    match = VARIANT.fullmatch(variant)
    if not match or not NAME.fullmatch(name):
        raise Http404
    shape, width, image_format = match[1], int(match[2]), match[3]
    if shape not in sizes.SHAPES or width not in sizes.WIDTHS or image_format not in sizes.FORMATS:
        raise Http404
    picture, is_public = _visible(
        request, HeritageImage.objects.filter(file=name), queries.pictures_visible_to
    )
    try:
        rendition = _made(picture, sizes.filter_spec(shape, width, image_format))
    except (SourceImageIOError, InvalidFilterSpecError) as error:
        raise Http404 from error
    return answer(request, _stored_rendition(rendition, is_public))


def _made(picture: HeritageImage, spec: str) -> HeritageRendition:
    """The size as Wagtail keeps it; made again when another process has removed its file."""
    rendition: HeritageRendition = picture.get_rendition(spec)
    if not private_storage().exists(rendition.file.name):
        HeritageRendition.cache_backend.delete(rendition.get_cache_key())
        HeritageRendition.objects.filter(pk=rendition.pk).delete()
        rendition = picture.get_rendition(spec)
    return rendition


def _visible(request: HttpRequest, rows: Any, visible_to: Callable[[Any], Any]) -> tuple[Any, bool]:
    """The row and whether it is public; the session is opened only for what is not."""
    if item := rows.public().first():
        return item, True
    if works_here.test(request.user) and (
        item := visible_to(request.user).filter(pk__in=rows.values("pk")).first()
    ):
        return item, False
    raise Http404


def _picture(request: HttpRequest, name: str) -> StoredFile:
    """An original in full size: for the public only where the licence lets it be passed on."""
    picture, is_public = _visible(
        request, HeritageImage.objects.filter(file=name), queries.pictures_visible_to
    )
    if not picture.may_be_passed_on:
        is_public = False
        if not works_here.test(request.user):
            raise Http404
    return _stored(picture, is_public)


def _recording(request: HttpRequest, name: str) -> StoredFile:
    return _stored(
        *_visible(request, Recording.objects.filter(file=name), queries.recordings_visible_to)
    )


def _document(request: HttpRequest, name: str) -> StoredFile:
    rows = HeritageDocument.objects.filter(file=name)
    return _stored(*_visible(request, rows, queries.documents_visible_to))


def _rendition(request: HttpRequest, name: str) -> StoredFile:
    pictures = HeritageImage.objects.filter(renditions__file=name)
    _found, is_public = _visible(request, pictures, queries.pictures_visible_to)
    return _stored_rendition(HeritageRendition.objects.get(file=name), is_public)


def _avatar(request: HttpRequest, name: str) -> StoredFile:
    """Wagtail keeps the pictures of its users in the default storage; they are for staff."""
    media_type = RENDITION_TYPES.get(name.rpartition(".")[2].lower().replace("jpeg", "jpg"))
    if media_type is None or not works_here.test(request.user):
        raise Http404
    shown_name = name.partition("/")[2]
    return StoredFile(default_storage, name, media_type, shown_name, name, is_public=False)


def _stored(item: HeldMedia, is_public: bool) -> StoredFile:
    return StoredFile(
        storage=private_storage(),
        name=item.file.name,
        media_type=item.media_type or "application/octet-stream",
        shown_name=item.original_name or item.file.name.rpartition("/")[2],
        etag=item.file_hash or item.file.name,
        is_public=is_public,
    )


def _stored_rendition(rendition: HeritageRendition, is_public: bool) -> StoredFile:
    name = rendition.file.name
    media_type = RENDITION_TYPES.get(name.rpartition(".")[2])
    if media_type is None:
        raise Http404
    return StoredFile(private_storage(), name, media_type, name.rpartition("/")[2], name, is_public)


FOLDERS: dict[str, Callable[[HttpRequest, str], StoredFile]] = {
    "pictures": _picture,
    "renditions": _rendition,
    "recordings": _recording,
    "documents": _document,
    "avatar_images": _avatar,
}
