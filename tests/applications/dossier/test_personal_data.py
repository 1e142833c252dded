"""One's own applications in the download of one's data, and what is kept of them."""

from __future__ import annotations

import json
import zipfile

import pytest

from accounts.domain.closing import close_account
from accounts.domain.personal_data import archive_of, kept_of
from applications.enums import State
from tests.factories.applications import make_case, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_the_download_holds_answers_and_files_and_nobody_elses() -> None:
    own, other = make_case(State.SUBMITTED), make_case(State.SUBMITTED)
    assert own.applicant is not None
    with zipfile.ZipFile(archive_of(own.applicant)) as archive:
        told = json.loads(archive.read("申报.json"))
        files = [name for name in archive.namelist() if name.startswith("申报/")]
    assert [one["名称"] for one in told] == [own.title]
    assert "13800000000" in told[0]["申报书"].values()
    assert other.title not in json.dumps(told, ensure_ascii=False)
    assert len(files) == own.attachments.count()


def test_only_what_was_handed_in_is_kept_by_law() -> None:
    draft, submitted = make_case(), make_case(State.SUBMITTED)
    assert draft.applicant is not None
    assert submitted.applicant is not None
    assert kept_of(draft.applicant) == []
    assert "档案法" in kept_of(submitted.applicant)[0].rule
    assert kept_of(make_user()) == []


def test_drafts_go_with_the_account_and_what_was_handed_in_stays() -> None:
    person = make_user()
    draft = make_case(applicant=person)
    submitted = make_case(State.SUBMITTED, applicant=person)
    of_unit = make_case(applicant=person, organisation=make_organisation(make_user(), person))
    kept = close_account(user=person, by=person)
    assert "档案法" in kept[0].rule
    draft.refresh_from_db()
    assert draft.title == draft.applicant_name == ""
    assert not draft.answers.exists()
    assert not draft.attachments.exists()
    assert submitted.answers.exists()
    assert of_unit.answers.exists()
    person.refresh_from_db()
    assert not person.is_active
