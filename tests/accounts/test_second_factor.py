"""The second factor, with real codes, and the gate before the administration."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client, TestCase
from wagtail.models import ModelLogEntry

from accounts.domain.second_factor import reset_second_factor
from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR
from accounts.models import User
from accounts.queries import has_second_factor
from tests.accounts.conftest import sign_in
from tests.factories.accounts import PASSWORD, make_person

pytestmark = pytest.mark.django_db
SET_UP = "/account/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def _demanded(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def confirm(client: Client, then: str) -> Any:
    return client.post(
        f"/account/reauthenticate/?next={then}", {"password": PASSWORD, "next": then}
    )


def set_up(client: Client) -> str:
    """Go through the pages as a person does; the secret that the phone would keep."""
    confirm(client, SET_UP)
    page = client.get(SET_UP).content.decode()
    found = re.search(r'class="secret">\s*([A-Z2-7]{16,})', page)
    assert found, page
    post(client, SET_UP, {"code": code_of(found[1])})
    return found[1]


def post(client: Client, address: str, sent: dict[str, str]) -> None:
    """With what is done at the commit, which in a test's transaction would never come."""
    with TestCase.captureOnCommitCallbacks() as callbacks:
        answer = client.post(address, sent)
    assert answer.status_code == 302
    request = answer.wsgi_request
    with request_context(request):
        for callback in callbacks:
            callback()
    request.session.save()


def test_signing_in_asks_for_a_code_and_takes_a_right_one_once(client: Client) -> None:
    person = make_person(email="zhang@example.cn")
    sign_in(client, "zhang@example.cn", PASSWORD)
    secret = set_up(client)
    assert "两步验证已开启" in mail.outbox[-1].subject

    other = Client()
    assert sign_in(other, "zhang@example.cn", PASSWORD).url == "/account/2fa/authenticate/"
    assert other.get("/account/").status_code == 302, "the password alone is not enough"
    page = other.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "验证码不对" in page
    used = code_of(secret, 1)
    assert other.post("/account/2fa/authenticate/", {"code": used}).status_code == 302
    assert other.get("/account/").status_code == 200

    third = Client()
    sign_in(third, "zhang@example.cn", PASSWORD)
    third.post("/account/2fa/authenticate/", {"code": used})
    assert third.get("/account/").status_code == 302, "a code that was overheard is worth nothing"
    assert has_second_factor(person)


def test_a_recovery_code_works_once(client: Client) -> None:
    make_person(email="zhang@example.cn")
    sign_in(client, "zhang@example.cn", PASSWORD)
    set_up(client)
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    code = re.findall(r"<li>\s*(\d{8})\s*</li>", page)[0]
    for expected in (200, 302):
        other = Client()
        sign_in(other, "zhang@example.cn", PASSWORD)
        other.post("/account/2fa/authenticate/", {"code": code})
        assert other.get("/account/").status_code == expected


