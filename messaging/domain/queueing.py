"""Writes messages; sending is `manage.py deliver_messages`'s business."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safeguards.statements import Asked, insert, inserting

from ..enums import Channel, MessageState
from ..models import Envelope, Message

PHONE = re.compile(r"\+?[0-9]{6,15}")


def queue_message(
    *,
    key: str,
    to_user: Any = None,
    to_address: str = "",
    subject: str,
    body: str,
    about: str = "",
    url: str = "",
    hold: bool = False,
    sealed: bool = False,
    later: list[Asked] | None = None,
    by: Any = None,
) -> Message:
    """Write a message in the caller's transaction; if that is rolled back, nothing is ever sent.

    `key` names the occasion, such as `case-12:accepted`: a second call with the same key gives the
    message that is there already, whatever has become of it. One to a user can be read on the site
    and goes to the e-mail address too, to the phone of somebody who has only that, or to
    `to_address` instead. With `hold` it waits until staff have released it. With `sealed`, for an
    address only, staff see neither the address nor the words, only the subject and what became of
    it. With `later`, for where many wait for a lock, the caller knows that the key is new: nothing is
    looked up, and what writes the message is put there for `in_one_go` with what he asks next, in the
    same transaction. `url` is a path of this site. Raises ValidationError when there is nobody to send to.
    """
    if sealed and (to_user is not None or hold):
        raise TypeError("a sealed message is read neither on the site nor by staff")
    address = to_address.strip() or _address_of(to_user)
    channel = _channel_for(address)
    if channel == Channel.SITE and to_user is None:
        raise ValidationError(_("这条通知没有收件人：请写明用户、邮箱或手机号。"))
    at_once = channel == Channel.SITE and not hold
    told = {
        "recipient": to_user,
        "channel": channel,
        "address": "" if sealed else address,
        "subject": one_line(subject),
        "body": "" if sealed else body.strip(),
        "about": about,
        "url": url,
        "hold": hold,
        "sealed": sealed,
        "state": waiting_state(hold=hold, at_once=at_once),
        "sent_at": timezone.now() if at_once else None,
        "created_by": by,
    }
    if later is not None:
        message = Message(key=key, **told)
        later += inserting(message, _envelope(message, address, body) if sealed else None)
        return message
    with transaction.atomic():
        message, created = Message.objects.get_or_create(key=key, defaults=told)
        if created and sealed:
            insert(_envelope(message, address, body))
    return message


def _envelope(message: Message, address: str, body: str) -> Envelope:
    return Envelope(message=message, address=address, body=body.strip())


def unwrite(*, message: Message) -> None:
    """Undo ``queue_message`` within the transaction that wrote it: nobody can have seen it yet."""
    Envelope.objects.filter(message=message).delete()
    Message.objects.filter(pk=message.pk).delete()


def waiting_state(*, hold: bool, at_once: bool) -> MessageState:
    """Where a message begins. What is read on the site alone has arrived once it is there."""
    if hold:
        return MessageState.HELD
    return MessageState.SENT if at_once else MessageState.QUEUED


def one_line(subject: str) -> str:
    """A subject is a header of an e-mail: a line break in it would begin another one."""
    return " ".join(subject.split())[:200]


def _address_of(user: Any) -> str:
    # Accounts lie above this room: of a user it knows the e-mail address, and whether there is a
    # phone row with a number that was verified.
    if user is None:
        return ""
    if user.email:
        return str(user.email)
    phone = getattr(user, "phone", None)
    return str(phone.number) if phone is not None and phone.verified else ""


def _channel_for(address: str) -> Channel:
    if not address:
        return Channel.SITE
    if PHONE.fullmatch(address):
        return Channel.SMS
    validate_email(address)
    return Channel.EMAIL
