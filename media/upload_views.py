"""Resumable uploads over HTTP, in the shape of tus 1.0 (creation, HEAD, PATCH, termination).

A room mounts it under an address of its own, with its own word on who may:

    endpoint = upload_endpoint(start=start, find=find)
    path("uploads/", endpoint, name="uploads")
    path("uploads/<str:public_id>/", endpoint, name="upload")

Both callables get what else the address holds, and refuse by Http404, PermissionDenied or
ValidationError. Every answer that is no success is JSON with a sentence under `error`.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .domain import uploads
from .domain.refusals import readable
from .domain.uploads import WrongOffset
from .enums import FileState
from .limits import limit
from .models import PrivateFile

PIECE_TYPE = "application/offset+octet-stream"
MOST_BYTES = 2**53
"""What a script can count exactly; no announced size is larger."""


@dataclass(frozen=True, slots=True)
class UploadMeta:
    """What the browser says of a file before sending it."""

    name: str
    size: int


class Start(Protocol):
    """Makes the row, by `start_upload`, and ties it to what it is for."""

    def __call__(self, request: HttpRequest, meta: UploadMeta, **address: Any) -> PrivateFile: ...


class Find(Protocol):
    """The file, when this visitor may go on with it; else Http404."""

    def __call__(self, request: HttpRequest, public_id: str, **address: Any) -> PrivateFile: ...


class Unusable(Exception):
    """A request that no browser script of ours sends."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status = status
        self.sentence = sentence


def upload_endpoint(*, start: Start, find: Find) -> Callable[..., HttpResponseBase]:
    """A view for both addresses: where uploads begin, and where one goes on."""

    @never_cache
    def endpoint(
        request: HttpRequest, public_id: str | None = None, **address: Any
    ) -> HttpResponseBase:
        try:
            if public_id is None:
                return _begun(request, start, address)
            return _continued(request, find(request, public_id, **address))
        except Unusable as error:
            return _problem(error.status, "unusable", error.sentence)
        except PermissionDenied as error:
            return _problem(403, "forbidden", str(error) or _("您没有在这里上传文件的权限。"))
        except Http404:
            return _problem(404, "unknown", _("没有找到这次上传，请重新选择文件。"))
        except WrongOffset as error:
            return _problem(409, error.code, error.messages[0], offset=error.current)
        except ValidationError as error:
            return _problem(422, getattr(error, "code", None), error.messages[0])

    return endpoint


def _begun(request: HttpRequest, start: Start, address: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        raise Unusable(405, _("开始上传请用 POST。"))
    size = _number(request, "Upload-Length")
    file = start(request, UploadMeta(name=_name(request), size=size), **address)
    response = _state(file, status=201)
    response["Location"] = request.build_absolute_uri(f"{request.path}{file.public_id}/")
    return response


def _continued(request: HttpRequest, file: PrivateFile) -> HttpResponse:
    if request.method in ("GET", "HEAD"):
        return _state(file)
    if request.method == "DELETE":
        if file.state not in (FileState.UPLOADING, FileState.REFUSED):
            raise Unusable(409, _("这个文件已经传完，请在表单里移除。"))
        uploads.remove(file=file)
        return _with_headers(HttpResponse(status=204))
    if request.method != "PATCH":
        raise Unusable(405, _("继续上传请用 PATCH。"))
    if file.is_unfinished:
        offset = _number(request, "Upload-Offset")
        file = uploads.append(upload=file, offset=offset, chunk=_piece(request))
        if file.offset == file.announced_size:
            file = uploads.finish(upload=file)
    return _state(file)


def _piece(request: HttpRequest) -> bytes:
    """The body, read before any lock is taken; what a broken line let through counts too."""
    if request.content_type != PIECE_TYPE:
        raise Unusable(415, _("内容类型应为 %(type)s。") % {"type": PIECE_TYPE})
    most = limit("MEDIA_UPLOAD_PIECE_MAX_BYTES")
    length = _number(request, "Content-Length")
    if length > most:
        raise Unusable(413, _("一次发送的内容太长，最多 %(most)s。") % {"most": readable(most)})
    pieces = []
    try:
        while length > 0 and (piece := request.read(min(length, 256 * 1024))):
            pieces.append(piece)
            length -= len(piece)
    except UnreadablePostError:
        pass
    return b"".join(pieces)


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) < 17 and int(value) < MOST_BYTES):
        raise Unusable(400, _("请求缺少 %(header)s，或其值不是整数。") % {"header": header})
    return int(value)


def _name(request: HttpRequest) -> str:
    """The file's name from `Upload-Metadata: filename <base64>`."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _blank, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                raise Unusable(400, _("文件名无法读出。")) from None
    return ""


def _state(file: PrivateFile, status: int = 200) -> HttpResponse:
    """Where the upload stands. A refusal is told by its state and reason, not by the status."""
    answer = {
        "id": file.public_id,
        "name": file.name,
        "state": file.state,
        "state_label": file.get_state_display(),
        "offset": file.offset,
        "length": file.announced_size,
        "size": readable(file.shown_size),
        "error": file.refusal,
    }
    response = _with_headers(JsonResponse(answer, status=status))
    response["Upload-Offset"] = str(file.offset)
    response["Upload-Length"] = str(file.announced_size)
    return response


def _problem(
    status: int, code: str | None, sentence: str, offset: int | None = None
) -> HttpResponse:
    response = JsonResponse({"error": sentence, "code": code or "refused"}, status=status)
    if offset is not None:
        response["Upload-Offset"] = str(offset)
    return _with_headers(response)


def _with_headers(response: HttpResponse) -> HttpResponse:
    response["Tus-Resumable"] = "1.0.0"
    response["X-Content-Type-Options"] = "nosniff"
    return response