def test_secrets_are_not_in_the_database_as_they_are(client: Client) -> None:
    make_person(email="zhang@example.cn")
    sign_in(client, "zhang@example.cn", PASSWORD)
    secret = set_up(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored


def test_staff_without_one_are_led_to_set_it_up_and_on_to_where_they_were_going(
    client: Client,
) -> None:
    make_person(email="li@example.cn", role=ROLE_EDITOR)
    sign_in(client, "li@example.cn", PASSWORD)
    answer = client.get("/admin/images/?q=%E5%89%AA%E7%BA%B8", follow=True)
    assert answer.redirect_chain[0][0] == SET_UP
    set_up(client)
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    assert 'href="/admin/images/?q=%E5%89%AA%E7%BA%B8"' in page
    assert client.get("/admin/images/").status_code == 200


def test_a_session_that_has_not_shown_it_does_not_enter(client: Client) -> None:
    person = make_person(email="li@example.cn", role=ROLE_EDITOR)
    sign_in(client, "li@example.cn", PASSWORD)
    secret = set_up(client)
    older = Client()
    older.force_login(person)  # signed in before the second factor was there
    answer = older.get("/admin/images/?q=1")
    assert answer.url == "/account/2fa/reauthenticate/?next=%2Fadmin%2Fimages%2F%3Fq%3D1"
    for address in ("/admin/", "/admin/users/", "/admin/pages/"):
        assert older.get(address).status_code == 302
        assert older.post(address).status_code == 302
    again = older.post(answer.url, {"code": code_of(secret, 1), "next": "/admin/images/?q=1"})
    assert again.url == "/admin/images/?q=1"
    assert older.get("/admin/images/").status_code == 200


def test_nobody_keeps_entering_after_switching_it_off(client: Client) -> None:
    make_person(email="li@example.cn", role=ROLE_EDITOR)
    sign_in(client, "li@example.cn", PASSWORD)
    set_up(client)
    assert client.get("/admin/").status_code == 200
    client.post("/account/2fa/totp/deactivate/")
    assert client.get("/admin/").url == SET_UP


def test_a_staff_session_ends_after_its_hours(client: Client, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False
    settings.STAFF_SESSION_HOURS = 10
    make_person(email="li@example.cn", role=ROLE_EDITOR)
    sign_in(client, "li@example.cn", PASSWORD)
    assert client.get("/admin/").status_code == 200
    session = client.session
    session["signed_in_at"] = time.time() - 11 * 60 * 60
    session.save()
    assert client.get("/admin/images/").url == "/account/login/?next=%2Fadmin%2Fimages%2F"
    assert client.get("/account/").status_code == 302, "signed out, not only kept out"


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_there_is_one_way_in(client: Client, address: str) -> None:
    assert client.get(f"{address}?next=/admin/").url == "/account/login/?next=/admin/"
    answer = client.post(address, {"username": "admin", "password": "x"})
    assert answer.status_code == 302
    assert client.get("/admin/password_reset/").status_code in {302, 404}


def administrator(client: Client) -> User:
    person = make_person(email="guan@example.cn", role=ROLE_ADMINISTRATOR)
    sign_in(client, "guan@example.cn", PASSWORD)
    return person


def test_an_administrator_resets_it_and_the_log_says_so(client: Client, settings: Any) -> None:
    person = make_person(email="li@example.cn", role=ROLE_EDITOR)
    theirs = Client()
    sign_in(theirs, "li@example.cn", PASSWORD)
    set_up(theirs)
    settings.STAFF_SECOND_FACTOR = False  # the administrator's own is not what this is about
    by = administrator(client)
    address = f"/admin/users/{person.pk}/second-factor/"
    assert "重置两步验证" in client.get(address).content.decode()
    assert has_second_factor(person), "looking at the page resets nothing"
    client.post(address)
    assert not has_second_factor(person)
    assert theirs.get("/account/").status_code == 302, "sessions of a lost device end"
    entry = ModelLogEntry.objects.get(action="accounts.reset_second_factor")
    assert (entry.user, entry.object_id) == (by, str(person.pk))


def test_an_editor_resets_nobodys(client: Client, settings: Any) -> None:
    person = make_person(email="li@example.cn", role=ROLE_EDITOR)
    theirs = Client()
    sign_in(theirs, "li@example.cn", PASSWORD)
    set_up(theirs)
    settings.STAFF_SECOND_FACTOR = False
    make_person(email="wang@example.cn", role=ROLE_EDITOR)
    sign_in(client, "wang@example.cn", PASSWORD)
    client.post(f"/admin/users/{person.pk}/second-factor/")
    assert has_second_factor(person)


def test_nobody_resets_his_own_nor_an_administrator_a_superusers() -> None:
    by = make_person(role=ROLE_ADMINISTRATOR)
    owner = User.objects.create_superuser("owner", display_name="所有者")
    for person, refusal in ((by, ValidationError), (owner, PermissionDenied)):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
        with pytest.raises(refusal):
            reset_second_factor(user=person, by=by)
        assert has_second_factor(person)
