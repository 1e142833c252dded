"""Text messages, through whichever backend the setting SMS_BACKEND names.

A backend is a class made without arguments whose `send` either returns, and the operator has taken
the text, or raises: SmsError when it surely was not taken, anything else when nobody knows. It does
not retry: whoever must not lose a text writes a Message, which does.
"""

from __future__ import annotations

import logging
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


class SmsError(Exception):
    """The operator did not take the text; what it said, for staff to read."""


class SmsBackend(Protocol):
    """What a bureau writes to connect its own operator.

    ``purpose`` tells which approved template of the operator the text belongs to ("code",
    "password", "exists", "message"), and ``values`` what it is filled with: Chinese
    operators let nothing else pass. ``text`` is the same in words.
    """

    def send(self, phone: str, text: str, *, purpose: str, values: dict[str, str]) -> None: ...


class LogBackend:
    """Writes the text to the log instead of sending it, so that a trial needs no operator."""

    def send(self, phone: str, text: str, *, purpose: str, values: dict[str, str]) -> None:
        logger.info("SMS to %s: %s", phone, text)


class MemoryBackend:
    """Keeps texts in `sent`, as Django's own backend for tests keeps e-mail."""

    sent: list[tuple[str, str]] = []

    def send(self, phone: str, text: str, *, purpose: str, values: dict[str, str]) -> None:
        self.sent.append((phone, text))


def send(phone: str, text: str, *, purpose: str = "message", **values: str) -> None:
    """Hand one text to the operator at once; raises what the backend raises."""
    backend = cast("SmsBackend", import_string(settings.SMS_BACKEND)())
    backend.send(phone, text, purpose=purpose, values=values)
