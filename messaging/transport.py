"""Hands one message to the mail server or the SMS operator, and tells how certain the outcome is.

Between "sent" and "not sent" lies "nobody knows": the line went dead after the text was given and
before it was confirmed. Sending that again might tell a person the same thing twice.
"""

from __future__ import annotations

import contextlib
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from . import sms
from .enums import Channel
from .models import Message


class NotTaken(Exception):
    """The message has surely not gone out: it may be tried again."""


def hand_over(message: Message) -> None:
    """Returns when the message was taken. NotTaken: surely not. Anything else: nobody knows."""
    if message.channel == Channel.EMAIL:
        _send_email(message)
    elif message.channel == Channel.SMS:
        _send_sms(message)


def link(message: Message) -> str:
    """The full address of the page the message is about, or nothing."""
    return f"{settings.SITE_URL.rstrip('/')}{message.url}" if message.url else ""


def _send_email(message: Message) -> None:
    connection: BaseEmailBackend = get_connection()
    paragraphs = [message.body, link(message), f"—— {settings.SITE_NAME}"]
    email = EmailMessage(
        subject=message.subject,
        body="\n\n".join(part for part in paragraphs if part),
        to=[message.address],
        connection=connection,
    )
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:  # nothing was given to anybody yet
        raise NotTaken(_words(error)) from error
    try:
        taken = connection.send_messages([email])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        raise NotTaken(_words(error)) from error  # the server itself said no
    finally:
        _close(connection)
    if not taken:
        raise NotTaken(_("邮件服务器没有接收这封邮件"))


def _close(connection: BaseEmailBackend) -> None:
    """A farewell that fails says nothing about the message."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        connection.close()


def _send_sms(message: Message) -> None:
    text = "：".join([message.subject, message.body])
    try:
        sms.send(
            message.address,
            f"{text} {link(message)}".strip(),
            purpose="message",
            subject=message.subject,
            body=message.body,
            link=link(message),
        )
    except sms.SmsError as error:
        raise NotTaken(_words(error)) from error


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
