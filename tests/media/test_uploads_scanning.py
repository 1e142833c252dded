"""Virus scans by a real clamd: clean, infected, away, hung up, come back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from media.domain import holding, uploads
from media.domain.refusals import Refused
from media.enums import FileState
from media.models import PrivateFile
from media.private_serving import answer_private
from media.system_checks import check_scanner
from tests.conftest import or_not_run
from tests.factories.media import pdf_bytes, upload, wav_bytes
from tests.factories.uploads import EVERYTHING, begin_upload, make_private_file, send
from tests.servers.clamav import EICAR, MOST_BYTES, ClamavServer
from tests.servers.process import free_port

pytestmark = pytest.mark.django_db

INFECTED = pdf_bytes(b"% " + EICAR + b"\n")


def _started() -> ClamavServer:
    server = ClamavServer()
    try:
        server.start()
    except BaseException:
        server.remove()
        raise
    return server


@pytest.fixture(scope="module")
def clamav() -> Iterator[ClamavServer]:
    server = or_not_run(_started)
    yield server
    server.remove()


@pytest.fixture
def scanner(clamav: ClamavServer, settings: Any) -> ClamavServer:
    clamav.start()
    settings.CLAMAV_URL = clamav.url
    return clamav


@pytest.fixture
def queue(settings: Any) -> None:
    """Tasks wait in the database, as on a real site."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def worked_off() -> None:
    """One look of the worker at everything queued, whenever it is due."""
    DBTaskResult.objects.filter(run_after__isnull=False).update(run_after=timezone.now())
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)


def test_without_a_scanner_nothing_is_said_to_be_scanned() -> None:
    file = make_private_file(INFECTED)
    assert (file.state, file.scanned_at) == (FileState.READY, None)


@pytest.mark.parametrize("address", ["url", "socket_url"])
def test_a_clean_file_is_ready(scanner: ClamavServer, settings: Any, address: str) -> None:
    settings.CLAMAV_URL = getattr(scanner, address)
    file = make_private_file()
    assert file.is_ready
    assert file.scanned_at


def test_an_infected_file_is_refused_by_name(
    scanner: ClamavServer, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = make_private_file(INFECTED)
    assert (file.state, file.refusal_code, file.stored_name) == ("refused", "infected", "")
    assert "Eicar-Test-Signature" in file.refusal
    assert list((settings.PRIVATE_MEDIA_ROOT / "held").iterdir()) == []


def test_an_infected_file_sent_whole_is_refused(scanner: ClamavServer) -> None:
    with pytest.raises(Refused) as refused:
        uploads.store_whole(owner=None, upload=upload(EICAR, "说明.txt"), limits=EVERYTHING)
    assert refused.value.code == "infected"
    assert not PrivateFile.objects.exists()


def test_while_the_scanner_is_away_the_file_waits_and_is_not_handed_out(settings: Any) -> None:
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{free_port()}"
    file = make_private_file()
    assert (file.state, file.scanned_at, file.claimed_at) == (FileState.CHECKING, None, None)
    request = RequestFactory().get("/")
    request.user = User(username="reader")
    with pytest.raises(Http404):
        answer_private(request, file, purpose="审阅")
    assert not file.readings.exists()


@pytest.mark.usefixtures("racing_database", "queue")
@pytest.mark.parametrize(("content", "state"), [(pdf_bytes(), "ready"), (INFECTED, "refused")])
def test_a_scanner_that_comes_back_is_asked_again(
    clamav: ClamavServer,
    settings: Any,
    content: bytes,
    state: str,
) -> None:
    settings.CLAMAV_URL = clamav.url
    clamav.stop()
    file = make_private_file(content)
    assert DBTaskResult.objects.get().run_after > timezone.now()
    worked_off()
    file.refresh_from_db()
    assert file.state == FileState.CHECKING  # still away
    again = DBTaskResult.objects.filter(status="READY").get()
    assert again.run_after > timezone.now() + timedelta(minutes=1)  # the pauses grow
    clamav.start()
    worked_off()
    file.refresh_from_db()
    assert file.state == state
    assert not DBTaskResult.objects.filter(status="READY").exists()


@pytest.mark.usefixtures("racing_database", "queue")
def test_a_large_file_is_scanned_in_the_background(scanner: ClamavServer, settings: Any) -> None:
    settings.MEDIA_SCAN_AT_ONCE_BYTES = 1000
    file = make_private_file(wav_bytes(1), "唱腔.wav")
    assert (file.state, file.media_type) == (FileState.CHECKING, "audio/wav")
    worked_off()
    file.refresh_from_db()
    assert file.is_ready
    assert file.scanned_at


def test_a_file_the_scanner_does_not_read_through_is_not_taken_for_clean(
    scanner: ClamavServer, caplog: Any
) -> None:
    file = make_private_file(wav_bytes(MOST_BYTES / 16000 * 3), "唱腔.wav")
    assert file.state == FileState.CHECKING
    assert "size limit exceeded" in caplog.text


@pytest.mark.parametrize(
    "answer", [b"", b"stream: OK", b"stream: OK maybe\n", b"UNKNOWN COMMAND\n", b"\xff\xfe\n"]
)
def test_only_the_word_ok_means_clean(settings: Any, answer: bytes) -> None:
    """A listener that is no clamd, or dies in the middle of its answer, clears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{listener.getsockname()[1]}"

        def speak() -> None:
            connection, _address = listener.accept()
            with connection:
                while not connection.recv(65536).endswith(bytes(4)):
                    pass
                connection.sendall(answer)

        speaker = threading.Thread(target=speak)
        speaker.start()
        file = make_private_file()
        speaker.join()
    assert file.state == FileState.CHECKING


def test_a_check_that_was_cut_short_is_taken_up_again(scanner: ClamavServer) -> None:
    content = pdf_bytes()
    file = send(begin_upload(content), content)
    PrivateFile.objects.filter(pk=file.pk).update(
        state=FileState.CHECKING, claimed_at=timezone.now()
    )
    assert holding.check_waiting() == 0  # somebody is at it
    PrivateFile.objects.update(claimed_at=timezone.now() - holding.CLAIM * 2)
    assert holding.check_waiting() == 1
    file.refresh_from_db()
    assert file.is_ready


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("", True),
        ("tcp://127.0.0.1:3310", True),
        ("unix:///run/clamav/clamd.ctl", True),
        ("127.0.0.1:3310", False),
        ("tcp://", False),
        ("tcp://127.0.0.1:many", False),
        ("http://127.0.0.1:3310", False),
        ("unix://", False),
    ],
)
def test_a_misspelt_address_is_told_at_the_start(settings: Any, address: str, right: bool) -> None:
    settings.CLAMAV_URL = address
    assert [problem.id for problem in check_scanner()] == ([] if right else ["media.E001"])
