"""Evidence of a session: what is taken, who opens it, and what the log keeps of it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from media.enums import FileState
from media.models import PrivateFileReading
from outreach.domain import evidence
from outreach.domain.refusals import StepRefused
from outreach.domain.transitioning import transition
from outreach.enums import EvidenceKind, SessionState
from outreach.models import Evidence, Session
from safeguards.chain import flaws_of
from tests.factories.media import pdf_bytes, picture_bytes, upload, wav_bytes
from tests.factories.outreach import make_host, make_outreach_staff, make_session
from tests.factories.proving import prove, walk
from tests.factories.uploads import begin_upload
from tests.outreach.running.conftest import client_of

pytestmark = pytest.mark.django_db
SHEET, PHOTO = EvidenceKind.SIGN_IN_SHEET, EvidenceKind.PHOTO


def files_of(session: Session, kind: EvidenceKind = PHOTO) -> str:
    return reverse("outreach_evidence", args=[session.pk, kind])


def file_of(row: Evidence) -> str:
    return reverse("outreach_file", args=[row.session_id, row.file.public_id])


def send(client: Client, session: Session, kind: EvidenceKind, content: bytes, name: str) -> Any:
    """As the page's script does: begin, then all in one piece."""
    encoded = base64.b64encode(name.encode()).decode()
    begun = client.post(
        reverse("outreach_evidence_uploads", args=[session.pk, kind]),
        headers={"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {encoded}"},
    )
    if begun.status_code != 201:
        return begun
    return client.patch(
        begun["Location"],
        content,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": "0"},
    )


def test_a_photo_goes_up_in_pieces_and_proves_the_session() -> None:
    session = walk(SessionState.CONFIRMED)
    host = make_host(session)
    answer = send(client_of(host), session, PHOTO, picture_bytes(), "课堂.jpg")
    assert answer.json()["state"] == FileState.READY
    row = session.evidence.get()
    assert (row.kind, row.added_by) == (PHOTO, host)
    transition(session_id=session.pk, name="hold", by=host, wanted={"adults": 1, "minors": 0})


def test_a_form_without_scripts_will_do() -> None:
    session = walk(SessionState.CONFIRMED)
    host = make_host(session)
    client = client_of(host)
    uploads = reverse("outreach_evidence_uploads", args=[session.pk, PHOTO])
    assert f'data-upload="{uploads}"' in client.get(files_of(session)).content.decode()
    empty = client.post(files_of(session))
    assert "请先选择文件" in empty.content.decode()
    client.post(files_of(session), {"evidence": [upload(picture_bytes()) for _n in range(2)]})
    assert session.evidence.count() == 2


def test_a_file_on_its_way_or_refused_proves_nothing() -> None:
    session = walk(SessionState.CONFIRMED)
    host = make_host(session)
    waiting = begin_upload(pdf_bytes(), owner=host)
    Evidence.objects.create(session=session, kind=SHEET, file=waiting, added_by=host)
    refused = send(client_of(host), session, PHOTO, wav_bytes(), "课堂.jpg")
    assert refused.status_code == 422
    with pytest.raises(StepRefused, match="请上传签到表或现场照片"):
        transition(session_id=session.pk, name="hold", by=host, wanted={"adults": 1, "minors": 0})


def test_what_is_too_large_too_many_or_of_another_kind_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = walk(SessionState.CONFIRMED)
    host = make_host(session)
    begin = {"session_id": session.pk, "kind": PHOTO, "name": "大.jpg", "by": host}
    with pytest.raises(ValidationError, match="太大"):
        evidence.begin_upload(size=evidence.LIMITS[PHOTO].largest + 1, **begin)
    with pytest.raises(ValidationError):
        evidence.add_whole(
            session_id=session.pk, kind=PHOTO, upload=upload(pdf_bytes(), "a.jpg"), by=host
        )
    assert not session.evidence.exists()
    for _number in range(evidence.LIMITS[PHOTO].most_files or 0):
        evidence.begin_upload(size=10, **begin)
    with pytest.raises(ValidationError, match="最多 20 份"):
        evidence.begin_upload(size=10, **begin)


def test_each_reading_is_noted() -> None:
    session = walk(SessionState.CONFIRMED)
    host = make_host(session)
    row = prove(session, PHOTO, by=host)[0]
    response = client_of(host).get(file_of(row))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    reading = PrivateFileReading.objects.get(file=row.file)
    assert reading.reader == host
    assert session.shown_title in reading.purpose


