"""Uploads over HTTP, from the attacker's side too, and the log of who read what."""

from __future__ import annotations

import base64
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from media.domain import uploads
from media.enums import FileState
from media.models import PrivateFile, PrivateFileReading
from tests.factories.media import mp4_bytes, pdf_bytes, picture_bytes, upload
from tests.factories.uploads import begin_upload, make_private_file, send
from tests.media.test_uploads import EXE

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.media.upload_room")]

UPLOADS = "/room/uploads/"


@pytest.fixture
def owner() -> User:
    return User.objects.create_user(username="applicant", display_name="李四")


@pytest.fixture
def own(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def begin(client: Client, size: Any, name: str = "申报书.pdf", **headers: str) -> Any:
    metadata = "filename " + base64.b64encode(name.encode()).decode()
    return client.post(
        UPLOADS, headers={"Upload-Length": str(size), "Upload-Metadata": metadata, **headers}
    )


def patch(client: Client, url: str, offset: Any, chunk: bytes, **options: Any) -> Any:
    return client.patch(
        url,
        chunk,
        content_type=options.pop("content_type", "application/offset+octet-stream"),
        headers={"Upload-Offset": str(offset)},
        **options,
    )


def url_of(file: PrivateFile) -> str:
    return f"{UPLOADS}{file.public_id}/"


def test_a_file_comes_in_pieces_and_goes_on_after_a_break(own: Client, owner: User) -> None:
    content = pdf_bytes()
    begun = begin(own, len(content))
    assert begun.status_code == 201
    url = begun["Location"].removeprefix("http://testserver")
    first = patch(own, url, 0, content[:100])
    assert (first.status_code, first["Upload-Offset"]) == (200, "100")

    asked = own.head(url)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("100", str(len(content)))
    assert "no-store" in asked["Cache-Control"]

    done = patch(own, url, 100, content[100:]).json()
    assert (done["state"], done["error"], done["name"]) == ("ready", "", "申报书.pdf")
    file = PrivateFile.objects.get()
    assert (file.owner, file.state) == (owner, FileState.READY)
    assert patch(own, url, 100, content[100:]).json()["state"] == "ready"  # the answer was lost


def test_an_empty_piece_at_the_end_asks_for_the_judgement(own: Client, owner: User) -> None:
    """The server fell between the last byte and its judgement."""
    content = pdf_bytes()
    file = send(begin_upload(content, owner=owner), content)
    assert own.get(url_of(file)).json()["state"] == "uploading"
    empty = {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"}
    assert patch(own, url_of(file), len(content), b"x", **empty).json()["state"] == "ready"


def test_a_piece_that_does_not_fit_is_answered_with_the_right_place(
    own: Client, owner: User
) -> None:
    file = send(begin_upload(b"%PDF-" * 20, owner=owner), b"%PDF-" * 4)
    response = patch(own, url_of(file), 50, b"x")
    assert (response.status_code, response["Upload-Offset"]) == (409, "20")
    assert response.json()["code"] == "wrong_offset"


def test_a_refusal_comes_with_its_reason(own: Client) -> None:
    url = begin(own, len(EXE))["Location"]
    response = patch(own, url, 0, EXE)
    assert response.status_code == 422
    assert "不是可以接收的文档" in response.json()["error"]
    state = own.get(url).json()
    assert (state["state"], state["error"]) == ("refused", response.json()["error"])


def test_a_refusal_at_the_end_is_a_state_with_its_reason(own: Client) -> None:
    content = picture_bytes()[:-100]
    url = begin(own, len(content), "照片.jpg")["Location"]
    response = patch(own, url, 0, content)
    assert response.status_code == 200
    assert (response.json()["state"], "损坏" in response.json()["error"]) == ("refused", True)


@pytest.mark.parametrize(
    ("size", "status"),
    [
        ("0", 422),
        (str(10**12), 422),
        ("", 400),
        ("-1", 400),
        ("1e3", 400),
        ("٣", 400),
        ("9" * 400, 400),
    ],
)
def test_impossible_sizes_are_refused_with_a_sentence(own: Client, size: str, status: int) -> None:
    response = begin(own, size)
    assert response.status_code == status
    assert response.json()["error"]
    assert not PrivateFile.objects.exists()


@pytest.mark.parametrize("metadata", ["filename %%%", "filename /w==", "filename", "", "x y,z"])
def test_names_that_cannot_be_read_break_nothing(own: Client, metadata: str) -> None:
    response = own.post(UPLOADS, headers={"Upload-Length": "5", "Upload-Metadata": metadata})
    assert response.status_code in (201, 400)


def test_pieces_that_no_script_of_ours_sends(own: Client, owner: User, settings: Any) -> None:
    file = begin_upload(b"x" * 100, owner=owner)
    assert patch(own, url_of(file), 0, b"x", content_type="text/plain").status_code == 415
    assert patch(own, url_of(file), "", b"x").status_code == 400
    assert patch(own, url_of(file), 0, b"x" * 101).status_code == 422
    settings.MEDIA_UPLOAD_PIECE_MAX_BYTES = 10
    assert patch(own, url_of(file), 0, b"x" * 11).status_code == 413
    assert own.put(url_of(file)).status_code == 405
    assert own.get(UPLOADS).status_code == 405
    file.refresh_from_db()
    assert file.offset == 0


def test_pieces_larger_than_a_form_may_be_are_taken(own: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    content = pdf_bytes(b"%" + b"x" * 5000 + b"\n")
    url = begin(own, len(content))["Location"]
    assert patch(own, url, 0, content).json()["state"] == "ready"


class BrokenLine(io.BytesIO):
    """Ten bytes come through, then the connection is gone."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() == 10:
            raise ConnectionResetError
        return super().read(10)


@pytest.mark.parametrize("line", [io.BytesIO, BrokenLine])
def test_what_a_broken_line_let_through_is_kept(own: Client, owner: User, line: Any) -> None:
    """The header says more than arrives."""
    file = begin_upload(b"x" * 100, owner=owner)
    broken = {"wsgi.input": line(b"%PDF-12345"), "CONTENT_LENGTH": "60"}
    assert patch(own, url_of(file), 0, b"x", **broken)["Upload-Offset"] == "10"


def test_the_room_says_who_may_begin_and_how_many(own: Client, owner: User) -> None:
    stranger = begin(Client(), 10)
    assert (stranger.status_code, stranger.json()["error"]) == (403, "请先登录。")
    for _ in range(3):
        assert begin(own, 10).status_code == 201
    refused = begin(own, 10)
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many")


@pytest.mark.parametrize("who", ["stranger", "other"])
def test_other_peoples_uploads_do_not_exist(owner: User, who: str) -> None:
    content = pdf_bytes()
    ready = make_private_file(owner=owner)
    begun = send(begin_upload(content, owner=owner), content[:50])
    client = Client()
    if who == "other":
        client.force_login(User.objects.create_user(username="other"))
    for file in (ready, begun):
        url = url_of(file)
        for response in (
            client.get(url),
            client.head(url),
            patch(client, url, 50, content[50:]),
            client.delete(url),
            client.get(f"/room/files/{file.public_id}/"),
        ):
            assert response.status_code == 404
    begun.refresh_from_db()
    assert (begun.offset, begun.state) == (50, FileState.UPLOADING)
    assert not PrivateFileReading.objects.exists()
    assert client.get(UPLOADS + "A" * 22 + "/").status_code == 404


def test_stored_names_are_no_addresses(own: Client, owner: User) -> None:
    file = make_private_file(owner=owner)
    assert own.get(f"/files/{file.stored_name}").status_code == 404
    owner.is_superuser = owner.is_staff = True
    owner.save()
    assert own.get(f"/files/{file.stored_name}").status_code == 404


def test_pages_of_other_sites_cannot_upload(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    file = begin_upload(b"x" * 10, owner=owner)
    assert begin(client, 10).status_code == 403
    assert patch(client, url_of(file), 0, b"x").status_code == 403
    client.get("/room/")
    token = client.cookies["csrftoken"].value
    assert begin(client, 10, **{"X-CSRFToken": token}).status_code == 201


def test_an_upload_is_given_up_and_a_finished_file_is_not(own: Client, owner: User) -> None:
    file = begin_upload(b"x" * 10, owner=owner)
    assert own.delete(url_of(file)).status_code == 204
    file.refresh_from_db()
    assert file.state == FileState.REMOVED
    assert own.delete(url_of(make_private_file(owner=owner))).status_code == 409


def test_the_form_without_scripts(own: Client) -> None:
    page = own.post("/room/", {"material": upload(pdf_bytes(), "申报书.pdf")})
    assert "申报书.pdf" in page.content.decode()
    page = own.post("/room/", {"material": upload(EXE, "申报书2.pdf")})
    assert "不是可以接收的文档" in page.content.decode()
    assert PrivateFile.objects.count() == 1


def test_what_one_request_costs(own: Client, owner: User, django_assert_num_queries: Any) -> None:
    """Session, user, find; then one lock and one write, whatever the length."""
    file = begin_upload(b"x" * 100, owner=owner)
    with django_assert_num_queries(7):
        patch(own, url_of(file), 0, b"%PDF-")
    with django_assert_num_queries(3):
        own.head(url_of(file))


# --- reading ----------------------------------------------------------------------------------


def test_each_reading_is_logged_with_who_what_for_and_from_where(own: Client, owner: User) -> None:
    file = make_private_file(owner=owner)
    response = own.get(f"/room/files/{file.public_id}/")
    assert b"".join(response.streaming_content) == pdf_bytes()
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    reading = file.readings.get()
    assert (reading.reader, reading.reader_name, reading.purpose) == (owner, "李四", "本人查看")
    assert len(reading.address_hash) == 64
    assert "127.0.0.1" not in reading.address_hash


def test_a_film_fetched_in_parts_is_one_reading(own: Client, owner: User) -> None:
    content = mp4_bytes()
    file = make_private_file(content, "视频.mp4", owner=owner)
    address = f"/room/files/{file.public_id}/"
    for first in (0, 10, 50):
        part = own.get(address, headers={"range": f"bytes={first}-{first + 9}"})
        assert part.status_code == 206
        assert b"".join(part.streaming_content) == content[first : first + 10]
    assert file.readings.count() == 1
    own.head(address)
    assert file.readings.count() == 1
    # A part from the middle is a reading too, when it is the first.
    long_ago = timezone.now() - timedelta(hours=2)
    PrivateFileReading._base_manager.all()._raw_delete("default")
    assert not PrivateFileReading.objects.exists()
    own.get(address, headers={"range": "bytes=20-30"})
    assert file.readings.get().at > long_ago


@pytest.mark.parametrize("state", [FileState.CHECKING, FileState.REFUSED, FileState.REMOVED])
def test_only_ready_files_are_handed_out(own: Client, owner: User, state: str) -> None:
    file = make_private_file(owner=owner)
    PrivateFile.objects.filter(pk=file.pk).update(state=state)
    assert own.get(f"/room/files/{file.public_id}/").status_code == 404
    assert not file.readings.exists()


def test_the_log_of_readings_only_grows(own: Client, owner: User) -> None:
    file = make_private_file(owner=owner)
    own.get(f"/room/files/{file.public_id}/")
    reading = file.readings.get()
    for change in (
        reading.save,
        reading.delete,
        lambda: file.readings.update(purpose="别的"),
        PrivateFileReading.objects.all().delete,
    ):
        with pytest.raises(TypeError):
            change()
    uploads.remove(file=file)
    assert file.readings.count() == 1
