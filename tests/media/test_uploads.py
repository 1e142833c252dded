"""Uploads piece by piece: continued, judged by content, refused with the reason."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from media.domain import holding, uploads
from media.domain.refusals import Refused
from media.domain.uploads import UploadLimits, WrongOffset
from media.enums import Access, FileKind, FileState
from media.models import HeritageDocument, HeritageImage, PrivateFile, Recording
from tests.factories.media import mp4_bytes, pdf_bytes, picture_bytes, upload, wav_bytes
from tests.factories.uploads import EVERYTHING, begin_upload, make_private_file, send
from tests.media.test_documents import DOCX, package
from tests.media.test_pictures import located

pytestmark = pytest.mark.django_db

PICTURES = UploadLimits(kinds=(FileKind.PICTURE,))
DOCUMENTS = UploadLimits(kinds=(FileKind.DOCUMENT,))


def held(settings: Any) -> list[str]:
    return sorted(path.name for path in (Path(settings.PRIVATE_MEDIA_ROOT) / "held").glob("*"))


def stored(file: PrivateFile, settings: Any) -> bytes:
    return (Path(settings.PRIVATE_MEDIA_ROOT) / file.stored_name).read_bytes()


# --- before the first byte --------------------------------------------------------------------


@pytest.mark.parametrize(("size", "code"), [(0, "empty"), (-1, "empty"), (101, "too_large")])
def test_what_cannot_be_taken_is_refused_before_it_is_sent(size: int, code: str) -> None:
    limits = UploadLimits(most_bytes=100)
    with pytest.raises(Refused) as refused:
        uploads.start_upload(owner=None, name="a.pdf", size=size, limits=limits)
    assert refused.value.code == code
    assert not PrivateFile.objects.exists()


def test_a_place_for_uploads_never_takes_more_than_the_kind_allows(settings: Any) -> None:
    settings.MEDIA_PICTURE_MAX_BYTES = 2 * 1024 * 1024
    limits = UploadLimits(kinds=(FileKind.PICTURE,), most_bytes=10**9, most_files=3)
    assert limits.largest == 2 * 1024 * 1024
    assert "不超过 2 MB" in limits.sentence
    assert "最多 3 个文件" in limits.sentence


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\资料\\申报书.pdf", "申报书.pdf"),
        ("../../etc/passwd", "passwd"),
        ("照\u202e片\n.jpg", "照片.jpg"),
        ("", "未命名文件"),
        ("x" * 400 + ".docx", "x" * 250 + ".docx"),
    ],
)
def test_names_are_kept_plain(given: str, kept: str) -> None:
    assert begin_upload(b"x", given).name == kept


def test_addresses_of_files_cannot_be_guessed() -> None:
    ids = {begin_upload(b"x").public_id for _ in range(20)}
    assert len(ids) == 20
    assert {len(public_id) for public_id in ids} == {22}


# --- piece by piece ---------------------------------------------------------------------------


def test_pieces_make_the_file(settings: Any, django_capture_on_commit_callbacks: Any) -> None:
    content = pdf_bytes(b"%" + b"x" * 5000 + b"\n")
    owner = User.objects.create_user("applicant")
    file = begin_upload(content, owner=owner)
    with django_capture_on_commit_callbacks(execute=True):
        done = uploads.finish(upload=send(file, content, piece=1000))
    assert (done.state, done.kind, done.media_type) == ("ready", "document", "application/pdf")
    assert stored(done, settings) == content
    assert done.sha256 == hashlib.sha256(content).hexdigest()
    assert done.owner == owner
    assert held(settings) == [done.stored_name.partition("/")[2]]  # the part is gone


@pytest.mark.parametrize("offset", [1, 5, 15, 30])
def test_a_piece_that_does_not_fit_says_where_to_go_on(offset: int) -> None:
    file = begin_upload(b"x" * 40)
    uploads.append(upload=file, offset=0, chunk=b"%PDF-12345")
    with pytest.raises(WrongOffset) as wrong:
        uploads.append(upload=file, offset=offset, chunk=b"yy")
    assert wrong.value.current == 10
    file.refresh_from_db()
    assert file.offset == 10


def test_a_piece_sent_twice_is_there_once(settings: Any) -> None:
    content = pdf_bytes()
    file = begin_upload(content)
    for _ in range(2):
        assert uploads.append(upload=file, offset=0, chunk=content[:100]).offset == 100
    for _ in range(2):
        assert uploads.append(upload=file, offset=100, chunk=content[100:]).offset == len(content)
    assert stored(uploads.finish(upload=file), settings) == content


def test_other_bytes_at_a_known_place_are_no_repetition(settings: Any) -> None:
    file = begin_upload(b"x" * 40)
    uploads.append(upload=file, offset=0, chunk=b"%PDF-12345")
    with pytest.raises(WrongOffset):
        uploads.append(upload=file, offset=0, chunk=b"%PDF-54321")
    file.refresh_from_db()
    assert stored(file, settings) == b"%PDF-12345"


def test_bytes_of_a_crash_before_the_commit_are_written_over(settings: Any) -> None:
    content = pdf_bytes()
    file = send(begin_upload(content), content[:200])
    part = Path(settings.PRIVATE_MEDIA_ROOT) / file.stored_name
    part.write_bytes(content[:200] + b"half a piece")
    assert stored(uploads.finish(upload=send(file, content)), settings) == content


def test_bytes_the_disk_lost_are_asked_for_again(settings: Any) -> None:
    content = pdf_bytes()
    file = send(begin_upload(content), content[:200])
    (Path(settings.PRIVATE_MEDIA_ROOT) / file.stored_name).write_bytes(content[:50])
    with pytest.raises(WrongOffset) as wrong:
        uploads.append(upload=file, offset=200, chunk=content[200:])
    assert wrong.value.current == 50
    uploads.append(upload=file, offset=50, chunk=content[50:])
    assert stored(uploads.finish(upload=file), settings) == content


def test_no_piece_goes_beyond_the_announced_size() -> None:
    file = begin_upload(b"x" * 10)
    with pytest.raises(ValidationError) as refused:
        uploads.append(upload=file, offset=0, chunk=b"x" * 11)
    assert refused.value.code == "beyond_size"


def test_a_piece_has_a_most_length(settings: Any) -> None:
    settings.MEDIA_UPLOAD_PIECE_MAX_BYTES = 10
    with pytest.raises(ValidationError) as refused:
        uploads.append(upload=begin_upload(b"x" * 40), offset=0, chunk=b"x" * 11)
    assert refused.value.code == "piece_too_long"


def test_an_unfinished_file_is_not_judged() -> None:
    content = pdf_bytes()
    file = send(begin_upload(content), content[:-1])
    with pytest.raises(ValidationError) as refused:
        uploads.finish(upload=file)
    assert refused.value.code == "not_finished"
    assert uploads.finish(upload=send(file, content)).is_ready


def test_finishing_twice_is_finishing_once() -> None:
    first = make_private_file()
    second = uploads.finish(upload=first)
    assert (second.stored_name, second.state) == (first.stored_name, FileState.READY)
    with pytest.raises(ValidationError):
        uploads.append(upload=first, offset=0, chunk=b"more")


@pytest.mark.usefixtures("racing_database")
def test_of_two_windows_only_one_goes_on_at_a_time(settings: Any) -> None:
    """Two files under one address: every piece of the result is whole and was promised to one."""
    rounds, piece = 40, 2000
    file = begin_upload(b"x" * rounds * piece)
    gate = threading.Barrier(2, timeout=60)
    accepted: dict[str, list[int]] = {"a": [], "b": []}
    failures: list[Exception] = []

    def window(letter: str) -> None:
        try:
            for offset in range(0, rounds * piece, piece):
                gate.wait()
                with suppress(WrongOffset):
                    uploads.append(upload=file, offset=offset, chunk=letter.encode() * piece)
                    accepted[letter].append(offset)
        except Exception as error:
            failures.append(error)
            gate.abort()
        finally:
            connection.close()

    windows = [threading.Thread(target=window, args=(letter,)) for letter in accepted]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    assert failures == []
    assert sorted(accepted["a"] + accepted["b"]) == list(range(0, rounds * piece, piece))
    content = stored(file, settings)
    for letter, offsets in accepted.items():
        for offset in offsets:
            assert content[offset : offset + piece] == letter.encode() * piece


# --- judged by content ------------------------------------------------------------------------

EXE = b"MZ\x90\x00" + bytes(5000)
HTML = b"<html><script>alert(1)</script></html>"
MACRO = package(("word/document.xml", b"x"), ("word/vbaProject.bin", b"x"))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(3 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "limits", "code"),
    [
        (EXE, "申报书.pdf", EVERYTHING, "not_a_document"),
        (HTML, "照片.jpg", EVERYTHING, "not_a_document"),
        (HTML, "照片.jpg", PICTURES, "kind_not_wanted"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.png", EVERYTHING, "svg"),
        (pdf_bytes(), "照片.jpg", PICTURES, "kind_not_wanted"),
        (wav_bytes(), "申报书.pdf", DOCUMENTS, "kind_not_wanted"),
        (MACRO, "申报书.docx", EVERYTHING, "has_program"),
        (bomb(), "申报书.docx", EVERYTHING, "unpacks_too_large"),
        (DOCX[:-10], "申报书.docx", EVERYTHING, "damaged"),
        (DOCX[:60] + b"\xff" * 20 + DOCX[80:], "申报书.docx", EVERYTHING, "damaged"),
        (mp4_bytes(tail=b"more"), "视频.mp4", EVERYTHING, "damaged"),
        (picture_bytes()[:-100], "照片.jpg", EVERYTHING, "damaged"),
        (b"   \n", "说明.txt", EVERYTHING, "empty"),
    ],
)
def test_content_decides_and_the_reason_is_kept(
    content: bytes,
    name: str,
    limits: UploadLimits,
    code: str,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.MEDIA_DOCUMENT_MAX_UNPACKED_BYTES = 2 * 1024 * 1024
    file = begin_upload(content, name, limits=limits)
    # What the first bytes show is told at once.
    with django_capture_on_commit_callbacks(execute=True), suppress(Refused):
        uploads.finish(upload=send(file, content))
    file.refresh_from_db()
    assert (file.state, file.refusal_code) == (FileState.REFUSED, code)
    assert any("一" <= sign <= "鿿" for sign in file.refusal)
    assert file.stored_name == ""
    assert held(settings) == []


def test_what_will_be_refused_is_refused_after_the_first_piece() -> None:
    file = begin_upload(bytes(10**7), "视频.mp4", limits=PICTURES)
    with pytest.raises(Refused) as refused:
        uploads.append(upload=file, offset=0, chunk=HTML)
    assert "图片" in refused.value.messages[0]


def test_a_reader_that_breaks_is_a_refusal_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **options: Any) -> None:
        raise KeyError("a reader's own mistake")

    monkeypatch.setattr("media.domain.documents.recognise", broken)
    assert make_private_file().refusal_code == "damaged"


def test_pictures_lose_their_location(settings: Any) -> None:
    content = picture_bytes("JPEG", exif=located())
    assert b"SecretPhone" in content
    file = make_private_file(content, "照片.jpg")
    assert (file.kind, file.media_type) == (FileKind.PICTURE, "image/jpeg")
    assert b"SecretPhone" not in stored(file, settings)
    assert file.size == len(stored(file, settings))
    assert file.sha256 == hashlib.sha256(stored(file, settings)).hexdigest()


def test_a_photographed_page_is_a_document_where_no_pictures_are_wanted() -> None:
    file = make_private_file(picture_bytes(), "签字页.jpg", limits=DOCUMENTS)
    assert (file.is_ready, file.kind) == (True, FileKind.DOCUMENT)


# --- without scripts --------------------------------------------------------------------------


def test_a_form_without_scripts_sends_the_file_whole(settings: Any) -> None:
    content = picture_bytes("JPEG", exif=located())
    file = uploads.store_whole(owner=None, upload=upload(content, "照片.jpg"), limits=EVERYTHING)
    assert file.is_ready
    assert b"SecretPhone" not in stored(file, settings)


@pytest.mark.parametrize(("content", "code"), [(b"", "empty"), (EXE, "not_a_document")])
def test_a_whole_file_that_is_refused_leaves_nothing(
    content: bytes, code: str, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(Refused) as refused,
    ):
        uploads.store_whole(owner=None, upload=upload(content, "a.pdf"), limits=EVERYTHING)
    assert refused.value.code == code
    assert not PrivateFile.objects.exists()
    assert held(settings) == []


# --- afterwards -------------------------------------------------------------------------------


def test_a_removed_file_loses_its_bytes_and_keeps_its_row(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = make_private_file()
        uploads.remove(file=file)
    file.refresh_from_db()
    assert (file.state, file.stored_name) == (FileState.REMOVED, "")
    assert held(settings) == []
    assert not PrivateFile.objects.kept().exists()


def test_what_is_removed_during_its_check_stays_removed(
    settings: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    content = pdf_bytes()
    file = send(begin_upload(content), content)
    check = holding.checks.check_any

    def removed_meanwhile(*args: Any) -> Any:
        uploads.remove(file=file)
        return check(*args)

    monkeypatch.setattr(holding.checks, "check_any", removed_meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        uploads.finish(upload=file)
    file.refresh_from_db()
    assert (file.state, file.stored_name) == (FileState.REMOVED, "")
    assert held(settings) == []


@pytest.mark.parametrize(
    ("model", "content", "name"),
    [
        (HeritageImage, picture_bytes(), "正面.jpg"),
        (HeritageDocument, pdf_bytes(), "申报书.pdf"),
        (Recording, wav_bytes(), "唱腔.wav"),
    ],
)
def test_an_approved_file_is_copied_into_the_registry(
    model: Any, content: bytes, name: str
) -> None:
    file = make_private_file(content, name)
    item = uploads.copy_to_registry(file=file, model=model, fields={"caption": "申报材料"})
    item.refresh_from_db()
    assert (item.title, item.original_name) == (name.partition(".")[0], name)
    assert (item.caption, item.access) == ("申报材料", Access.INTERNAL)
    assert item.file.name.partition("/")[0] != "held"
    with item.file.open() as copy:
        assert copy.read()[:4] == content[:4]
    assert file.is_ready


def test_only_a_ready_file_of_the_right_kind_enters_the_registry() -> None:
    with pytest.raises(Refused):
        uploads.copy_to_registry(file=make_private_file(), model=HeritageImage, fields={})
    with pytest.raises(ValidationError, match="检查"):
        uploads.copy_to_registry(file=begin_upload(b"x"), model=HeritageDocument, fields={})
    assert not HeritageImage.objects.exists()
    assert not HeritageDocument.objects.exists()


@pytest.mark.parametrize("changed", [{"offset": 99}, {"state": FileState.READY}])
def test_the_database_refuses_files_that_cannot_be(changed: dict[str, Any]) -> None:
    file = begin_upload(b"x" * 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateFile.objects.filter(pk=file.pk).update(**changed)


def test_uploads_nobody_went_on_with_are_cleared(
    settings: Any, capsys: Any, django_capture_on_commit_callbacks: Any
) -> None:
    old, young = (send(begin_upload(b"%PDF-" * 20), b"%PDF-" * 10) for _ in range(2))
    ready = make_private_file()
    long_ago = timezone.now() - timedelta(days=8)
    PrivateFile.objects.exclude(pk=young.pk).update(touched_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("clear_uploads")
    assert "中断的上传：1 个" in capsys.readouterr().out
    states = dict(PrivateFile.objects.values_list("pk", "state"))
    assert states == {old.pk: "removed", young.pk: "uploading", ready.pk: "ready"}
    left = {young.stored_name, ready.stored_name}
    assert {f"held/{name}" for name in held(settings)} >= left
    assert old.stored_name.partition("/")[2] not in held(settings)


def test_bytes_without_a_row_are_cleared_after_a_while(settings: Any) -> None:
    ready = make_private_file()
    folder = Path(settings.PRIVATE_MEDIA_ROOT) / "held"
    orphan, young = folder / "orphan.part", folder / "young.part"
    for path in (orphan, young):
        path.write_bytes(b"x")
    for path in (orphan, folder.parent / ready.stored_name):
        os.utime(path, (0, 0))
    call_command("clear_uploads", verbosity=0)
    assert not orphan.exists()
    assert young.exists()
    assert (folder.parent / ready.stored_name).exists()


def test_clearing_everything_at_once_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("clear_uploads", "--days", "0")
