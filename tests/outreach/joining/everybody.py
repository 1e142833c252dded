"""People who join in tests."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from messaging.models import Message
from outreach.domain.joining import Person, confirm, register
from outreach.domain.parties import Party
from outreach.enums import RegistrationKind, SessionState
from outreach.models import Registration, Session
from tests.factories.outreach import make_session

HOUR = datetime.timedelta(hours=1)
_number = itertools.count(1)


def open_session(**fields: Any) -> Session:
    """Registration is open, for two weeks less two hours."""
    return make_session(state=SessionState.OPEN, **fields)


def party(people: int = 1) -> Party:
    if people == 1:
        return Party(RegistrationKind.SINGLE)
    return Party(RegistrationKind.GROUP, 1, people - 1, "示例小学")


def ask(session: Session, people: int = 1, **told: Any) -> Registration | None:
    """Register without an account, each time somebody else."""
    number = next(_number)
    contact = told.pop("contact", f"guest{number}@example.com")
    address = told.pop("address", f"192.0.2.{number % 250}:{number}")
    return register(
        session_id=session.pk,
        party=told.pop("party", party(people)),
        person=Person(told.pop("name", f"来客{number}"), contact),
        by=told.pop("by", None),
        address=address,
        **told,
    )


def join(session: Session, people: int = 1, **told: Any) -> Registration:
    """Register and confirm."""
    now = told.get("now")
    asked = ask(session, people, **told)
    assert asked is not None
    return confirm(registration=asked, now=now)


def proved_user(email: str = "", **fields: Any) -> User:
    """Somebody with an account whose mailbox is verified."""
    email = email or f"account{next(_number)}@example.com"
    user = User.objects.create_user(email, email=email, display_name="示例用户", **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def words_to(contact: str) -> list[str]:
    """Bodies of the messages on their way to this contact, oldest first."""
    rows = Message.objects.filter(envelope__isnull=False).select_related("envelope")
    return [
        f"{one.subject}\n{one.envelope.body}"
        for one in rows.order_by("pk")
        if one.envelope.address == contact
    ]


def again(row: Registration) -> Registration:
    """As it stands in the database."""
    return Registration.objects.select_related("session__programme", "session__venue").get(
        pk=row.pk
    )


def soon(hours: float) -> datetime.datetime:
    return timezone.now() + hours * HOUR
