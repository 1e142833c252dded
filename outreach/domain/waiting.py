"""候补: who gets the seats that become free.

The rule, as the pages tell it:

* Seats go to the first in the queue whose whole party fits into what is free.
* Who does not fit is passed over and keeps the place in the queue. After MOST_PASSED_OVER times the
  free seats are kept for that party until there are enough: nobody behind it gets any.
* A party larger than the session has seats (they became fewer) holds nobody up.
* Who joins now stands behind all who wait: he gets seats at once only where the same rule gives
  them to him. All others get an offer with a deadline, a quarter of the time left until
  registration closes, at least half an hour and at most a day. Who lets it pass loses the place.
* No offer once registration has closed.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outreach import joining_messages as messages
from outreach.domain.counting_seats import (
    Sums,
    as_it_stands,
    free_seats,
    free_waitlist_seats,
    lock_to_join,
    sums_of,
)
from outreach.domain.refusals import JoiningRefused
from outreach.domain.tokens import CONFIRM_WITHIN
from outreach.enums import RegistrationState, SessionState
from outreach.models import Registration, Session
from safeguards.statements import insert

MOST_PASSED_OVER = 3
SHORTEST_OFFER = datetime.timedelta(minutes=30)
LONGEST_OFFER = datetime.timedelta(days=1)


def place_in_queue(registration: Registration) -> int:
    """1 for the one who is next."""
    return (
        registration.session.registrations.filter(
            state=RegistrationState.WAITING, position__lt=registration.position
        ).count()
        + 1
    )


def offer_ends_at(session: Session, now: datetime.datetime) -> datetime.datetime:
    """A quarter of the time that is left, at least half an hour and at most a day, within the cut-off."""
    quarter = (session.closes_at - now) / 4
    return min(now + min(max(quarter, SHORTEST_OFFER), LONGEST_OFFER), session.closes_at)


def takes_people(session: Session, now: datetime.datetime) -> bool:
    """Whether registration is open at this moment."""
    return session.state == SessionState.OPEN and now < session.closes_at


def stand_in_line(
    session: Session,
    registration: Registration,
    *,
    now: datetime.datetime,
    sums: Sums | None = None,
) -> None:
    """Behind all others, then at once to the seats where the rule gives them. The session is locked.

    Raises JoiningRefused (code ``full``) when there is neither a seat nor room in the queue; then
    nothing has been written. ``sums`` are passed on by who has just asked for them.
    """
    sums = sums or sums_of(session)
    registration.position = sums.last + 1
    registration.confirmed_at = now
    if not sums.waiting and registration.seats <= free_seats(session, sums):
        registration.state = RegistrationState.PLACED  # nobody is before him
        _write(registration)
        return
    registration.state = RegistrationState.WAITING
    room = free_waitlist_seats(session, sums)
    with transaction.atomic(savepoint=registration.seats > room):
        _write(registration)
        if registration in serve_queue(session, now=now, here=registration):
            registration.state = RegistrationState.PLACED
        elif registration.seats > room:
            raise JoiningRefused(
                _("这一场的名额和候补都满了。可以看看其他场次。")
                if room == 0
                else _("这一场余下的名额不够，候补也只能再收 %(room)d 人。") % {"room": room},
                code="full",
            )


def serve_queue(
    session: Session, *, now: datetime.datetime, here: Registration | None = None
) -> list[Registration]:
    """Give free seats by the rule above; who got some, in this order. The session is locked.

    ``here`` is whoever has just joined: he needs no offer, he has his seats.
    """
    free = free_seats(session)
    if not free or not takes_people(session, now):
        return []
    served: list[Registration] = []
    passed: list[Registration] = []
    queue = session.registrations.filter(state=RegistrationState.WAITING).order_by("position", "pk")
    for row in queue:
        if any(one.passed_over >= MOST_PASSED_OVER for one in passed):
            break
        if row.seats > free:
            if row.seats <= session.seats:
                passed.append(row)
            continue
        free -= row.seats
        for one in passed:
            one.passed_over += 1
        if row == here:
            row.state = RegistrationState.PLACED
            row.save(update_fields=["state"])
        else:
            _offer(session, row, now)
        served.append(row)
    for one in passed:
        one.save(update_fields=["passed_over"])
    return served


@transaction.atomic
def accept_offer(*, registration: Registration, now: datetime.datetime | None = None) -> None:
    """Take the seats that were offered. Raises JoiningRefused when they are no longer kept."""
    moment = now or timezone.now()
    session = lock_to_join(registration.session_id)
    row = as_it_stands(session, registration)
    if row.state == RegistrationState.PLACED:
        return  # pressed twice
    if (
        row.state != RegistrationState.OFFERED
        or row.offered_until is None
        or moment >= row.offered_until
        or not takes_people(session, moment)
    ):
        raise JoiningRefused(
            _("保留的时间已经过了，名额给了后面的人。如果还在报名，可以重新报名。"), code="over"
        )
    row.state, row.offered_until = RegistrationState.PLACED, None
    row.save(update_fields=["state", "offered_until"])
    messages.tell_placed(row)


@transaction.atomic
def pass_on(*, session_id: int, now: datetime.datetime | None = None) -> list[Registration]:
    """Offers nobody took and contacts nobody confirmed lapse; what is free goes to the next ones."""
    moment = now or timezone.now()
    session = lock_to_join(session_id)
    for row in session.registrations.filter(
        state=RegistrationState.OFFERED, offered_until__lte=moment
    ):
        _end(row, moment)
        messages.tell_offer_over(row)
    for row in session.registrations.filter(
        state=RegistrationState.UNCONFIRMED, registered_at__lte=moment - CONFIRM_WITHIN
    ):
        _end(row, moment)
    return serve_queue(session, now=moment)


def _offer(session: Session, row: Registration, now: datetime.datetime) -> None:
    row.state = RegistrationState.OFFERED
    row.offered_until = offer_ends_at(session, now)
    row.save(update_fields=["state", "offered_until"])
    messages.offer(row)


def _write(row: Registration) -> None:
    if row._state.adding:
        insert(row)
    else:
        row.save(update_fields=["state", "position", "confirmed_at", "language"])


def _end(row: Registration, now: datetime.datetime) -> None:
    row.state, row.ended_at, row.offered_until = RegistrationState.EXPIRED, now, None
    row.save(update_fields=["state", "ended_at", "offered_until"])
