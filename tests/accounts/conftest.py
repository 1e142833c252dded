"""What the tests of accounts share: messages that were sent, and the code in them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from messaging.sms import MemoryBackend


@pytest.fixture
def texts(settings: Any) -> list[tuple[str, str]]:
    """The text messages that went out: number and words."""
    return MemoryBackend.sent


def code_in(text: str) -> str:
    found = re.search(r"(?<!\d)\d{6}(?!\d)", text)
    assert found, text
    return found[0]


def last_mail_code() -> str:
    return code_in(str(mail.outbox[-1].body))


def sign_in(client: Client, login: str, password: str, **extra: Any) -> Any:
    return client.post("/account/login/", {"login": login, "password": password}, **extra)
