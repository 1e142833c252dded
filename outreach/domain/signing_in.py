"""签到: who was there. Each entry has a mark made on the device, so that sending it again adds nobody."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import rules
from outreach.domain.counting_seats import lock_to_join
from outreach.domain.refusals import JoiningRefused
from outreach.domain.tokens import (
    Purpose,
    TokenExpiredError,
    TokenInvalidError,
    registration_of,
    ticket_code,
)
from outreach.enums import RegistrationState, SessionState, SignInWay
from outreach.models import Registration, Session, SignIn

SIGNS_IN = (SessionState.CONFIRMED, SessionState.OPEN, SessionState.CLOSED, SessionState.HELD)
BEFORE = datetime.timedelta(hours=6)
"""So early the door may open."""
MOST_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One sign-in as the device tells it. Without a registration: people who came unregistered."""

    mark: str
    way: SignInWay
    adults: int
    minors: int
    at: datetime.datetime
    registration: str = ""


@dataclass(frozen=True, slots=True)
class Heads:
    """People counted."""

    adults: int = 0
    minors: int = 0

    @property
    def people(self) -> int:
        return self.adults + self.minors


@transaction.atomic
def sign_in(
    *, session_id: int, entry: Entry, by: User, now: datetime.datetime | None = None
) -> tuple[SignIn, bool]:
    """Note who came, and whether this is new: the same mark, or the same registration, counts once.

    ``entry.registration`` is the registration's public id; without numbers, all of its people came.
    A time outside of the session's day is the moment of arrival here: the device's clock is wrong.
    Raises PermissionDenied, JoiningRefused.
    """
    moment = now or timezone.now()
    session = lock_to_join(session_id)
    if not rules.may_run(by, session):
        raise PermissionDenied(_("您不能为这一场签到。"))
    known = session.sign_ins.filter(mark=entry.mark).first()
    if known is not None:
        return known, False
    _check(session, entry, moment)
    adults, minors, registration = entry.adults, entry.minors, None
    if entry.registration:
        registration = session.registrations.filter(public_id=entry.registration).first()
        if registration is None:
            raise JoiningRefused(_("这一场没有这份报名。"), code="unknown")
        earlier = SignIn.objects.filter(registration=registration).first()
        if earlier is not None:
            return earlier, False
        if registration.state not in (RegistrationState.PLACED, RegistrationState.OFFERED):
            raise JoiningRefused(
                _("这份报名现在是“%(state)s”，没有名额。有空位可以按人数登记。")
                % {"state": registration.get_state_display()},
                code="no-seat",
            )
        if not adults + minors:
            adults, minors = registration.adults, registration.minors
    if not adults + minors:
        raise JoiningRefused(_("请填写来了多少人，成人和未成年人至少一位。"), code="numbers")
    day = (session.begins_at - BEFORE, session.ends_at + BEFORE)
    made = SignIn.objects.create(
        session=session,
        registration=registration,
        way=entry.way,
        adults=adults,
        minors=minors,
        mark=entry.mark,
        at=entry.at if day[0] <= entry.at <= min(day[1], moment) else moment,
        by=by,
    )
    return made, True


@transaction.atomic
def take_back(*, session_id: int, sign_in_id: int, by: User) -> None:
    """A wrong tap: the entry goes. Not once the session is held, when its heads are on record."""
    session = lock_to_join(session_id)
    if not rules.may_run(by, session):
        raise PermissionDenied(_("您不能为这一场签到。"))
    if session.state not in SIGNS_IN or session.state == SessionState.HELD:
        raise JoiningRefused(_("这一场已经登记为举办，签到不能再改。"), code="held")
    session.sign_ins.filter(pk=sign_in_id).delete()


def heads_of(session: Session) -> Heads:
    """Everybody signed in so far: what the step “登记为已举办” proposes."""
    sums = session.sign_ins.aggregate(adults=Sum("adults"), minors=Sum("minors"))
    return Heads(sums["adults"] or 0, sums["minors"] or 0)


def no_shows(session: Session) -> list[Registration]:
    """Who had seats and did not come; nobody before the session has begun."""
    if timezone.now() < session.begins_at:
        return []
    placed = session.registrations.filter(state=RegistrationState.PLACED)
    return list(placed.filter(sign_in__isnull=True))


def registration_by_code(session: Session, typed: str, *, now: datetime.datetime) -> Registration:
    """From what was scanned (the ticket's address or token) or typed (the code below it).

    Raises JoiningRefused (``unknown``, ``other-session``).
    """
    text = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    if "." in text:
        try:
            found = registration_of(text, Purpose.TICKET, now=now)
        except (TokenInvalidError, TokenExpiredError) as error:
            raise JoiningRefused(
                _("这不是有效的报名码。请让对方打开最新的报名页面。"), code="unknown"
            ) from error
        if found.session_id != session.pk:
            raise JoiningRefused(
                _("这是另一场的报名码：%(other)s。") % {"other": found.session},
                code="other-session",
            )
        return found
    plain = "".join(text.split()).replace("-", "").upper()
    for row in session.registrations.all():
        if ticket_code(row) == plain:
            row.session = session
            return row
    raise JoiningRefused(_("这一场没有这个签到码，请核对后再输。"), code="unknown")


def _check(session: Session, entry: Entry, now: datetime.datetime) -> None:
    if session.state not in SIGNS_IN:
        raise JoiningRefused(
            _("这一场现在是“%(state)s”，不能签到。") % {"state": session.get_state_display()},
            code="not-now",
        )
    if now < session.begins_at - BEFORE:
        raise JoiningRefused(_("签到在开始前 6 小时开放。"), code="too-early")
    if not 1 <= len(entry.mark) <= SignIn._meta.get_field("mark").max_length:  # type: ignore[operator]
        raise ValidationError(_("签到记录不完整，请刷新页面再试。"))
    if min(entry.adults, entry.minors) < 0 or entry.adults + entry.minors > MOST_AT_ONCE:
        raise JoiningRefused(_("人数不对：一次最多登记 2000 人。"), code="numbers")
