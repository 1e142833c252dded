"""The ZIP of a round: the dossiers as PDF, and no more in memory than is being sent."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from applications import archiving
from applications.archiving import PIECE, dossiers_zip
from applications.enums import Kind, State
from applications.models import Attachment, Case, PrivateReading
from printing import typesetting
from tests.factories.applications import make_case, make_round, make_staff

from .conftest import client_of

pytestmark = pytest.mark.django_db
PHONE = "13800000000"
MEGABYTE = 1024 * 1024


def archive(client, round_, **data: str) -> zipfile.ZipFile:
    response = client.post(f"/admin/applications/rounds/{round_.pk}/archive/", data)
    return zipfile.ZipFile(io.BytesIO(b"".join(response)))


def documents(found: zipfile.ZipFile) -> dict[str, str]:
    """What is in the folder of the one case itself, by name; files lie in folders below."""
    return {name.split("/")[1]: name for name in found.namelist() if name.count("/") == 1}


def printed(found: zipfile.ZipFile) -> str:
    name = documents(found)["申报书.pdf"]
    pages = PdfReader(io.BytesIO(found.read(name))).pages
    return "".join(page.extract_text() for page in pages)


def pieces(*, private: bool = False) -> Iterator[bytes]:
    cases = Case.objects.filter(number__isnull=False).order_by("number")
    keys = list(cases.values_list("pk", flat=True))
    return dossiers_zip(cases=cases, keys=keys, by=make_staff("officer"), private=private)


def test_the_dossier_is_there_as_pdf_without_anything_personal(as_officer):
    round_ = make_round(Kind.PROJECT)
    case = make_case(State.SUBMITTED, round_=round_, title="海河风筝制作技艺")

    text = printed(archive(as_officer, round_))

    assert case.number in text
    assert "海河风筝制作技艺" in text
    assert PHONE not in text
    assert not PrivateReading.objects.exists()


def test_personal_data_is_printed_for_a_reason_and_each_reading_is_noted(as_officer, officer):
    round_ = make_round(Kind.PROJECT)
    cases = [make_case(State.SUBMITTED, round_=round_)]

    text = printed(archive(as_officer, round_, private="on", reason="移交区档案馆归档"))

    assert PHONE in text
    noted = PrivateReading.objects.values_list("case", "reader", "reason")
    assert list(noted) == [(case.pk, officer.pk, "移交区档案馆归档") for case in cases]


def test_other_offices_get_a_pdf_without_personal_data_whatever_they_ask():
    round_ = make_round(Kind.PROJECT)
    make_case(State.SUBMITTED, round_=round_)
    secretary = client_of(make_staff("secretary"))

    assert PHONE not in printed(archive(secretary, round_, private="on", reason="移交区档案馆归档"))
    assert not PrivateReading.objects.exists()


def test_a_dossier_too_long_to_be_set_breaks_nothing_off(as_officer, monkeypatch):
    round_ = make_round(Kind.PROJECT)
    make_case(State.SUBMITTED, round_=round_)
    monkeypatch.setattr(typesetting, "LONGEST", 10)

    found = archive(as_officer, round_)

    assert found.testzip() is None
    assert documents(found).keys() == {"申报书.json", "申报书.pdf.txt"}


def test_a_large_file_is_never_whole_in_memory(settings):
    case = make_case(State.SUBMITTED)
    kept = case.dossier_versions.get().content["attachments"]
    public = {one.key for one in case.form.materials if not one.private}
    row = next(one for one in kept if one["material"] in public)
    stored = Attachment.objects.get(pk=row["id"]).file.stored_name
    (Path(settings.PRIVATE_MEDIA_ROOT) / stored).write_bytes(b"x" * (24 * MEGABYTE))

    tracemalloc.start()
    sizes = [len(piece) for piece in pieces()]
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sum(sizes) > 24 * MEGABYTE
    assert max(sizes[:-1]) < 4 * PIECE
    assert peak < 12 * MEGABYTE


def test_no_case_is_read_before_its_turn(monkeypatch):
    round_ = make_round(Kind.PROJECT)

    def queries_of_first_document() -> int:
        sent = pieces()
        with CaptureQueriesContext(connection) as captured:
            next(sent)
        return len(captured)

    monkeypatch.setitem(archiving.DOCUMENTS, "pdf", lambda *_case, **_private: b"%PDF-")
    make_case(State.SUBMITTED, round_=round_)
    one = queries_of_first_document()
    for _more in range(3):
        make_case(State.SUBMITTED, round_=round_)
    assert queries_of_first_document() == one


def test_what_may_no_longer_be_seen_when_its_turn_comes_is_left_out():
    round_ = make_round(Kind.PROJECT)
    first, second = (make_case(State.SUBMITTED, round_=round_) for _one in range(2))
    cases = Case.objects.filter(pk=first.pk)
    keys = [first.pk, second.pk]

    content = b"".join(
        dossiers_zip(cases=cases, keys=keys, by=make_staff("officer"), private=False)
    )

    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {name.split(" ")[0] for name in names} == {first.number}
