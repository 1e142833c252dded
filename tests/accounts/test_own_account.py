"""Sessions, password, one's data, and the end of an account."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.domain import personal_data
from accounts.domain.closing import close_account
from accounts.domain.personal_data import Retention
from accounts.enums import ROLE_EDITOR, UnitRole
from accounts.models import Membership, Organisation, Phone, User
from tests.accounts.conftest import code_in, last_mail_code, sign_in
from tests.factories.accounts import PASSWORD, make_person, make_unit

pytestmark = pytest.mark.django_db
NEW = "另一个很长的口令-8254-石榴"


@pytest.fixture
def person() -> User:
    return make_person("张三", email="zhang@example.cn")


@pytest.fixture
def client(client: Client, person: User) -> Client:
    """Signed in as a person does it, with the password."""
    sign_in(client, "zhang@example.cn", PASSWORD)
    return client


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    for name in ("_providers", "_files", "_retentions"):
        monkeypatch.setattr(personal_data, name, getattr(personal_data, name).copy())


def confirm(client: Client, then: str) -> Any:
    sent = {"password": PASSWORD, "next": then}
    return client.post("/account/reauthenticate/", sent)


# --- pages ---
@pytest.mark.parametrize(
    "address", ["", "profile/", "security/", "data/", "data/download/", "delete/", "units/new/"]
)
def test_nobody_sees_an_account_without_signing_in_nor_does_a_cache(
    address: str, person: User
) -> None:
    answer = Client().get(f"/account/{address}")
    assert answer.url == f"/account/login/?next=/account/{address}"
    signed_in = Client()
    signed_in.force_login(person)
    confirm(signed_in, f"/account/{address}")
    answer = signed_in.get(f"/account/{address}")
    assert answer.status_code == 200
    kept = answer.headers.get("Cache-Control", "")
    assert "no-store" in kept
    assert "private" in kept


def test_the_public_pages_are_the_same_for_everybody(client: Client) -> None:
    for address in ("/", "/catalogue/"):
        anonymous, own = Client().get(address), client.get(address)
        assert anonymous.content == own.content
        assert "张三" not in own.content.decode()
        assert 'href="/account/"' in own.content.decode()


def test_the_name_is_changed_and_an_empty_one_refused(client: Client, person: User) -> None:
    assert "请填写姓名" in client.post("/account/profile/", {"display_name": " "}).content.decode()
    client.post("/account/profile/", {"display_name": "张 三丰"})
    person.refresh_from_db()
    assert person.display_name == "张 三丰"


# --- sessions ---
def test_sessions_are_listed_and_ended_one_by_one(client: Client) -> None:
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone; …) MicroMessenger/8.0")
    sign_in(phone, "zhang@example.cn", PASSWORD)
    page = client.get("/account/security/").content.decode()
    assert "iPhone · 微信" in page
    session = UserSession.objects.get(session_key=phone.session.session_key)
    client.post(f"/account/sessions/{session.pk}/end/")
    assert phone.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_all_other_sessions_are_ended_at_once(client: Client) -> None:
    others = [Client(), Client()]
    for other in others:
        sign_in(other, "zhang@example.cn", PASSWORD)
    client.post("/account/sessions/")
    assert [other.get("/account/").status_code for other in others] == [302, 302]
    assert client.get("/account/").status_code == 200


def test_nobody_ends_anothers_session(client: Client) -> None:
    make_person(email="li@example.cn")
    other = Client()
    sign_in(other, "li@example.cn", PASSWORD)
    session = UserSession.objects.get(session_key=other.session.session_key)
    assert client.post(f"/account/sessions/{session.pk}/end/").status_code == 404
    assert other.get("/account/").status_code == 200


# --- password, mailbox, number ---
def test_a_changed_password_ends_all_other_sessions(client: Client) -> None:
    other = Client()
    sign_in(other, "zhang@example.cn", PASSWORD)
    confirm(client, "/account/password/change/")
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    answer = client.post("/account/password/change/", sent)
    assert answer.url == "/account/security/"
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    assert "密码已更改" in mail.outbox[-1].subject


def test_a_lost_password_is_replaced_with_a_code_by_mail(person: User) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": "Zhang@example.cn"})
    client.post("/account/password/reset/confirm/", {"code": last_mail_code()})
    client.post("/account/password/reset/complete/", {"password1": NEW, "password2": NEW})
    assert sign_in(Client(), "zhang@example.cn", NEW).status_code == 302


def test_a_lost_password_is_replaced_with_a_code_by_sms(texts: list[tuple[str, str]]) -> None:
    make_person(phone="+8613812345678")
    client = Client()
    client.post("/account/password/reset/", {"email": "138-1234-5678"})
    client.post("/account/password/reset/confirm/", {"code": code_in(texts[-1][1])})
    client.post("/account/password/reset/complete/", {"password1": NEW, "password2": NEW})
    assert sign_in(Client(), "13812345678", NEW).status_code == 302


def test_a_lost_password_tells_nobody_who_has_an_account(
    person: User, texts: list[tuple[str, str]]
) -> None:
    answers = []
    for contact in ("zhang@example.cn", "nobody@example.cn", "13912345678"):
        client = Client()
        answer = client.post("/account/password/reset/", {"email": contact})
        page = client.get("/account/password/reset/confirm/").content.decode()
        answers.append((answer.status_code, answer.url, "验证码已经发出" in page))
    assert len(set(answers)) == 1
    assert texts == []


def test_a_mailbox_is_changed_after_its_code_and_not_before(client: Client, person: User) -> None:
    confirm(client, "/account/email/")
    client.post("/account/email/", {"email": "neu@example.cn", "action_add": ""})
    assert EmailAddress.objects.get(user=person, verified=True).email == "zhang@example.cn"
    client.post("/account/confirm-email/", {"code": last_mail_code()})
    person.refresh_from_db()
    assert person.email == "neu@example.cn"
    assert EmailAddress.objects.get(user=person).email == "neu@example.cn"


def test_a_number_is_added_after_its_code(
    client: Client, person: User, texts: list[tuple[str, str]]
) -> None:
    confirm(client, "/account/phone/change/")
    client.post("/account/phone/change/", {"phone": "13812345678"})
    assert not Phone.objects.filter(verified_at__isnull=False).exists()
    client.post("/account/phone/verify/", {"code": code_in(texts[-1][1])})
    assert Phone.objects.get(user=person, verified_at__isnull=False).number == "+8613812345678"


def test_what_matters_wants_the_password_once_more(client: Client) -> None:
    for address in ("email/", "phone/change/", "2fa/totp/activate/", "data/download/", "delete/"):
        answer = client.get(f"/account/{address}")
        answer = (
            answer
            if answer.status_code == 302
            else client.post(
                f"/account/{address}",
                {"email": "neu@example.cn", "phone": "13812345678", "action_add": ""},
            )
        )
        assert answer.url.startswith("/account/reauthenticate/"), address


# --- one's data ---
def unpacked(answer: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_download_holds_ones_own_data_and_what_other_rooms_hold(
    client: Client, person: User, own_registry: None
) -> None:
    make_person("李四", email="li@example.cn")
    make_unit(head=person, name="我的单位")
    personal_data.register_provider("申报", lambda user: [{"项目": f"{user}的剪纸"}])
    personal_data.register_files("申报", lambda user: [("../../图.txt", lambda: io.BytesIO(b"x"))])
    confirm(client, "/account/data/download/")
    answer = client.get("/account/data/download/")
    assert answer.headers["Content-Type"] == "application/zip"
    files = unpacked(answer)
    account = json.loads(files["账户.json"])
    assert account["姓名"] == "张三"
    assert "我的单位" in files["单位.json"].decode()
    assert "张三的剪纸" in files["申报.json"].decode()
    assert files["申报/001-_.._图.txt"] == b"x"
    everything = b"".join(files.values()).decode()
    assert "李四" not in everything
    assert "li@example.cn" not in everything
    assert person.password not in everything


# --- the end ---
def end(client: Client) -> Any:
    confirm(client, "/account/delete/")
    return client.post("/account/delete/", {"sure": "on"}, follow=True)


def test_an_account_nothing_is_kept_of_is_deleted(client: Client, person: User) -> None:
    other = Client()
    sign_in(other, "zhang@example.cn", PASSWORD)
    page = end(client).content.decode()
    assert "账户已注销" in page
    assert not User.objects.filter(pk=person.pk).exists()
    assert other.get("/account/").status_code == 302
    assert client.get("/account/deleted/").status_code == 302, "shown once"


def test_what_must_be_kept_stays_without_a_name(
    client: Client, person: User, own_registry: None
) -> None:
    kept = Retention("2026 年申报材料", "《档案法》第十三条", "永久")
    personal_data.register_retention(lambda user: [kept] if user.pk == person.pk else [])
    phone = make_person(phone="+8613812345678").phone
    Phone.objects.filter(pk=phone.pk).update(user=person)
    confirm(client, "/account/delete/")
    before = client.get("/account/delete/").content.decode()
    assert "2026 年申报材料" in before
    after = client.post("/account/delete/", {"sure": "on"}, follow=True).content.decode()
    for words in (kept.what, kept.rule, kept.until):
        assert words in after
    person.refresh_from_db()
    assert (person.is_active, person.email, person.display_name) == (False, "", "已注销用户")
    assert "张三" not in str(User.objects.filter(pk=person.pk).values())
    assert not person.has_usable_password()
    assert not EmailAddress.objects.filter(user=person).exists()
    assert not Phone.objects.filter(user=person).exists()
    assert not UserSession.objects.filter(user=person).exists()
    assert sign_in(Client(), "zhang@example.cn", PASSWORD).status_code == 200


def test_the_freed_mailbox_can_sign_up_again(client: Client, person: User) -> None:
    end(client)
    sent = {"display_name": "张三", "contact": "zhang@example.cn", "password1": PASSWORD}
    cache.clear()
    Client().post("/account/signup/", sent)
    assert "邮箱验证码" in mail.outbox[-1].subject


def test_without_the_tick_nothing_happens(client: Client, person: User) -> None:
    confirm(client, "/account/delete/")
    page = client.post("/account/delete/", {}).content.decode()
    assert "请先勾选" in page
    assert User.objects.filter(pk=person.pk).exists()


def test_the_only_head_of_others_hands_over_first(client: Client, person: User) -> None:
    agent = make_person()
    unit = make_unit(head=person, agents=(agent,))
    assert "唯一的负责人" in end(client).content.decode()
    assert User.objects.filter(pk=person.pk).exists()
    Membership.objects.filter(user=agent).update(role=UnitRole.HEAD)
    end(client)
    assert list(unit.memberships.values_list("user", flat=True)) == [agent.pk]


def test_a_unit_of_one_goes_with_him(client: Client, person: User) -> None:
    make_unit(head=person)
    end(client)
    assert not Organisation.objects.exists()


def test_staff_accounts_are_closed_by_an_administrator() -> None:
    make_person(email="li@example.cn", role=ROLE_EDITOR)
    client = Client()
    sign_in(client, "li@example.cn", PASSWORD)
    assert "由管理员停用" in end(client).content.decode()
    assert User.objects.filter(email="li@example.cn").exists()


def test_nobody_ends_anothers_account(person: User) -> None:
    with pytest.raises(Exception, match="自己的账户"):
        close_account(user=person, by=make_person())


@pytest.fixture(autouse=True)
def _limits_forgotten() -> Iterator[None]:
    yield
    cache.clear()
