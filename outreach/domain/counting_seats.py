"""What is asked while others wait for the session: it is locked, and the people in it are counted.

Everybody who joins, confirms, cancels or is signed in passes through here one after the other, so
these few statements are put together once (``safeguards.statements``) and read no more than joining
needs.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateTimeField,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)

from accounts.models import User
from accounts.queries import verified_emails_of
from outreach.domain.one_person import same_person
from outreach.enums import TAKES_PART, TAKES_SEATS, RegistrationState
from outreach.models import Registration, Session
from safeguards.statements import Asked, Given, Statement, in_one_go

_READ = (
    *("state", "published_at", "open_to_public", "title"),
    *("begins_at", "ends_at", "registration_closes_at", "seats", "waitlist_seats"),
    *("programme__title", "programme__title_en"),
    *("venue__name", "venue__name_en", "venue__address"),
)
"""What joining decides by and its messages tell; the rest is fetched when it is asked for."""
_DIGEST, _USER = Given("digest", CharField()), Given("user", BigIntegerField())


def _session() -> QuerySet[Session]:
    rows = Session.objects.select_related("programme", "venue").only(*_READ)
    return rows.filter(pk=Given("pk", BigIntegerField())).order_by()


def _session_locked() -> QuerySet[Session]:
    return _session().select_for_update(of=("self",))


def _session_unlocked() -> QuerySet[Session]:
    waits = Registration.objects.filter(session=OuterRef("pk"), state=RegistrationState.WAITING)
    return _session().annotate(
        has_queue=Exists(waits),
        coming=Subquery(_coming().values("sessions")),
        email=Subquery(verified_emails_of(_USER)[:1]),
    )


def _registration() -> QuerySet[Registration]:
    return Registration.objects.filter(pk=Given("pk", BigIntegerField())).order_by()


def _people_counted() -> QuerySet[Any, Any]:
    rows = Registration.objects.filter(session_id=Given("session", BigIntegerField())).order_by()
    return rows.values("session_id").annotate(
        taken=Sum("seats", filter=Q(state__in=TAKES_SEATS)),
        waiting=Sum("seats", filter=Q(state=RegistrationState.WAITING)),
        last=Max("position"),
        same=Count("pk", filter=same_person(_DIGEST, _USER)),
    )


def _coming() -> QuerySet[Any, Any]:
    rows = Registration.objects.filter(
        contact_digest=_DIGEST,
        state__in=TAKES_PART,
        session__begins_at__gt=Given("now", DateTimeField()),
    )
    return rows.order_by().values("contact_digest").annotate(sessions=Count("pk"))


_LOCK, _LOOK = Statement(_session_locked), Statement(_session_unlocked)
_COUNT, _COMING = Statement(_people_counted), Statement(_coming)
_AGAIN = Statement(_registration)


@dataclass(frozen=True, slots=True)
class Sums:
    """People with seats (taken or offered), people who wait, and the last place given in the queue.

    ``same`` counts registrations of the person who was asked for besides.
    """

    taken: int = 0
    waiting: int = 0
    last: int = 0
    same: int = 0


def lock_to_join(session_id: int) -> Session:
    """The session as joining needs it, locked until the transaction ends; on SQLite everything is."""
    found: Session | None = _LOCK.first(pk=session_id)
    if found is None:
        raise Session.DoesNotExist
    return found


def lock_and_count(
    seen: Session, *, digest: str, user: User | None, first: Sequence[Asked]
) -> tuple[Session, Sums]:
    """``first``, then the lock, then the people counted under it, all in one go: while he has the lock
    the others wait for every way to the database and back.
    """
    lock = _LOCK.asked(pk=seen.pk, known=seen)
    count = _COUNT.asked(session=seen.pk, digest=digest, user=user and user.pk)
    *_before, locked, counted = in_one_go(*first, lock, count)
    if not locked:
        raise Session.DoesNotExist
    return locked[0], _sums(counted)


def look_before(
    session_id: int, *, digest: str, user: User | None, now: datetime.datetime, first: Asked
) -> Session:
    """``first``, then the same without a lock: true by now, perhaps no longer. ``has_queue``: somebody
    waits in it; ``coming``: in how many coming sessions this contact is, None for none; ``email``:
    the verified mailbox of the account.
    """
    look = _LOOK.asked(pk=session_id, digest=digest, user=user and user.pk, now=now)
    _before, found = in_one_go(first, look)
    if not found:
        raise Session.DoesNotExist
    session: Session = found[0]
    return session


def as_it_stands(session: Session, registration: Registration) -> Registration:
    """The registration once more, now that its session is locked."""
    found: Registration | None = _AGAIN.first(pk=registration.pk)
    if found is None or found.session_id != session.pk:
        raise Registration.DoesNotExist
    found.session = session
    return found


def sums_of(session: Session, *, digest: str = "", user: User | None = None) -> Sums:
    """One query; true for as long as the session is locked."""
    return _sums(_COUNT.rows(session=session.pk, digest=digest, user=user and user.pk))


def _sums(found: list[Any]) -> Sums:
    return Sums(*(number or 0 for number in found[0][1:])) if found else Sums()


def free_seats(session: Session, sums: Sums | None = None) -> int:
    """Seats neither taken nor offered; never below none."""
    return max(session.seats - (sums or sums_of(session)).taken, 0)


def free_waitlist_seats(session: Session, sums: Sums | None = None) -> int:
    """For how many people the queue has room."""
    return max(session.waitlist_seats - (sums or sums_of(session)).waiting, 0)


def coming_sessions_of(digest: str, now: datetime.datetime) -> int:
    """In how many coming sessions this contact has a seat or a place in the queue."""
    found = _COMING.first(digest=digest, now=now)
    return found[1] if found else 0
