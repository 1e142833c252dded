"""What staff do with messages before they go out, and with those that did not arrive.

Each step is one conditional UPDATE: of two people who press at once, or of a person and the sender,
one succeeds and the other is told where the message stands by now.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..enums import Channel, MessageState
from ..models import Envelope, Message
from .queueing import one_line


@transaction.atomic
def edit_held(*, message: Message, subject: str, body: str, by: Any) -> Message:
    """Change the words of a message that still waits for release."""
    subject, body = one_line(subject), body.strip()
    if not subject or not body:
        raise ValidationError(_("标题和正文都不能为空。"))
    return _move(
        message,
        _("这条通知现在是“%(state)s”，不能再修改。只有待核对的通知可以修改。"),
        "messaging.edit",
        by,
        origins=[MessageState.HELD],
        subject=subject,
        body=body,
    )


@transaction.atomic
def release(*, message: Message, by: Any) -> Message:
    """Let a held message go out."""
    now = timezone.now()
    if message.channel == Channel.SITE:
        changes: dict[str, Any] = {"state": MessageState.SENT, "sent_at": now}
    else:
        changes = {"state": MessageState.QUEUED, "next_attempt_at": now}
    return _move(
        message,
        _("这条通知现在是“%(state)s”，不需要再核对。"),
        "messaging.release",
        by,
        origins=[MessageState.HELD],
        **changes,
    )


def release_all(*, messages: Iterable[Message], by: Any) -> int:
    """Release those of the messages that still wait for it; how many those were."""
    released = 0
    for message in messages:
        try:
            release(message=message, by=by)
        except ValidationError:
            continue  # somebody else has released or cancelled it meanwhile
        released += 1
    return released


@transaction.atomic
def cancel(*, message: Message, by: Any = None) -> Message:
    """Take a message back that has not gone out; without `by` the program itself does."""
    cancelled = _move(
        message,
        _("这条通知现在是“%(state)s”，不能取消。"),
        "messaging.cancel",
        by,
        origins=[MessageState.HELD, MessageState.QUEUED, MessageState.FAILED],
        state=MessageState.CANCELLED,
        lease_until=None,
    )
    Envelope.objects.filter(message=message).delete()
    return cancelled


@transaction.atomic
def try_again(*, message: Message, by: Any) -> Message:
    """Queue a failed message anew, with all its attempts before it."""
    return _move(
        message,
        _("这条通知现在是“%(state)s”，不需要重发。"),
        "messaging.retry",
        by,
        origins=[MessageState.FAILED],
        state=MessageState.QUEUED,
        attempts=0,
        next_attempt_at=timezone.now(),
        lease_until=None,
    )


def _move(
    message: Message,
    refusal: str,
    action: str,
    by: Any,
    *,
    origins: list[MessageState],
    **changes: Any,
) -> Message:
    moved = Message.objects.filter(pk=message.pk, state__in=origins).update(**changes)
    message.refresh_from_db()
    if not moved:
        raise ValidationError(refusal % {"state": message.get_state_display()})
    log(instance=message, action=action, user=by)
    return message
