"""Number and code: nobody learns which of the two was wrong, nobody learns a name."""

from __future__ import annotations

import pytest

from applications.enums import Kind, State
from applications.models import Case
from safeguards import limiting
from tests.factories.applications import make_case, make_user
from tests.factories.registry import make_project

pytestmark = pytest.mark.django_db


def ask(client, number, code, **told):
    return client.post("/track/", {"number": number, "code": code}, **told)


@pytest.fixture
def case():
    return make_case(State.ACCEPTED, applicant=make_user("申报人某某"), title="示例面塑")


def test_number_and_code_show_state_and_dates_and_nothing_about_anybody(client, case):
    shown = ask(client, case.number, case.query_code).content.decode()
    assert "已受理" in shown
    assert "已提交，等待受理" in shown
    assert "代表性项目“示例面塑”" in shown
    for secret in ("申报人某某", case.applicant.email, "13800000000", "示例officer"):
        assert secret not in shown


def test_as_people_type_them(client, case):
    number = case.number.lower().replace("-", "－")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in case.query_code)
    for told in ((number, case.query_code.lower()), (f" {case.number} ", f" {wide} ")):
        assert "已受理" in ask(client, *told).content.decode()


def test_a_wrong_number_and_a_wrong_code_answer_alike(client, case):
    answers = [
        ask(client, case.number, "AAAAAAAAAA"),
        ask(client, "FY-2026-9999", case.query_code),
        ask(client, "FY-2026-9999", "AAAAAAAAAA"),
    ]
    texts = {
        one.content.decode()
        .replace(case.number, "N")
        .replace("FY-2026-9999", "N")
        .replace(case.query_code, "C")
        .replace("AAAAAAAAAA", "C")
        for one in answers
    }
    without_token = {
        "".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)
        for text in texts
    }
    assert len(without_token) == 1
    assert "编号或查询码不对" in without_token.pop()


def test_the_same_work_whether_the_number_exists_or_not(client, case, django_assert_num_queries):
    ask(client, case.number, "AAAAAAAAAA")
    ask(client, "FY-2026-9999", "AAAAAAAAAA")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (case.number, "FY-2026-9999"):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            ask(client, number, "BBBBBBBBBB")
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", [Kind.INHERITOR, Kind.GROUP])
def test_a_title_that_is_somebodys_name_is_not_shown(client, kind):
    case = make_case(kind=kind, title="王某某")
    Case.objects.filter(pk=case.pk).update(listed_project=make_project())
    from tests.factories.applications import walk

    case = walk(case, State.SUBMITTED)
    shown = ask(client, case.number, case.query_code).content.decode()
    assert "王某某" not in shown
    assert "已提交" in shown


def test_guessing_is_stopped_by_address_and_by_number(client, case, monkeypatch):
    monkeypatch.setattr(
        "safeguards.tracking.TRACK_BY_ADDRESS",
        limiting.Limit("track-address", most=3, minutes=15),
    )
    for _one in range(3):
        assert ask(client, case.number, "AAAAAAAAAA").status_code == 200
    refused = ask(client, case.number, case.query_code)
    assert refused.status_code == 429
    assert "15 分钟" in refused.content.decode()
    assert "已受理" not in refused.content.decode()
    other = ask(client, case.number, case.query_code, REMOTE_ADDR="10.0.0.9")
    assert "已受理" in other.content.decode()


def test_one_number_is_not_guessed_from_many_addresses(client, case, monkeypatch):
    monkeypatch.setattr(
        "safeguards.tracking.TRACK_BY_NUMBER",
        limiting.Limit("track-number", most=3, minutes=60),
    )
    answers = [
        ask(client, case.number, "AAAAAAAAAA", REMOTE_ADDR=f"10.0.0.{end}").status_code
        for end in range(4)
    ]
    assert answers == [200, 200, 200, 429]


def test_the_code_is_never_taken_from_an_address(client, case):
    shown = client.get("/track/", {"number": case.number, "code": case.query_code})
    assert "已受理" not in shown.content.decode()
    assert case.number in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]


def test_what_is_missing_is_said(client):
    shown = client.post("/track/", {}).content.decode()
    assert "请填写编号。" in shown
    assert "请填写查询码。" in shown
