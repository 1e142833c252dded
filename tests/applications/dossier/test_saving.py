"""Answers saved by the page and by the script: nothing is lost, nobody overwrites anybody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from applications.enums import Kind, State
from applications.models import Answer, AnswerText, Case
from tests.applications.admin.conftest import client_of
from tests.factories.applications import make_case, make_organisation, make_user

pytestmark = pytest.mark.django_db


def save(client: Client, case: Case, answers: Any) -> Any:
    return client.post(
        reverse("applications:answers", args=[case.public_id]),
        json.dumps(answers),
        content_type="application/json",
    )


def one(key: str, text: str, seen: int) -> dict[str, Any]:
    return {"answers": {key: {"text": text, "seen": seen}}}


def value(case: Case, key: str) -> str:
    return case.answers.get(question=key).value


def test_a_text_is_saved_once_however_often_it_is_sent() -> None:
    case = make_case()
    client = client_of(case.applicant)
    for _time in range(2):
        told = save(client, case, one("summary", "新的简介", 1)).json()["answers"]["summary"]
        assert told["revision"] == 2
    assert value(case, "summary") == "新的简介"


def test_a_stale_tab_overwrites_nothing_and_is_shown_both_texts() -> None:
    first, second = make_user("甲示例"), make_user("乙示例")
    case = make_case(applicant=first, organisation=make_organisation(first, second))
    save(client_of(first), case, one("summary", "甲写的", 1))
    told = save(client_of(second), case, one("summary", "乙写的", 1)).json()["answers"]["summary"]
    assert told["theirs"] == "甲写的"
    assert told["saved_by"] == "甲示例"
    assert value(case, "summary") == "甲写的"
    kept = AnswerText.objects.get(set_aside=True)
    assert kept.sealed == "乙写的"
    told = save(client_of(second), case, one("summary", "两人商定的", told["revision"])).json()
    assert "theirs" not in told["answers"]["summary"]
    assert value(case, "summary") == "两人商定的"


def test_the_page_without_scripts_shows_both_texts_too() -> None:
    case = make_case()
    client = client_of(case.applicant)
    save(client, case, one("summary", "另一个窗口写的", 1))
    address = reverse("applications:section", args=[case.public_id, "summary"])
    answer = client.post(address, {"summary": "这个窗口写的", "revision-summary": "1"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "另一个窗口写的" in text
    assert "这个窗口写的" in text
    assert value(case, "summary") == "另一个窗口写的"
    answer = client.post(address, {"summary": "定下来的" * 60, "revision-summary": "2"})
    assert answer.status_code == 302
    assert value(case, "summary") == "定下来的" * 60


def test_the_page_without_scripts_saves_all_and_says_what_is_still_wrong() -> None:
    case = make_case()
    client = client_of(case.applicant)
    address = reverse("applications:section", args=[case.public_id, "applicant"])
    page = client.get(address).content.decode()
    assert 'name="revision-contact-phone"' in page
    data = {
        "contact-phone": "不是号码",
        "revision-contact-phone": "1",
        "contact-name": "新联系人",
        "revision-contact-name": "1",
    }
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "error-contact-phone" in answer.content.decode()
    assert "不是号码" in answer.content.decode()
    assert value(case, "contact-phone") == "不是号码"
    assert value(case, "contact-name") == "新联系人"


def test_private_answers_are_stored_sealed() -> None:
    case = make_case(kind=Kind.PROJECT)
    save(client_of(case.applicant), case, one("contact-phone", "13911112222", 1))
    row = Answer.objects.get(case=case, question="contact-phone")
    assert row.text == ""
    assert row.sealed == "13911112222"


def test_a_correction_lets_only_the_listed_items_be_changed() -> None:
    case = make_case(State.CORRECTING)
    item = case.corrections.get().items.filter(item_type="question").first()
    assert item is not None
    other = next(q for q in case.form.questions if q.key not in (item.item, "title"))
    client = client_of(case.applicant)
    told = save(client, case, one(other.key, "偷改", 1)).json()["answers"][other.key]
    assert "补正" in told["refused"]
    assert value(case, other.key) != "偷改"
    question = case.form.question(item.item)
    assert question is not None
    page = reverse("applications:section", args=[case.public_id, question.section.value])
    text = client.get(page).content.decode()
    assert item.defect in text
    assert f'name="revision-{item.item}"' in text
    assert text.count('name="revision-') == 1


def test_answering_a_correction_makes_a_second_version() -> None:
    case = make_case(State.CORRECTING)
    client = client_of(case.applicant)
    page = client.get(reverse("applications:case", args=[case.public_id])).content.decode()
    assert case.corrections.get().items.all()[0].defect in page
    answer = client.post(reverse("applications:submit", args=[case.public_id]))
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == State.SUBMITTED
    assert case.dossier_versions.count() == 2


def test_a_case_that_has_moved_on_keeps_what_was_typed_on_the_page() -> None:
    case = make_case()
    client = client_of(case.applicant)
    client.post(reverse("applications:submit", args=[case.public_id]))
    assert save(client, case, one("summary", "太晚了", 1)).status_code == 409
    address = reverse("applications:section", args=[case.public_id, "summary"])
    answer = client.post(address, {"summary": "太晚写的", "revision-summary": "1"})
    assert answer.status_code == 409
    assert "太晚写的" in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        *(
            "",
            "[]",
            "{}",
            '{"answers": 1}',
            '{"answers": {"title": 1}}',
            '{"answers": {"title": {}}}',
        ),
        '{"answers": {"title": {"text": 1, "seen": 1}}}',
        "\x00\x01",
    ],
)
def test_what_no_script_of_ours_sends_is_told_so(body: str) -> None:
    case = make_case()
    answer = client_of(case.applicant).post(
        reverse("applications:answers", args=[case.public_id]),
        body,
        content_type="application/json",
    )
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_half_a_character_is_left_out_and_the_rest_kept() -> None:
    case = make_case()
    body = '{"answers": {"summary": {"text": "前\\ud800后", "seen": 1}}}'
    address = reverse("applications:answers", args=[case.public_id])
    answer = client_of(case.applicant).post(address, body, content_type="application/json")
    assert answer.status_code == 200
    assert value(case, "summary") == "前后"


def test_an_endless_answer_and_one_off_the_list_are_refused_in_words() -> None:
    case = make_case()
    client = client_of(case.applicant)
    told = save(client, case, one("summary", "长" * 30_001, 1)).json()["answers"]["summary"]
    assert "30001" in told["refused"]
    told = save(client, case, one("category", "999999", 1)).json()["answers"]["category"]
    assert told["refused"]


def test_colleagues_are_told_of_each_other() -> None:
    first, second = make_user("甲示例"), make_user("乙示例")
    case = make_case(applicant=first, organisation=make_organisation(first, second))
    address = reverse("applications:presence", args=[case.public_id, "summary"])
    assert client_of(first).post(address).json() == {"others": []}
    assert client_of(second).post(address).json() == {"others": ["甲示例"]}


def test_the_pages_ask_as_much_for_many_answers_as_for_few(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    case = make_case()
    client = client_of(case.applicant)
    addresses = [reverse("applications:case", args=[case.public_id])] + [
        reverse("applications:section", args=[case.public_id, section.value])
        for section in case.form.sections()
    ]
    for address in addresses:
        with django_assert_max_num_queries(28):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(28) as full:
        client.get(addresses[0])
    Answer.objects.filter(pk__in=list(case.answers.values_list("pk", flat=True))[3:]).delete()
    with django_assert_max_num_queries(28) as few:
        client.get(addresses[0])
    assert len(full) == len(few)


def test_the_list_asks_as_much_for_many_cases_as_for_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    user = make_user()
    case = make_case(applicant=user)
    client = client_of(user)
    client.get("/apply/")
    with django_assert_max_num_queries(20) as one_case:
        client.get("/apply/")
    for _time in range(4):
        make_case(applicant=user, round_=case.round)
    with django_assert_max_num_queries(20) as many:
        client.get("/apply/")
    assert len(one_case) == len(many)
