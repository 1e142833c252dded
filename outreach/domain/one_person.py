"""Whether two registrations are of one person: the same contact, however written, or the same account."""

from __future__ import annotations

import datetime

from django.db.models import Q

from accounts.models import User
from accounts.queries import verified_phone
from outreach.contacts import contact_digest
from outreach.domain.refusals import AlreadyJoined
from outreach.enums import LIVE, TAKES_PART, RegistrationState
from outreach.models import Registration, Session
from safeguards.statements import Given

PRESSED_TWICE = datetime.timedelta(minutes=2)
"""So long the same form sent again is taken for the same registration."""


def is_proved(user: User, email: str | None, digest: str) -> bool:
    """Whether the contact is one of the account's own: its verified mailbox, or else its number."""
    if email and contact_digest(email) == digest:
        return True
    phone = verified_phone(user)
    return bool(phone) and contact_digest(phone) == digest


def same_person(digest: str | Given, user: User | Given | None) -> Q:
    """Registrations of the same person: by the contact, and of who is signed in by the account."""
    same = Q(contact_digest=digest)
    if user is not None:
        same |= Q(user=user) & ~Q(state=RegistrationState.UNCONFIRMED)
    return same & Q(state__in=LIVE)


def earlier_of(session: Session, digest: str, same: Q) -> Registration:
    """The one with the contact before the one with the account."""
    rows = session.registrations.filter(same).select_related("user")
    found = min(rows, key=lambda row: row.contact_digest != digest)
    found.session = session
    return found


def belongs_to(row: Registration, user: User | None) -> bool:
    return user is not None and row.user_id == user.pk


def check_account_once(row: Registration) -> None:
    """Two contacts of one account, registered before either was confirmed: the first one counts."""
    if row.user_id is None:
        return
    others = row.session.registrations.filter(user=row.user_id, state__in=TAKES_PART)
    other = others.select_related("session").first()
    if other is not None:
        raise AlreadyJoined(other)


def is_the_same_again(earlier: Registration, new: Registration) -> bool:
    """The button was pressed twice: the message is under way, and its link stays good."""
    fields = ("kind", "user_id", "name", "contact", "group_name", "adults", "minors", "needs")
    return new.registered_at - earlier.registered_at < PRESSED_TWICE and all(
        getattr(earlier, field) == getattr(new, field) for field in fields
    )
