"""What the clock does with registration: opens, closes, passes seats on, reminds, asks, forgets.

All of it may run twice, and two processes may run it at once: each step locks its session and looks
again, and a message has a key that is written once.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable

from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from outreach import joining_messages as messages
from outreach.domain.refusals import StepRefused
from outreach.domain.tokens import CONFIRM_WITHIN, READABLE
from outreach.domain.transitioning import transition
from outreach.domain.waiting import pass_on
from outreach.enums import COUNTED, TAKES_PLACE, RegistrationState, SessionState
from outreach.models import Registration, Session

logger = logging.getLogger(__name__)

KEPT = datetime.timedelta(days=180)
"""So long after the session names and contacts are kept; the numbers stay."""
FORGOTTEN = "forgotten-"
FEEDBACK_AFTER = datetime.timedelta(hours=2)


def keep_minute(*, now: datetime.datetime | None = None) -> dict[str, int]:
    """Open and close what is due, then pass on seats; how many of each."""
    moment = now or timezone.now()
    return {
        "closed": _take("close", _closing(moment), moment),
        "opened": _take("open", _opening(moment), moment),
        "served": _each(_to_pass_on(moment), lambda pk: len(pass_on(session_id=pk, now=moment))),
    }


def keep_day(*, now: datetime.datetime | None = None) -> dict[str, int]:
    """Remind who comes tomorrow, ask who was there, forget who was there long ago; how many of each."""
    moment = now or timezone.now()
    return {
        "reminded": remind(now=moment),
        "asked": ask_feedback(now=moment),
        "forgotten": forget_people(now=moment),
    }


def remind(*, now: datetime.datetime) -> int:
    """Tell everyone with seats tomorrow, once."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    due = Registration.objects.filter(
        state=RegistrationState.PLACED,
        reminded_at__isnull=True,
        session__state__in=TAKES_PLACE,
        session__begins_at__gte=today + datetime.timedelta(days=1),
        session__begins_at__lt=today + datetime.timedelta(days=2),
    )
    return sum(_remind(pk, now) for pk in due.values_list("pk", flat=True))


def ask_feedback(*, now: datetime.datetime) -> int:
    """Ask everyone who was signed in, once, when the class is over."""
    rows = Registration.objects.filter(
        state=RegistrationState.PLACED,
        sign_in__isnull=False,
        feedback__isnull=True,
        session__ends_at__lte=now - FEEDBACK_AFTER,
        session__ends_at__gt=now - READABLE / 10,
        session__state__in=(*TAKES_PLACE, *COUNTED),
    ).select_related("session__programme", "session__venue", "user")
    for row in rows:
        messages.ask_feedback(row)
    return len(rows)


def forget_people(*, now: datetime.datetime) -> int:
    """Blank names, contacts and needs of sessions long over, and at once those never confirmed.

    个人信息保护法 article 19: kept no longer than the purpose needs. Heads and answers stay.
    """
    over = Q(session__ends_at__lt=now - KEPT)
    never_confirmed = Q(
        state=RegistrationState.EXPIRED,
        confirmed_at__isnull=True,
        ended_at__lt=now - datetime.timedelta(days=1),
    )
    rows = Registration.objects.filter(over | never_confirmed).exclude(
        contact_digest__startswith=FORGOTTEN
    )
    return sum(forget(row) for row in rows.iterator())


def forget(row: Registration) -> int:
    """Leave of a registration only how many people it was for."""
    row.name = row.contact = row.needs = row.group_name = ""
    row.contact_digest = f"{FORGOTTEN}{row.pk}"
    row.user = None
    fields = ["name", "contact", "needs", "group_name", "contact_digest", "user"]
    row.save(update_fields=fields)
    return 1


def _opening(now: datetime.datetime) -> list[int]:
    """Confirmed, for the public, and their time has come; with no time told, as soon as confirmed."""
    rows = Session.objects.filter(
        Q(registration_opens_at__isnull=True) | Q(registration_opens_at__lte=now),
        state=SessionState.CONFIRMED,
        open_to_public=True,
        published_at__isnull=False,
        begins_at__gt=now,
    )
    return [one.pk for one in rows if one.closes_at > now]


def _closing(now: datetime.datetime) -> list[int]:
    rows = Session.objects.filter(
        Q(registration_closes_at__lte=now)
        | Q(registration_closes_at__isnull=True, begins_at__lte=now + datetime.timedelta(hours=2)),
        state=SessionState.OPEN,
    )
    return [one.pk for one in rows if one.closes_at <= now]


def _take(name: str, sessions: list[int], now: datetime.datetime) -> int:
    def step(pk: int) -> int:
        try:
            transition(session_id=pk, name=name, by=None, now=now)
        except StepRefused:
            return 0  # somebody was faster, or something stands in the way that staff see
        return 1

    return _each(sessions, step)


def _each(sessions: list[int], act: Callable[[int], int]) -> int:
    """Do it for each; what goes wrong with one is written to the log and stops no other."""
    done = 0
    for pk in sessions:
        try:
            done += act(pk)
        except OperationalError:
            raise  # the database is away: asked again in a minute
        except Exception:
            logger.exception("Session %s: what its clock asks for failed", pk)
    return done


def _to_pass_on(now: datetime.datetime) -> list[int]:
    """Sessions with somebody to serve or something that has lapsed."""
    waiting = Q(state=RegistrationState.WAITING, session__state=SessionState.OPEN)
    over = Q(state=RegistrationState.OFFERED, offered_until__lte=now)
    lapsed = Q(state=RegistrationState.UNCONFIRMED, registered_at__lte=now - CONFIRM_WITHIN)
    rows = Registration.objects.filter(waiting | over | lapsed).order_by(F("session"))
    return list(rows.values_list("session", flat=True).distinct())


@transaction.atomic
def _remind(pk: int, now: datetime.datetime) -> int:
    rows = Registration.objects.select_for_update(of=("self",)).select_related(
        "session__programme", "session__venue", "user"
    )
    row = rows.get(pk=pk)
    if row.reminded_at is not None or row.state != RegistrationState.PLACED:
        return 0
    messages.remind(row)
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    return 1
