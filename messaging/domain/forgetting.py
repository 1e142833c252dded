"""Takes a person's data out of messages when the account is deleted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _

from ..enums import Channel, MessageState
from ..models import Message

UNSENT = (MessageState.HELD, MessageState.QUEUED, MessageState.FAILED)


@transaction.atomic
def forget_recipient(*, user: Any) -> int:
    """Cancel what has not gone out and blank the words and the address; how many messages.

    That something was sent, when and about what, stays: a case file relies on it.
    """
    messages = Message.objects.filter(recipient=user)
    return messages.update(
        recipient=None,
        subject=_("（收件人已注销）"),
        body="",
        address=Case(When(channel=Channel.SITE, then=F("address")), default=Value("—")),
        last_error="",
        state=Case(
            When(Q(state__in=UNSENT), then=Value(MessageState.CANCELLED)), default=F("state")
        ),
    )
