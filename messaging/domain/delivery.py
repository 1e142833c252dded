"""Sends what is due, each message once.

One message at a time: it is marked in a transaction of its own, handed over outside of any, and its
outcome is written. A process that dies in between leaves the mark. After the lease that message is
shown to staff as failed with an honest "nobody knows", and it is not sent again without their word.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import transport
from ..enums import MessageState
from ..models import Envelope, Message

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""Far longer than any backend takes (EMAIL_TIMEOUT); only a dead process holds a mark that long."""

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480)]
"""Before the second attempt, the third and so on; after the last one staff are told."""


def deliver_due(limit: int = 100) -> int:
    """Send up to `limit` messages whose time has come; how many were sent.

    Several processes may do so at once: each takes messages that no other has marked.
    """
    give_up_interrupted()
    sent = 0
    for _attempt in range(limit):
        message = _take_next()
        if message is None:
            break
        sent += _deliver(message)
    return sent


def give_up_interrupted() -> int:
    """Show staff what a process was sending when it died; how many messages."""
    return Message.objects.filter(
        state=MessageState.SENDING, lease_until__lt=timezone.now()
    ).update(
        state=MessageState.FAILED,
        last_error=_("发送时程序中断，不能确定是否已经发出。请先向收件人核实，再决定是否重发。"),
    )


@transaction.atomic
def count_as_sent(*, after: int) -> int:
    """Mark as sent what was queued later than the message with this key; how many messages.

    For sample data alone, in the transaction that wrote it: its people have no mailboxes.
    """
    messages = Message.objects.filter(pk__gt=after, state=MessageState.QUEUED)
    Envelope.objects.filter(message__in=messages).delete()
    return messages.update(state=MessageState.SENT, sent_at=F("created_at"), attempts=1)


@transaction.atomic(durable=True)  # a mark that is not committed marks nothing
def _take_next() -> Message | None:
    """Mark the message that has waited longest as being sent."""
    now = timezone.now()
    due = Message.objects.filter(state=MessageState.QUEUED, next_attempt_at__lte=now)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    message = due.order_by("next_attempt_at", "pk").first()
    if message is None:
        return None
    message.state = MessageState.SENDING
    message.lease_until = now + LEASE
    message.attempts += 1
    message.save(update_fields=["state", "lease_until", "attempts"])
    return message


def _deliver(message: Message) -> bool:
    try:
        transport.hand_over(message)
    except transport.NotTaken as error:
        _note_refusal(message, str(error))
    except Exception as error:  # whatever a backend raises, the others must go out
        # a trace ends with what the server said, and that may name who is sealed
        logger.error(
            "Message %s: nobody knows whether it was sent (%s)",
            message.pk,
            transport.told(error, message),
            exc_info=not message.sealed,
        )
        _note(
            message,
            state=MessageState.FAILED,
            last_error=_("连接中断，不能确定是否已经发出（%(error)s）。请先核实，再决定是否重发。")
            % {"error": transport.told(error, message)},
        )
    else:
        _note_sent(message)
        return True
    return False


@transaction.atomic
def _note_sent(message: Message) -> None:
    noted = _note(message, state=MessageState.SENT, sent_at=timezone.now(), last_error="")
    if noted and message.sealed:
        Envelope.objects.filter(message=message).delete()


def _note_refusal(message: Message, error: str) -> None:
    if message.attempts > len(PAUSES):
        logger.error("Message %s failed for good: %s", message.pk, error)
        _note(message, state=MessageState.FAILED, last_error=error)
        return
    pause = PAUSES[message.attempts - 1]
    logger.warning("Message %s is tried again in %s: %s", message.pk, pause, error)
    _note(
        message,
        state=MessageState.QUEUED,
        next_attempt_at=timezone.now() + pause,
        last_error=error,
    )


def _note(message: Message, **outcome: object) -> int:
    """Write the outcome, unless staff have decided otherwise after the lease had run out."""
    return Message.objects.filter(pk=message.pk, lease_until=message.lease_until).update(
        lease_until=None, **outcome
    )
