"""Repeated failures lock out, and tell nobody which accounts there are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.domain.phones import set_phone
from tests.accounts.conftest import sign_in
from tests.factories.accounts import PASSWORD, make_person

pytestmark = pytest.mark.django_db
HERE, THERE = "203.0.113.1", "203.0.113.2"


def fail(client: Client, login: str, times: int, address: str = HERE, **extra: Any) -> Any:
    for _once in range(times):
        answer = sign_in(client, login, "falsch-falsch", REMOTE_ADDR=address, **extra)
    return answer


def test_the_fifth_failure_locks_out_and_says_for_how_long(client: Client) -> None:
    make_person(email="zhang@example.cn")
    assert fail(client, "zhang@example.cn", 4).status_code == 200
    answer = fail(client, "zhang@example.cn", 1)
    assert answer.status_code == 429
    assert "15 分钟后再试" in answer.content.decode()
    assert sign_in(client, "zhang@example.cn", PASSWORD, REMOTE_ADDR=HERE).status_code == 429


def test_after_the_wait_the_right_password_is_enough(client: Client) -> None:
    make_person(email="zhang@example.cn")
    fail(client, "zhang@example.cn", 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, "zhang@example.cn", PASSWORD, REMOTE_ADDR=HERE).status_code == 302


def test_the_owner_elsewhere_is_not_kept_out(client: Client) -> None:
    make_person(email="zhang@example.cn")
    fail(client, "zhang@example.cn", 6)
    assert sign_in(client, "zhang@example.cn", PASSWORD, REMOTE_ADDR=THERE).status_code == 302


def test_who_signs_in_in_between_begins_anew(client: Client) -> None:
    make_person(email="zhang@example.cn")
    fail(client, "zhang@example.cn", 4)
    sign_in(Client(), "zhang@example.cn", PASSWORD, REMOTE_ADDR=HERE)
    assert fail(client, "zhang@example.cn", 4).status_code == 200


def test_names_of_one_account_are_counted_together(client: Client) -> None:
    person = make_person(email="zhang@example.cn")
    set_phone(user=person, number="+8613812345678", verified=True)
    fail(client, "zhang@example.cn", 2)
    fail(client, "138 1234 5678", 2)
    assert fail(client, person.username.upper(), 1).status_code == 429


@pytest.mark.parametrize("unknown", ["nobody@example.cn", "13912345678", "nobody"])
def test_an_account_that_is_not_there_is_locked_out_just_the_same(
    client: Client, unknown: str
) -> None:
    make_person(email="zhang@example.cn")
    there = [fail(client, "zhang@example.cn", 1) for _once in range(6)]
    nowhere = [fail(client, unknown, 1) for _once in range(6)]
    assert [one.status_code for one in there] == [one.status_code for one in nowhere]
    assert [_words(one) for one in there] == [_words(one) for one in nowhere]


def _words(answer: Any) -> str:
    """The page without what was typed and the token."""
    text = answer.content.decode()
    return "".join(
        line for line in text.splitlines() if "csrf" not in line and "value=" not in line
    )


def test_an_attack_from_many_addresses_is_slowed_down(client: Client) -> None:
    make_person(email="zhang@example.cn")
    for number in range(20):
        fail(client, "zhang@example.cn", 1, address=f"198.51.100.{number}")
    page = fail(client, "zhang@example.cn", 1, address=THERE).content.decode()
    assert "操作得太频繁" in page


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(
    client: Client, settings: Any
) -> None:
    make_person(email="zhang@example.cn")
    for number in range(5):  # lies: nothing stands in front of the site
        answer = fail(client, "zhang@example.cn", 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert answer.status_code == 429
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    extra = {"HTTP_X_FORWARDED_FOR": f"{HERE}, {THERE}"}  # the last one is the proxy's word
    assert fail(client, "zhang@example.cn", 1, **extra).status_code == 200
    assert AccessAttempt.objects.filter(ip_address=THERE).exists()


def test_no_password_stands_in_the_log(client: Client) -> None:
    make_person(email="zhang@example.cn")
    fail(client, "zhang@example.cn", 2)
    stored = str(list(AccessAttempt.objects.values())) + str(
        list(AccessFailureLog.objects.values())
    )
    assert "falsch-falsch" not in stored


def test_the_right_password_confirmed_wrongly_counts_as_well(client: Client) -> None:
    make_person(email="zhang@example.cn")
    sign_in(client, "zhang@example.cn", PASSWORD)
    for _once in range(5):
        answer = client.post("/account/reauthenticate/", {"password": "falsch-falsch"})
    assert answer.status_code == 429


def test_the_log_is_kept_for_its_days_and_no_shorter(client: Client, settings: Any) -> None:
    make_person(email="zhang@example.cn")
    sign_in(client, "zhang@example.cn", PASSWORD)
    sign_in(Client(), "zhang@example.cn", PASSWORD)
    old = AccessLog.objects.first()
    AccessLog.objects.filter(pk=old.pk).update(attempt_time=timezone.now() - timedelta(days=366))
    call_command("clear_sign_in_log")
    assert AccessLog.objects.count() == 1
    settings.SIGN_IN_LOG_DAYS = 30
    with pytest.raises(CommandError, match="六个月"):
        call_command("clear_sign_in_log")
