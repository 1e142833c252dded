"""Files of the checklist, with and without scripts."""

from __future__ import annotations

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.enums import State
from applications.models import Case
from media.models import PrivateFileReading
from tests.applications.admin.conftest import client_of
from tests.factories.applications import make_case, make_organisation, make_staff, make_user
from tests.factories.media import pdf_bytes

pytestmark = pytest.mark.django_db

PDF = pdf_bytes()


def address(case: Case) -> str:
    return reverse("applications:materials", args=[case.public_id])


def test_a_form_without_scripts_hands_in_a_file_and_a_wrong_one_is_refused_with_the_reason() -> (
    None
):
    case = make_case()
    material = next(one for one in case.materials() if "document" in one.files)
    before = case.attachments.count()
    client = client_of(case.applicant)
    good = SimpleUploadedFile("授权书.pdf", PDF)
    data = {"material": material.key, f"file-{material.key}": good}
    assert client.post(address(case), data).status_code == 302
    assert case.attachments.count() == before + 1
    bad = SimpleUploadedFile("授权书.pdf", b"MZ\x90\x00 a program")
    answer = client.post(address(case), {"material": material.key, f"file-{material.key}": bad})
    assert answer.status_code == 422
    assert "授权书.pdf" in answer.content.decode()
    assert case.attachments.count() == before + 1


def test_a_file_of_no_item_of_the_checklist_is_refused() -> None:
    case = make_case()
    data = {"material": "nothing", "file-nothing": SimpleUploadedFile("x.pdf", PDF)}
    answer = client_of(case.applicant).post(address(case), data)
    assert answer.status_code == 422


def test_the_script_sends_in_pieces_and_the_file_is_on_the_page() -> None:
    case = make_case()
    material = next(one for one in case.materials() if "document" in one.files)
    client = client_of(case.applicant)
    name = base64.b64encode("证明.pdf".encode()).decode()
    begun = client.post(
        reverse("applications:uploads", args=[case.public_id, material.key]),
        headers={"Upload-Length": str(len(PDF)), "Upload-Metadata": f"filename {name}"},
    )
    assert begun.status_code == 201
    sent = client.patch(
        begun["Location"],
        PDF,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": "0"},
    )
    assert sent.json()["state"] == "ready"
    assert "证明.pdf" in client.get(address(case)).content.decode()


def test_too_many_files_of_one_item_are_refused() -> None:
    case = make_case()
    material = next(one for one in case.materials() if "document" in one.files)
    client = client_of(case.applicant)
    have = case.attachments.filter(material=material.key).count()
    for number in range(have, material.most_files + 1):
        upload = SimpleUploadedFile(f"{number}.pdf", PDF)
        data = {"material": material.key, f"file-{material.key}": upload}
        answer = client.post(address(case), data)
    assert answer.status_code == 422
    assert case.attachments.filter(material=material.key).count() == material.most_files


def test_each_download_by_the_applicants_side_is_noted() -> None:
    applicant, colleague = make_user(), make_user()
    case = make_case(applicant=applicant, organisation=make_organisation(applicant, colleague))
    file = case.attachments.select_related("file")[0].file
    answer = client_of(colleague).get(
        reverse("applications:file", args=[case.public_id, file.public_id])
    )
    assert answer.status_code == 200
    assert PrivateFileReading.objects.filter(file=file, reader=colleague).count() == 1


def test_after_handing_in_nothing_can_be_added_or_removed() -> None:
    case = make_case(State.SUBMITTED)
    client = client_of(case.applicant)
    row = case.attachments.select_related("file")[0]
    edit = reverse("applications:file-edit", args=[case.public_id, row.file.public_id])
    client.post(edit, {"action": "remove"})
    row.refresh_from_db()
    assert row.removed_at is None
    data = {"material": row.material, f"file-{row.material}": SimpleUploadedFile("x.pdf", PDF)}
    assert client.post(address(case), data).status_code == 422


def test_a_caption_is_saved_and_a_file_taken_away() -> None:
    case = make_case()
    client = client_of(case.applicant)
    row = case.attachments.select_related("file")[0]
    edit = reverse("applications:file-edit", args=[case.public_id, row.file.public_id])
    client.post(edit, {"caption": "2020年摄于大直沽"})
    row.refresh_from_db()
    assert row.caption == "2020年摄于大直沽"
    client.post(edit, {"action": "remove"})
    row.refresh_from_db()
    assert row.removed_at is not None


def test_a_case_filed_at_the_counter_needs_the_signed_scan() -> None:
    officer = make_staff("officer")
    client = client_of(officer)
    assert client_of(make_user()).get("/apply/counter/").status_code == 404
    other = make_case()
    assert client.get("/apply/counter/").status_code == 200
    data = {"what": f"{other.round_id}:project", "name": "到窗口的示例老人", "email": ""}
    answer = client.post("/apply/counter/", data)
    assert answer.status_code == 302
    case = Case.objects.get(filed_by=officer)
    assert case.applicant_name == "到窗口的示例老人"
    page = client.get(address(case)).content.decode()
    assert "代办委托书" in page
    text = client.get(reverse("applications:submit", args=[case.public_id])).content.decode()
    assert "代办委托书" in text
    assert (
        client.post("/apply/counter/", {**data, "email": "nobody@example.com"}).status_code == 422
    )


def test_withdrawing_wants_a_reason() -> None:
    case = make_case(State.SUBMITTED)
    client = client_of(case.applicant)
    there = reverse("applications:withdraw", args=[case.public_id])
    assert client.post(there, {"reason": " "}).status_code == 422
    assert client.post(there, {"reason": "明年再报"}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert client.get(there).status_code == 404
