"""Signed links and codes of a registration: each for one purpose, and only as long as that lasts.

Nothing is kept of a token. Its salt is its purpose, so one made to look at a registration cancels
nothing; its end follows from the session and the registration as they are now, so one for a session
that was moved lasts as long as it has to.
"""

from __future__ import annotations

import datetime
import hmac
from enum import StrEnum

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

from outreach.models import Registration
from safeguards.numbering import CODE_ALPHABET

CONFIRM_WITHIN = datetime.timedelta(hours=1)
"""So long an unconfirmed registration waits for its contact to answer; then it lapses."""
READABLE = datetime.timedelta(days=30)
"""So long after the session one can still look at one's registration and say how it was."""
TICKET_CODE_LENGTH = 8
CONFIRMATION_DIGITS = 6


class Purpose(StrEnum):
    """What a token lets its holder do."""

    CONFIRM = "confirm"
    VIEW = "view"
    CANCEL = "cancel"
    OFFER = "offer"
    TICKET = "ticket"
    FEEDBACK = "feedback"


class TokenInvalidError(Exception):
    """Not made here, not for this purpose, or of nothing that exists. Answer it like any wrong address."""


class TokenExpiredError(Exception):
    """Once good; what it was for is over."""


def make_token(registration: Registration, purpose: Purpose) -> str:
    """The token for this registration and purpose; that of an offer is good for this one offer."""
    content = registration.public_id
    if purpose == Purpose.OFFER:
        assert registration.offered_until is not None
        content = f"{content}~{_stamp(registration.offered_until)}"
    return _signer(purpose).sign(content)


def registration_of(token: str, purpose: Purpose, *, now: datetime.datetime) -> Registration:
    """Whose token it is, with session, programme, venue and teacher. Raises both errors above."""
    try:
        content = _signer(purpose).unsign(token)
    except BadSignature as error:
        raise TokenInvalidError from error
    public_id, _tilde, stamp = content.partition("~")
    rows = Registration.objects.select_related(
        "session__programme", "session__venue", "session__teacher", "user"
    )
    registration = rows.filter(public_id=public_id).first()
    if registration is None:
        raise TokenInvalidError
    if purpose == Purpose.OFFER and stamp != _stamp(registration.offered_until):
        raise TokenExpiredError
    if now >= expires_at(registration, purpose):
        raise TokenExpiredError
    return registration


def expires_at(registration: Registration, purpose: Purpose) -> datetime.datetime:
    """When the token is no longer good."""
    session = registration.session
    if purpose == Purpose.CONFIRM:
        return registration.registered_at + CONFIRM_WITHIN
    if purpose == Purpose.CANCEL:
        return session.begins_at
    if purpose == Purpose.OFFER:
        return registration.offered_until or registration.registered_at
    if purpose == Purpose.TICKET:
        return session.ends_at + datetime.timedelta(days=1)
    return session.ends_at + READABLE


def confirmation_code(registration: Registration) -> str:
    """Six digits for whoever has the message on another device; tries are counted where it is typed."""
    number = int.from_bytes(_digest("outreach.confirmation-code", registration)[:8], "big")
    return f"{number % 10**CONFIRMATION_DIGITS:0{CONFIRMATION_DIGITS}}"


def is_confirmation_code(registration: Registration, typed: str) -> bool:
    """Compared in the same time whatever is wrong with it."""
    return constant_time_compare(confirmation_code(registration), typed)


def ticket_code(registration: Registration) -> str:
    """What stands below the QR code, for typing at the door; forty bits, good for its session only."""
    digest = _digest("outreach.ticket-code", registration)
    return "".join(CODE_ALPHABET[byte % 32] for byte in digest[:TICKET_CODE_LENGTH])


def _signer(purpose: Purpose) -> Signer:
    return Signer(salt=f"outreach.registration.{purpose}", sep=".")


def _digest(salt: str, registration: Registration) -> bytes:
    made: hmac.HMAC = salted_hmac(salt, registration.public_id, algorithm="sha256")
    return made.digest()


def _stamp(moment: datetime.datetime | None) -> str:
    return str(int(moment.timestamp())) if moment else ""
