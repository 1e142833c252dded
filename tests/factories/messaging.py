"""Messages in any state, as the sender and the staff find them."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from messaging.enums import Channel, MessageState
from messaging.models import Message


class MessageFactory(DjangoModelFactory[Message]):
    """An e-mail that waits to be sent."""

    class Meta:
        model = Message

    key = factory.Sequence(lambda number: f"message-{number}")
    channel = Channel.EMAIL
    address = factory.Sequence(lambda number: f"person{number}@example.cn")
    subject = "您的申报已受理"
    body = "我们已收到您的申报材料。"
    state = MessageState.QUEUED


def held(**values: Any) -> Message:
    """One that staff have to release."""
    return MessageFactory(state=MessageState.HELD, hold=True, **values)


def failed(**values: Any) -> Message:
    """One that could not be sent."""
    return MessageFactory(
        state=MessageState.FAILED, attempts=6, last_error="550 no such user", **values
    )
