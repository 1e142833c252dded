"""Turns a stored file into an answer that a browser can do no harm with.

The bytes come from Django, with ranges so that a film can be wound forward, or, when
MEDIA_ACCEL_PREFIX is set, from the proxy in front, which gets the path by X-Accel-Redirect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

# Shown in the window; every other kind is offered for saving, so no mark-up is ever rendered.
SHOWN = {
    *("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"),
    *("video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav"),
    *("audio/flac", "audio/webm", "application/pdf"),
}
# Nothing may run or be loaded; a sandboxed window has no origin, and then plays no film and shows
# no PDF when the file's own address is opened.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
OWN_WINDOW_POLICY = (
    "default-src 'none'; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'"
)
PUBLIC_SECONDS = 3600
BYTE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that may be shown to whoever asked."""

    storage: Storage
    name: str
    media_type: str
    shown_name: str
    etag: str
    is_public: bool


def answer(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """The file, a part of it, or the word that the browser's copy is still right."""
    unchanged = get_conditional_response(request, etag=quote_etag(stored.etag))
    if unchanged is not None and unchanged.status_code == 304:
        return _guarded(unchanged, stored)
    if prefix := getattr(settings, "MEDIA_ACCEL_PREFIX", ""):
        response: HttpResponseBase = HttpResponse(content_type=stored.media_type)
        response["X-Accel-Redirect"] = quote(prefix.rstrip("/") + "/" + stored.name)
    else:
        response = _from_here(request, stored)
    return _guarded(response, stored)


def _guarded(response: HttpResponseBase, stored: StoredFile) -> HttpResponseBase:
    media_type = stored.media_type
    response["ETag"] = quote_etag(stored.etag)
    response["X-Content-Type-Options"] = "nosniff"
    own_window = media_type.startswith(("audio/", "video/")) or media_type == "application/pdf"
    response["Content-Security-Policy"] = OWN_WINDOW_POLICY if own_window else POLICY
    response["Cross-Origin-Resource-Policy"] = "cross-origin" if stored.is_public else "same-origin"
    response["Cache-Control"] = (
        f"public, max-age={PUBLIC_SECONDS}" if stored.is_public else "private, no-store"
    )
    disposition = content_disposition_header(media_type not in SHOWN, stored.shown_name)
    response["Content-Disposition"] = disposition or "inline"
    return response


def _from_here(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    try:
        stream = stored.storage.open(stored.name, "rb")
    except OSError as error:
        raise Http404 from error
    wanted = _wanted_range(request, stored, stream.size)
    if wanted is None:
        response: HttpResponseBase = FileResponse(stream, content_type=stored.media_type)
        response["Content-Length"] = str(stream.size)
    elif not wanted:
        stream.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{stream.size}"
    else:
        response = StreamingHttpResponse(
            _part(stream, wanted), status=206, content_type=stored.media_type
        )
        response["Content-Range"] = f"bytes {wanted[0]}-{wanted[-1]}/{stream.size}"
        response["Content-Length"] = str(len(wanted))
    response["Accept-Ranges"] = "bytes"
    return response


def _wanted_range(request: HttpRequest, stored: StoredFile, size: int) -> range | None:
    """The bytes asked for; None is all of them, an empty range cannot be satisfied."""
    match = BYTE_RANGE.fullmatch(request.headers.get("Range", ""))
    if_range = request.headers.get("If-Range")
    if not match or not any(match.groups()) or if_range not in (None, quote_etag(stored.etag)):
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    return range(int(first), min(int(last) + 1 if last else size, size))


def _part(stream: IO[bytes], wanted: range) -> Iterator[bytes]:
    with stream:
        stream.seek(wanted.start)
        left = len(wanted)
        while left > 0 and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