def test_a_removed_file_wants_a_reason_and_stays_in_the_log() -> None:
    session = walk(SessionState.CONFIRMED)
    host = make_host(session)
    row = prove(session, PHOTO, by=host)[0]
    client, digest = client_of(host), row.file.sha256
    address = reverse("outreach_file_remove", args=[session.pk, row.file.public_id])
    refused = client.post(address, {"reason": " "})
    assert "请写明为什么移除" in refused.content.decode()
    client.post(address, {"reason": "拍到了孩子的脸"})
    row.refresh_from_db()
    assert row.removed_at is not None
    assert row.file.state == FileState.REMOVED
    event = session.events.get(step="remove_evidence")
    assert (event.reason, event.data["evidence"]["sha256"]) == ("拍到了孩子的脸", digest)
    session.refresh_from_db()
    assert list(flaws_of(session)) == []
    assert client.get(file_of(row)).status_code == 404
    assert client.post(address, {"reason": "再来"}).status_code == 404


def test_what_an_archived_session_is_proven_by_stays() -> None:
    archivist = make_outreach_staff("archivist")
    session = walk(SessionState.ARCHIVED, by=archivist)
    row = session.evidence.filter(kind=PHOTO).get()
    with pytest.raises(StepRefused, match="已经归档"):
        evidence.take_away(
            session_id=session.pk, file=row.file.public_id, reason="换一张", by=archivist
        )
    with pytest.raises(StepRefused, match="已经归档"):
        evidence.begin_upload(session_id=session.pk, kind=PHOTO, name="a", size=9, by=archivist)
    noted = session.events.get(step="archive").data["evidence"]
    assert row.file.sha256 in {one["sha256"] for one in noted}
    transition(session_id=session.pk, name="undo_archive", by=archivist, reason="换一张")
    evidence.take_away(
        session_id=session.pk, file=row.file.public_id, reason="换一张", by=archivist
    )
    row.file.refresh_from_db()
    assert row.file.state == FileState.READY, "the log of the first archive names these bytes"


@pytest.mark.parametrize("state", [SessionState.DRAFT, SessionState.CANCELLED])
def test_nothing_proves_what_does_not_take_place(state: SessionState) -> None:
    session = make_session(state=state)
    host = make_host(session)
    with pytest.raises(StepRefused, match="确认之后"):
        evidence.begin_upload(session_id=session.pk, kind=PHOTO, name="a", size=9, by=host)


def _of_another_session(row: Evidence) -> str:
    other = walk(SessionState.CONFIRMED)
    return reverse("outreach_file", args=[other.pk, row.file.public_id])


def _by_its_key(row: Evidence) -> str:
    return reverse("outreach_file", args=[row.session_id, str(row.pk)])


@pytest.mark.parametrize("address", [_of_another_session, _by_its_key])
def test_evidence_has_one_address(address: Callable[[Evidence], str]) -> None:
    session = walk(SessionState.CONFIRMED)
    host = make_host(session)
    row = prove(session, PHOTO, by=host)[0]
    assert client_of(host).get(address(row)).status_code == 404
    assert not PrivateFileReading.objects.exists()


def test_uploads_of_another_session_or_kind_are_not_there() -> None:
    session = walk(SessionState.CONFIRMED)
    host = make_host(session)
    other = walk(SessionState.CONFIRMED)
    row = prove(session, PHOTO, by=host)[0]
    client = client_of(host)
    for pk, kind in ((other.pk, PHOTO), (session.pk, SHEET)):
        address = reverse("outreach_evidence_upload", args=[pk, kind, row.file.public_id])
        assert client.get(address).status_code == 404
        assert client.delete(address).status_code == 404
    assert client.get(files_of(session).replace("photo", "passport")).status_code == 404


def test_who_only_looks_at_sessions_opens_no_evidence() -> None:
    viewer = make_outreach_staff("host")
    viewer.user_permissions.remove(viewer.user_permissions.get(codename="run_session"))
    session = walk(SessionState.HELD)
    row = session.evidence.first()
    assert row is not None
    client = client_of(viewer)
    shown = client.get(reverse("outreach_session", args=[session.pk])).content.decode()
    assert row.file.name in shown
    assert file_of(row) not in shown
    assert client.get(file_of(row)).status_code == 302
    assert not PrivateFileReading.objects.exists()
    with pytest.raises(PermissionDenied):
        evidence.take_away(session_id=session.pk, file=row.file.public_id, reason="试试", by=viewer)
