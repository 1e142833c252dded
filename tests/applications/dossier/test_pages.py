"""The applicant's pages, with the scripts away."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.enums import Kind, State
from applications.models import Case
from tests.applications.admin.conftest import client_of
from tests.factories.applications import make_case, make_organisation, make_round, make_user

pytestmark = pytest.mark.django_db


def page(name: str, case: Case, *more: Any) -> str:
    return reverse(f"applications:{name}", args=[case.public_id, *more])


@pytest.mark.parametrize("state", list(State))
def test_the_case_can_be_read_in_every_state(state: State) -> None:
    case = make_case(state) if state not in (State.LAPSED,) else make_case(State.SUBMITTED)
    answer = client_of(case.applicant).get(page("case", case))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert case.title in text
    if case.number:
        assert case.number in text
        assert case.query_code in text


def test_a_visitor_is_told_how_to_begin_and_where_to_sign_in() -> None:
    round_ = make_round(Kind.PROJECT)
    text = Client().get("/apply/").content.decode()
    assert round_.title in text
    assert f"{reverse('account_login')}?next=/apply/" in text


def test_somebody_begins_for_his_unit_and_finds_what_is_known_already_filled_in() -> None:
    user = make_user("示例负责人")
    unit = make_organisation(user)
    round_ = make_round(Kind.PROJECT)
    client = client_of(user)
    assert unit.name in client.get("/apply/").content.decode()
    answer = client.post("/apply/begin/", {"what": f"{round_.pk}:project", "unit": str(unit.pk)})
    case = Case.objects.get()
    assert answer["Location"] == page("case", case)
    assert case.organisation == unit
    first = client.get(page("section", case, "applicant")).content.decode()
    assert "示例联系人" in first


def test_beginning_twice_within_a_moment_makes_one_case() -> None:
    user, round_ = make_user(), make_round(Kind.PROJECT)
    client = client_of(user)
    for _one in range(2):
        client.post("/apply/begin/", {"what": f"{round_.pk}:project", "unit": ""})
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "unit"),
    [
        ("", ""),
        ("0:project", ""),
        ("x", ""),
        ("{round}:inheritor", ""),
        ("{round}:project", "999999"),
    ],
)
def test_what_is_not_on_offer_is_refused_in_words(what: str, unit: str) -> None:
    round_ = make_round(Kind.PROJECT)
    client = client_of(make_user())
    answer = client.post("/apply/begin/", {"what": what.format(round=round_.pk), "unit": unit})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_section_of_every_form_can_be_opened(kind: Kind) -> None:
    case = make_case(kind=kind)
    client = client_of(case.applicant)
    for section in case.form.sections():
        answer = client.get(page("section", case, section.value))
        assert answer.status_code == 200
        for question in case.form.of_section(section):
            assert question.label in answer.content.decode()
    assert client.get(page("materials", case)).status_code == 200
    assert client.get(page("submit", case)).status_code == 200
    assert client.get(page("dossier-pdf", case)).content.startswith(b"%PDF")


def test_a_guides_open_remark_stands_beside_its_question() -> None:
    case = make_case()
    guide = make_user("示例指导员")
    remark = case.remarks.create(
        item_type="question", item="summary", text="请写上年代", author=guide, author_name="指导"
    )
    client = client_of(case.applicant)
    address = page("section", case, "summary")
    assert "请写上年代" in client.get(address).content.decode()
    remark.done_at = case.created_at
    remark.save()
    assert "请写上年代" not in client.get(address).content.decode()
