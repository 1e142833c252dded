"""No page and no mail of allauth is left in English."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import allauth
import pytest
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import last_mail_code, sign_in
from tests.accounts.test_second_factor import confirm, set_up
from tests.factories.accounts import PASSWORD, make_person

pytestmark = pytest.mark.django_db
# Words that stand in Chinese sentences, and the name of the other language on its switch.
KNOWN = {"App", "English", "example", "cn", "name", "JSON"}

SIGNED_OUT = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_password_reset_completed",
    "account_inactive",
)
SIGNED_IN = (
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_change_phone",
    "usersessions_list",
    "mfa_index",
    "account:overview",
    "account:profile",
    "account:security",
    "account:data",
    "account:delete",
    "account:new-unit",
)
WITH_SECOND_FACTOR = (
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
)


def latin(answer: Any) -> set[str]:
    """Latin words that a person reads on the page, addresses and secrets aside."""
    text = answer.content.decode()
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r'class="secret">[^<]*', "", text)
    seen = re.findall(r'(?:alt|title|placeholder|aria-label|value)="([^"]*[A-Za-z][^"]*)"', text)
    seen = [one for one in seen if " " in one]  # others are values, which nobody reads
    words = html.unescape(re.sub(r"<[^>]+>", " ", text)) + " ".join(seen)
    words = re.sub(r"\S+@\S+|https?://\S+", " ", words)
    return set(re.findall(r"[A-Za-z]{2,}", words)) - KNOWN


def check(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200, (name, answer.get("Location"))
    assert latin(answer) == set(), name


def test_before_signing_in() -> None:
    for name in SIGNED_OUT:
        check(Client(), name)


def test_while_codes_are_waited_for(texts: list[tuple[str, str]]) -> None:
    for contact, name in (
        ("zhang@example.cn", "account_email_verification_sent"),
        ("13812345678", "account_verify_phone"),
    ):
        client = Client()
        sent = {"display_name": "张三", "contact": contact, "password1": PASSWORD}
        client.post("/account/signup/", sent)
        check(client, name)
        assert latin(client.post(reverse(name), {"code": ""})) == set()
        assert latin(client.post(reverse(name), {"code": "x"})) == set()
    client = Client()
    client.post("/account/password/reset/", {"email": "zhang@example.cn"})
    check(client, "account_confirm_password_reset_code")
    client.post("/account/password/reset/confirm/", {"code": last_mail_code()})
    check(client, "account_complete_password_reset")


def test_while_signed_in_and_with_a_second_factor() -> None:
    make_person("张三", email="zhang@example.cn")
    client = Client()
    sign_in(client, "zhang@example.cn", PASSWORD)
    confirm(client, "/account/delete/")
    for name in (*SIGNED_IN, "mfa_activate_totp"):
        check(client, name)
    set_up(client)
    for name in WITH_SECOND_FACTOR:
        check(client, name)
    other = Client()
    sign_in(other, "zhang@example.cn", PASSWORD)
    check(other, "mfa_authenticate")
    download = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert re.findall(r"[A-Za-z]{2,}", download) == []


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/account/login/", {}),
        ("/account/login/", {"login": "zhang@example.cn", "password": "x"}),
        ("/account/signup/", {}),
        ("/account/signup/", {"display_name": "x" * 200, "contact": "@", "password1": "password"}),
        ("/account/signup/", {"contact": "x" * 300 + "@example.cn", "password1": "1"}),
        ("/account/password/reset/", {"email": "zhang@"}),
    ],
)
def test_what_is_said_about_mistakes(client: Client, address: str, sent: dict[str, str]) -> None:
    assert latin(client.post(address, sent)) - {"xx"} - {"x" * 200, "x" * 300} == set()


def test_mistakes_while_signed_in(client: Client) -> None:
    make_person(email="zhang@example.cn")
    sign_in(client, "zhang@example.cn", PASSWORD)
    confirm(client, "/account/email/")
    for address, sent in (
        ("email/", {"email": "x", "action_add": ""}),
        ("email/", {"email": "zhang@example.cn", "action_add": ""}),
        ("password/change/", {"oldpassword": "x", "password1": "1", "password2": "2"}),
        ("password/change/", {}),
        ("phone/change/", {"phone": "12"}),
        ("2fa/totp/activate/", {"code": "1"}),
        ("units/new/", {"credit_code": "1"}),
    ):
        answer = client.post(f"/account/{address}", sent)
        assert answer.status_code == 200, address
        assert latin(answer) == set(), address


def test_mails() -> None:
    from tests.accounts import test_own_account as own

    own.make_person(email="zhang@example.cn")
    client = Client()
    sign_in(client, "zhang@example.cn", PASSWORD)
    confirm(client, "/account/email/")
    client.post("/account/email/", {"email": "neu@example.cn", "action_add": ""})
    client.post("/account/confirm-email/", {"code": last_mail_code()})
    set_up(client)
    Client().post("/account/password/reset/", {"email": "nobody@example.cn"})
    assert len(mail.outbox) >= 4
    for one in mail.outbox:
        text = re.sub(r"\S+@\S+|https?://\S+", "", f"{one.subject}\n{one.body}")
        assert re.findall(r"[A-Za-z]{2,}", text) == [], text


def test_every_template_that_could_be_shown_is_our_own() -> None:
    """What allauth adds with a new version is noticed here, before somebody reads English."""
    folder = Path(allauth.__file__).parent / "templates"
    ours = Path(__file__).resolve().parents[2] / "accounts" / "templates"
    parts = re.compile(
        r"base_\w+\.html|snippets/|webauthn|passkey|trust|request_login_code|email_confirm\.html"
    )
    missing = [
        name
        for room in ("account", "mfa", "usersessions")
        for path in sorted((folder / room).rglob("*.*"))
        if not parts.search(name := str(path.relative_to(folder)))
        and not str(get_template(name).origin).startswith(str(ours))
    ]
    assert [name for name in missing if not name.endswith("/base.html")] == []
