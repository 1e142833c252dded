"""Hands one message to the mail server or the SMS operator, and tells how certain the outcome is.

Between "sent" and "not sent" lies "nobody knows": the line went dead after the text was given and
before it was confirmed. Sending that again might tell a person the same thing twice.
"""

from __future__ import annotations

import contextlib
import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from . import sms
from .enums import Channel
from .models import Envelope, Message


class NotTaken(Exception):
    """The message has surely not gone out: it may be tried again."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A message with its envelope opened."""

    address: str
    subject: str
    body: str
    link: str


class _Refused(Exception):
    """Somebody surely did not take it; what they said."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


def hand_over(message: Message) -> None:
    """Returns when the message was taken. NotTaken: surely not. Anything else: nobody knows."""
    send = {Channel.EMAIL: _send_email, Channel.SMS: _send_sms}.get(Channel(message.channel))
    if send is None:
        return
    written: Message | Envelope = message.envelope if message.sealed else message
    letter = _Letter(written.address, message.subject, written.body, link(message))
    try:
        send(letter)
    except _Refused as refusal:
        raise NotTaken(told(refusal.error, message)) from refusal.error


def link(message: Message) -> str:
    """The full address of the page the message is about, or nothing."""
    return f"{settings.SITE_URL.rstrip('/')}{message.url}" if message.url else ""


def told(error: BaseException, message: Message) -> str:
    """What went wrong, for staff. Servers repeat addresses: of a sealed message only the kind is told."""
    name = type(error).__name__
    if not message.sealed:
        return f"{name}: {error}"
    code = getattr(error, "smtp_code", None)
    return f"{name} {code}" if isinstance(code, int) else name


def _send_email(letter: _Letter) -> None:
    connection: BaseEmailBackend = get_connection()
    paragraphs = [letter.body, letter.link, f"—— {settings.SITE_NAME}"]
    email = EmailMessage(
        subject=letter.subject,
        body="\n\n".join(part for part in paragraphs if part),
        to=[letter.address],
        connection=connection,
    )
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:  # nothing was given to anybody yet
        raise _Refused(error) from error
    try:
        taken = connection.send_messages([email])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        raise _Refused(error) from error  # the server itself said no
    finally:
        _close(connection)
    if not taken:
        raise NotTaken(_("邮件服务器没有接收这封邮件"))


def _close(connection: BaseEmailBackend) -> None:
    """A farewell that fails says nothing about the message."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        connection.close()


def _send_sms(letter: _Letter) -> None:
    text = "：".join([letter.subject, letter.body])
    try:
        sms.send(
            letter.address,
            f"{text} {letter.link}".strip(),
            purpose="message",
            subject=letter.subject,
            body=letter.body,
            link=letter.link,
        )
    except sms.SmsError as error:
        raise _Refused(error) from error
