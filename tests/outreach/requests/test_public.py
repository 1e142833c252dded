"""Asking without an account: nothing lost, nothing told to strangers, following and taking back."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.domain.personal_data import everything_of
from accounts.models import User
from outreach.domain import requesting
from outreach.domain.requesting import Plan
from outreach.enums import RequestState
from outreach.models import ClassRequest
from outreach.views import requests as views
from safeguards import limiting
from tests.factories.outreach import (
    at,
    make_class_request,
    make_outreach_staff,
    make_programme,
    make_venue,
)

pytestmark = pytest.mark.django_db
FORM = "/classes/request/"
WITHDRAW = "/classes/request/withdraw/"


def told(client: Client, **changes: Any) -> dict[str, Any]:
    """What a browser posts: the form as it was served, filled in."""
    page = client.get(FORM).content.decode()
    once = re.search(r'name="once" value="([0-9a-f]{32})"', page)
    assert once is not None
    day = timezone.localdate() + datetime.timedelta(days=21)
    return {
        "body_name": "河东示例小学",
        "venue_type": "school",
        "division": "",
        "address": "示例路 1 号",
        "programme": "",
        "wish": "想学剪纸",
        "audience": "三年级",
        "group_size": "40",
        "wish_1_day": day.isoformat(),
        "wish_1_part": "pm",
        "contact_name": "金丝雀",
        "contact": "138 1234 5678",
        "once": once[1],
        "website": "",
    } | changes


def test_a_request_is_made_without_an_account_and_gives_a_receipt(client: Client) -> None:
    response = client.post(FORM, told(client), follow=True)
    row = ClassRequest.objects.get()
    page = response.content.decode()
    assert row.number in page
    assert row.query_code in page
    assert row.contact == "+8613812345678"
    assert row.wished[0]["part"] == "pm"
    assert "no-store" in response["Cache-Control"]


def test_the_receipt_is_shown_in_this_browser_only(client: Client) -> None:
    client.post(FORM, told(client))
    assert Client().get("/classes/request/receipt/").status_code == 404


def test_a_double_click_makes_one_request(client: Client) -> None:
    data = told(client)
    client.post(FORM, data)
    client.post(FORM, data)
    assert ClassRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body_name": ""}, "请填写单位名称。"),
        ({"venue_type": ""}, "请选择在什么样的地方上课。"),
        ({"wish": ""}, "请选择一门课，或写下希望怎样的课。"),
        ({"group_size": "四十"}, "人数请写阿拉伯数字，如 40。"),
        ({"group_size": "0"}, "人数至少是 1。"),
        ({"wish_1_day": ""}, "请至少写一个希望的日期。"),
        ({"wish_1_day": "2020-01-01"}, "请选择今天以后的日期。"),
        ({"wish_1_day": "明天"}, "这个日期看不懂，请写成 2026-11-23 这样。"),
        ({"wish_2_day": "2199-01-01", "wish_2_part": "am"}, "请选择一年以内的日期。"),
        ({"contact": "12345"}, "请填写能收短信的手机号"),
        ({"contact": "zhang@"}, "邮箱地址好像不完整"),
        ({"programme": "999999"}, "这门课现在不能申请，请另选一门。"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, changes: dict[str, Any], sentence: str
) -> None:
    response = client.post(FORM, told(client, address="不能丢的地址", **changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "不能丢的地址" in page
    assert not ClassRequest.objects.exists()


def test_programs_that_fill_in_everything_are_not_heard(client: Client) -> None:
    client.post(FORM, told(client, website="https://example.com"))
    assert not ClassRequest.objects.exists()


def test_the_form_is_not_flooded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    few = limiting.Limit("request-address", most=2, minutes=60)
    monkeypatch.setattr(views, "REQUEST_BY_ADDRESS", few)
    codes = [client.post(FORM, told(client)).status_code for _one in range(3)]
    assert codes == [302, 302, 429]
    assert ClassRequest.objects.count() == 2


def test_only_programmes_in_use_may_be_chosen(client: Client) -> None:
    make_programme(title="直沽剪纸入门")
    make_programme(title="不再开的课", active=False)
    page = client.get(FORM).content.decode()
    assert "直沽剪纸入门" in page
    assert "不再开的课" not in page


def ask_progress(number: str, code: str) -> str:
    return Client().post("/track/", {"number": number, "code": code}).content.decode()


def test_a_request_is_followed_like_an_application() -> None:
    row, planner = make_class_request(), make_outreach_staff()
    assert "已提交" in ask_progress(row.number, row.query_code)
    requesting.take_up(request=row, by=planner)
    assert "正在找合适的老师和日期。" in ask_progress(row.number.lower(), row.query_code)
    day = timezone.localdate() + datetime.timedelta(days=21)
    plan = Plan(make_programme(title="直沽剪纸"), at(day, 14), make_venue(name="河东示例小学"))
    requesting.arrange(request=row, plan=plan, by=planner)
    page = ask_progress(row.number, row.query_code)
    assert f"{day.year}年{day.month}月{day.day}日 14:00–15:30" in page
    assert "还在等老师和场地确认。" in page


def test_a_wrong_code_and_a_wrong_number_get_the_same_answer() -> None:
    row = make_class_request()
    wrong = [ask_progress(row.number, "A" * 10), ask_progress("SK-2020-9999", row.query_code)]
    for page in wrong:
        assert "编号或查询码不对" in page
        assert "已提交" not in page
    blank = [re.sub(r'(value="[^"]*"|nonce-\S+)', "", page) for page in wrong]
    assert blank[0] == blank[1]


def test_progress_tells_nothing_about_anybody() -> None:
    row = make_class_request(body_name="河东示例小学")
    page = ask_progress(row.number, row.query_code)
    for secret in ("河东示例小学", "金丝雀", "canary"):
        assert secret not in page


def test_it_is_taken_back_by_number_and_code(client: Client) -> None:
    row = make_class_request()
    assert f"{WITHDRAW}?number={row.number}" in ask_progress(row.number, row.query_code)
    refused = client.post(WITHDRAW, {"number": row.number, "code": "A" * 10})
    assert "编号或查询码不对" in refused.content.decode()
    assert ClassRequest.objects.get().state == RequestState.SUBMITTED
    done = client.post(WITHDRAW, {"number": row.number, "code": row.query_code})
    assert "已撤回" in done.content.decode()
    assert ClassRequest.objects.get().state == RequestState.WITHDRAWN
    assert WITHDRAW not in ask_progress(row.number, row.query_code)
    again = client.post(WITHDRAW, {"number": row.number, "code": row.query_code})
    assert again.status_code == 409


def test_taking_back_counts_as_a_try_to_guess(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_class_request()
    few = limiting.Limit("track-address", most=2, minutes=15)
    monkeypatch.setattr("safeguards.tracking.TRACK_BY_ADDRESS", few)
    data = {"number": row.number, "code": "A" * 10}
    assert [client.post(WITHDRAW, data).status_code for _one in range(3)] == [422, 422, 429]
    assert client.post(WITHDRAW, data | {"code": row.query_code}).status_code == 429
    assert ClassRequest.objects.get().state == RequestState.SUBMITTED


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("owner", "owner@example.com", "x-example-2026")


def test_ones_own_requests_are_seen_by_nobody_else(client: Client, owner: User) -> None:
    row = make_class_request(by=owner, body_name="河东示例小学")
    address = f"/classes/requests/{row.public_id}/"
    stranger = Client()
    assert stranger.get(address).status_code == 302
    stranger.force_login(User.objects.create_user("other", "other@example.com", "x"))
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"act": "withdraw"}).status_code == 404
    assert "河东示例小学" not in stranger.get("/classes/requests/").content.decode()
    stranger.force_login(make_outreach_staff())
    assert stranger.get(address).status_code == 404
    assert ClassRequest.objects.get().state == RequestState.SUBMITTED
    client.force_login(owner)
    assert "河东示例小学" in client.get("/classes/requests/").content.decode()
    assert row.query_code in client.get(address).content.decode()
    assert client.get(address, {"act": "withdraw"}).status_code == 200
    client.post(address, {"act": "withdraw"})
    assert ClassRequest.objects.get().state == RequestState.WITHDRAWN


def test_a_signed_in_requester_owns_what_he_asks_and_can_download_it(
    client: Client, owner: User
) -> None:
    client.force_login(owner)
    client.post(FORM, told(client))
    row = ClassRequest.objects.get()
    assert row.user == owner
    held = everything_of(owner)["上课申请"]
    assert isinstance(held, list)
    assert held[0]["编号"] == row.number
