"""Hands a private file to somebody who has already been allowed to read it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from .domain.readings import note_reading
from .models import PrivateFile
from .serving import StoredFile, answer
from .storage import private_storage


def answer_private(request: HttpRequest, file: PrivateFile, *, purpose: str) -> HttpResponseBase:
    """The file or a part of it, after a line in the log; 404 unless it is ready.

    The caller has asked who may. `purpose` says in a few words what for, as the log will tell it.
    """
    if not file.is_ready:
        raise Http404
    if request.method != "HEAD":
        address = request.META.get("REMOTE_ADDR", "")
        note_reading(file=file, by=request.user, purpose=purpose, address=address)
    stored = StoredFile(
        storage=private_storage(),
        name=file.stored_name,
        media_type=file.media_type,
        shown_name=file.name,
        etag=file.sha256,
        is_public=False,
    )
    return answer(request, stored)
