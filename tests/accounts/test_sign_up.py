"""Signing up, by mailbox and by phone."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Phone, User
from tests.accounts.conftest import code_in, last_mail_code, sign_in
from tests.factories.accounts import PASSWORD, make_person

pytestmark = pytest.mark.django_db
SIGN_UP = "/account/signup/"


def filled(contact: str, **changes: str) -> dict[str, str]:
    return {"display_name": "张 三", "contact": contact, "password1": PASSWORD, **changes}


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_with_a_mailbox_one_is_in_after_the_code(client: Client) -> None:
    answer = client.post(SIGN_UP, filled("Zhang@Example.cn"))
    assert answer.url == "/account/confirm-email/"
    assert not signed_in(client), "nobody is in before the code"
    assert mail.outbox[0].to == ["zhang@example.cn"]
    assert "邮箱验证码" in mail.outbox[0].subject
    client.post("/account/confirm-email/", {"code": last_mail_code()})
    assert signed_in(client)
    user = User.objects.get(email="zhang@example.cn")
    assert user.display_name == "张 三"
    assert EmailAddress.objects.get(user=user).verified


def test_with_a_phone_one_is_in_after_the_code_from_the_log(
    client: Client, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.SMS_BACKEND = "messaging.sms.LogBackend"
    with caplog.at_level(logging.INFO, logger="messaging.sms"):
        answer = client.post(SIGN_UP, filled("138 1234 5678"))
    assert answer.url == "/account/phone/verify/"
    assert not signed_in(client)
    client.post("/account/phone/verify/", {"code": code_in(caplog.messages[-1])})
    assert signed_in(client)
    phone = Phone.objects.get()
    assert (phone.number, phone.verified) == ("+8613812345678", True)


def test_who_has_signed_up_with_a_phone_signs_in_with_it(
    client: Client, texts: list[tuple[str, str]]
) -> None:
    client.post(SIGN_UP, filled("13812345678"))
    client.post("/account/phone/verify/", {"code": code_in(texts[-1][1])})
    other = Client()
    answer = sign_in(other, "+86 138-1234-5678", PASSWORD)
    assert answer.url == "/account/"
    assert signed_in(other)


def test_a_wrong_code_lets_nobody_in_and_three_end_it(
    client: Client, texts: list[tuple[str, str]]
) -> None:
    client.post(SIGN_UP, filled("13812345678"))
    right = code_in(texts[-1][1])
    wrong = "000000" if right != "000000" else "111111"
    page = client.post("/account/phone/verify/", {"code": wrong})
    assert "验证码不对" in page.content.decode()
    for _again in range(2):
        client.post("/account/phone/verify/", {"code": wrong})
    client.post("/account/phone/verify/", {"code": right})
    assert not signed_in(client)
    assert not Phone.objects.filter(verified_at__isnull=False).exists()


def test_a_taken_mailbox_gets_the_same_answer_and_its_owner_a_mail(client: Client) -> None:
    make_person(email="zhang@example.cn")
    taken = client.post(SIGN_UP, filled("zhang@example.cn"))
    free = Client().post(SIGN_UP, filled("li@example.cn"))
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    assert "您已经有账户" in mail.outbox[0].subject
    assert User.objects.filter(email="zhang@example.cn").count() == 1
    pages = [one.get("/account/confirm-email/").content.decode() for one in (client,)]
    assert "zhang@example.cn" in pages[0]


def test_a_taken_number_gets_the_same_answer_and_its_owner_a_message(
    client: Client, texts: list[tuple[str, str]]
) -> None:
    make_person(phone="+8613812345678")
    taken = client.post(SIGN_UP, filled("13812345678"))
    free = Client().post(SIGN_UP, filled("13912345678"))
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    assert "已有账户" in texts[0][1]
    assert Phone.objects.of_number("+8613812345678").count() == 1


def test_a_number_nobody_verified_is_free_for_its_owner(
    client: Client, texts: list[tuple[str, str]]
) -> None:
    Client().post(SIGN_UP, filled("13812345678"))
    cache.clear()  # a minute later
    client.post(SIGN_UP, filled("13812345678", display_name="真主人"))
    client.post("/account/phone/verify/", {"code": code_in(texts[-1][1])})
    assert Phone.objects.get(verified_at__isnull=False).user.display_name == "真主人"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contact": "zhang@"}, "邮箱地址好像不完整"),
        ({"contact": "022-24123456"}, "能收短信的手机号"),
        ({"contact": "张三"}, "能收短信的手机号"),
        ({"contact": ""}, "请填写电子邮箱或手机号"),
        ({"display_name": " "}, "请填写姓名"),
        ({"password1": "1234567890"}, "密码"),
        ({"password1": "short"}, "密码"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_kept(
    client: Client, changes: dict[str, str], words: str
) -> None:
    page = client.post(SIGN_UP, {**filled("li@example.cn"), **changes}).content.decode()
    assert words in page
    assert "还有地方需要改一下" in page
    if "contact" not in changes:
        assert 'value="li@example.cn"' in page
    assert not User.objects.exists()


def test_codes_to_one_number_are_limited(client: Client, texts: list[tuple[str, str]]) -> None:
    assert client.post(SIGN_UP, filled("13812345678")).status_code == 302
    again = Client().post(SIGN_UP, filled("13812345678"))
    assert again.status_code == 429
    assert "请稍等再试" in again.content.decode()
    assert len(texts) == 1


def test_nobody_chooses_or_guesses_a_user_name(client: Client) -> None:
    client.post(SIGN_UP, filled("li@example.cn", username="admin"))
    assert len(User.objects.get().username) == 21


def test_sign_ups_that_were_never_finished_are_cleared_and_nothing_else(client: Client) -> None:
    client.post(SIGN_UP, filled("li@example.cn"))
    User.objects.create_user("neu", email="neu@example.cn")
    User.objects.update(date_joined=timezone.now() - timedelta(days=6))
    call_command("clear_unverified_accounts")
    assert User.objects.count() == 2
    User.objects.update(date_joined=timezone.now() - timedelta(days=8))
    finished = Client()
    finished.post(SIGN_UP, filled("wang@example.cn"))
    finished.post("/account/confirm-email/", {"code": last_mail_code()})
    User.objects.update(date_joined=timezone.now() - timedelta(days=8))
    call_command("clear_unverified_accounts")
    assert set(User.objects.values_list("email", flat=True)) == {
        "neu@example.cn",
        "wang@example.cn",
    }
