"""The dossiers of a round as one ZIP, written while it is sent: it is never whole in memory or on disk.

At any moment there is one case in memory, one document of it or one piece of a file.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications.answering import in_words
from applications.domain.reading import texts_of
from applications.dossier_pdf import dossier_pdf
from applications.models import Attachment, Case, DossierVersion
from media.domain.readings import note_reading
from media.storage import private_storage
from printing.typesetting import TooLong

PIECE = 256 * 1024
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST = 80


class _Sink:
    """What the ZIP is written into; it is emptied piece by piece. It cannot be wound back."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        data = b"".join(self.pieces)
        self.pieces.clear()
        return data


def answers_json(case: Case, version: DossierVersion, *, private: bool) -> bytes:
    """What was answered, in words, with what proves which version it is."""
    texts = texts_of(case, version)
    asked = [one for one in case.form.questions if private or not one.private]
    words = in_words(asked, {**texts.open, **(texts.sealed if private else {})})
    data: dict[str, Any] = {
        _("受理编号"): case.number,
        _("名称"): case.title,
        _("申报类型"): str(case.get_kind_display()),
        _("申报人或单位"): case.applicant_name,
        _("状态"): str(case.get_state_display()),
        _("版本"): version.number,
        _("提交时间"): timezone.localtime(version.made_at).isoformat(timespec="seconds"),
        "SHA-256": version.digest,
        _("回答"): {one.label: words.get(one.key, "") for one in asked},
    }
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


DOCUMENTS: dict[str, Callable[..., bytes]] = {"json": answers_json, "pdf": dossier_pdf}
"""Ending → the dossier in that form; each is called with the case, the version and ``private``."""


def dossiers_zip(
    *, cases: QuerySet[Case], keys: Sequence[int], by: User, private: bool
) -> Iterator[bytes]:
    """A folder for each case: the dossier as PDF and as JSON, and its files. Each file is logged.

    ``keys`` are those of the cases that were asked for, in their order; what is in ``cases`` no
    longer by the time its turn has come is left out. Without ``private`` there is no personal
    answer and no file of a personal material in it; with it, the caller has noted the reading.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for key in keys:
            case = cases.filter(pk=key).first()
            version = case.dossier_versions.order_by("-number").first() if case else None
            if case is None or version is None:
                continue
            folder = safe_name(f"{case.number} {case.title}")
            for name, content in _documents(case, version, private):
                archive.writestr(f"{folder}/{name}", content)
                yield sink.take()
            for attachment, place in _files(case, version, private):
                yield from _copied(archive, sink, attachment, f"{folder}/{place}", case, by)
    yield sink.take()


def _documents(
    case: Case, version: DossierVersion, private: bool
) -> Iterator[tuple[str, bytes | str]]:
    """Name and content. One that cannot be set must not break off what is half sent already."""
    for ending, document in DOCUMENTS.items():
        try:
            yield f"{_('申报书')}.{ending}", document(case, version, private=private)
        except TooLong:
            yield f"{_('申报书')}.{ending}.txt", _("内容太长，无法排印。全部内容见 JSON 文件。")


def safe_name(text: str) -> str:
    """A name that every system takes and that leads to no other folder."""
    return _UNSAFE.sub("_", text).strip(" .")[:_LONGEST] or "_"


def _files(case: Case, version: DossierVersion, private: bool) -> Iterator[tuple[Attachment, str]]:
    """The files of the version, each with its place in the folder; no two at one place."""
    kept = {row["id"] for row in version.content["attachments"]}
    taken: set[str] = set()
    rows = case.attachments.filter(pk__in=kept, file__state="ready").select_related("file")
    for attachment in rows:
        material = case.form.material(attachment.material)
        if material is None or (material.private and not private):
            continue
        name = safe_name(attachment.file.name)
        place = f"{safe_name(material.name)}/{name}"
        if place in taken:
            place = f"{safe_name(material.name)}/{attachment.pk}-{name}"
        taken.add(place)
        yield attachment, place


def _copied(
    archive: zipfile.ZipFile,
    sink: _Sink,
    attachment: Attachment,
    place: str,
    case: Case,
    by: User,
) -> Iterator[bytes]:
    purpose = _("打包申报书 %(number)s") % {"number": case.number}
    note_reading(file=attachment.file, by=by, purpose=purpose)
    info = zipfile.ZipInfo(place, timezone.localtime().timetuple()[:6])
    info.compress_type = zipfile.ZIP_STORED  # pictures and films are packed already
    with (
        private_storage().open(attachment.file.stored_name, "rb") as source,
        archive.open(info, "w", force_zip64=True) as target,
    ):
        while data := source.read(PIECE):
            target.write(data)
            yield sink.take()
    yield sink.take()
