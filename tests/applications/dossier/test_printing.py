"""The 申报书 and the letters as PDF."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from applications.dossier_pdf import dossier_data, dossier_pdf
from applications.enums import State
from applications.letter_pdf import letter_pdf
from tests.applications.admin.conftest import client_of
from tests.factories.applications import make_case

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def shown(data: dict[str, Any]) -> str:
    return repr(data["sections"])


def test_private_answers_are_printed_only_when_asked_for() -> None:
    case = make_case(State.SUBMITTED)
    version = case.dossier_versions.get()
    assert "13800000000" in shown(dossier_data(case, version, private=True))
    without = shown(dossier_data(case, version, private=False))
    assert "13800000000" not in without
    assert "个人信息，未列出" in without


def test_a_version_is_printed_as_it_was_handed_in() -> None:
    case = make_case(State.CORRECTING)
    case.answers.filter(question="summary").update(text="改过以后的简介")
    version = case.dossier_versions.get()
    assert "改过以后的简介" not in shown(dossier_data(case, version, private=True))
    assert "改过以后的简介" in shown(dossier_data(case, None, private=True))
    client = client_of(case.applicant)
    answer = client.get(reverse("applications:dossier-pdf", args=[case.public_id]) + "?version=1")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]


def test_everything_in_the_dossier_has_a_glyph() -> None:
    case = make_case(State.SUBMITTED)
    assert "〓" not in text_of(dossier_pdf(case, case.dossier_versions.get(), private=True))


def test_the_receipt_leads_to_where_the_case_is_followed() -> None:
    case = make_case(State.SUBMITTED)
    content = letter_pdf(case.letters.get())
    assert "扫码查询进度" in text_of(content).replace("\n", "")
