"""报名: somebody registers for a session, confirms his contact, and gives his seats back."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import verified_email, verified_phone
from accounts.validators import normal_phone
from outreach import joining_messages as messages
from outreach import rules
from outreach.contacts import contact_digest
from outreach.domain.counting_seats import (
    Sums,
    as_it_stands,
    coming_sessions_of,
    free_seats,
    free_waitlist_seats,
    lock_and_count,
    lock_to_join,
    look_before,
)
from outreach.domain.foretelling import foretell, tell_outcome
from outreach.domain.one_person import (
    belongs_to,
    check_account_once,
    earlier_of,
    is_proved,
    is_the_same_again,
    same_person,
)
from outreach.domain.parties import Party, check_party
from outreach.domain.refusals import AlreadyJoined, JoiningRefused
from outreach.domain.tokens import CONFIRM_WITHIN, is_confirmation_code
from outreach.domain.waiting import serve_queue, stand_in_line, takes_people
from outreach.enums import LIVE, TAKES_PART, RegistrationState
from outreach.languages import language_now
from outreach.models import Registration, Session
from safeguards.limiting import Limit, count_try, counting_tries
from safeguards.statements import Asked, insert

on_the_internet = EmailValidator(allowlist=[])
MOST_SESSIONS = 10
"""Coming sessions one person may be registered for at the same time."""
REGISTER_BY_ADDRESS = Limit("join-address", most=60, minutes=60)
REGISTER_BY_CONTACT = Limit("join-contact", most=8, minutes=60)
CODE_BY_ADDRESS = Limit("join-code-address", most=60, minutes=60)
CODE_BY_REGISTRATION = Limit("join-code", most=6, minutes=60)


@dataclass(frozen=True, slots=True)
class Person:
    """Who registers: a name to call, how to reach him, and what he needs."""

    name: str
    contact: str
    needs: str = ""


def normal_contact(text: str) -> str:
    """A mailbox, or a mobile number as +8613800000000; typed in any width. Raises ValidationError."""
    text = normalize("NFKC", text).strip()
    if "@" not in text:
        return normal_phone(text)
    try:
        on_the_internet(text)
    except ValidationError as error:
        raise ValidationError(_("这个邮箱地址不对，请检查，例如 name@example.com。")) from error
    return text


def proved_contacts(user: User) -> list[str]:
    """Mailbox and number the person has proved to hold; registering with one needs no confirmation."""
    return [one for one in (verified_email(user), verified_phone(user)) if one]


def register(
    *,
    session_id: int,
    party: Party,
    person: Person,
    by: User | None,
    address: str,
    now: datetime.datetime | None = None,
) -> Registration | None:
    """Register; the answer's state tells what became of it.

    Whose contact is proved is placed or waits at once; others hold no seat until they confirm, and
    lapse after CONFIRM_WITHIN. A form sent twice is one registration and one message. None for a
    contact that is registered already and was not proved: who asks must not learn that, its holder
    is told. Raises JoiningRefused (codes ``not-open``, ``full``, ``too-many-sessions``,
    ``too-large``), AlreadyJoined and TooManyTries.
    """
    moment = now or timezone.now()
    contact = normal_contact(person.contact)
    digest = contact_digest(contact)
    tries = [(REGISTER_BY_ADDRESS, address), (REGISTER_BY_CONTACT, f"{session_id}:{digest}")]
    tried = counting_tries(tries, now=moment)
    seen = look_before(session_id, digest=digest, user=by, now=moment, first=tried)
    proved = by is not None and is_proved(by, seen.email, digest)  # type: ignore[attr-defined]
    if proved:
        _check_not_hoarding(seen.coming or 0)  # type: ignore[attr-defined]
    _check_open(seen, moment)
    check_party(seen, party)
    registration = _written(seen, party, person, by, contact, moment)
    return _take_turn(registration, seen, party, by, proved=proved)


def _take_turn(
    row: Registration, seen: Session, party: Party, by: User | None, *, proved: bool
) -> Registration | None:
    """Register under the session's lock; all behind wait for it, so nothing else is done here."""
    digest, now = row.contact_digest, row.registered_at
    with transaction.atomic():
        later: list[Asked] = []
        foretold = foretell(row, state=_expected(seen, proved=proved), later=later)
        session, sums = lock_and_count(seen, digest=digest, user=by, first=later)
        row.session = session
        _check_open(session, now)
        check_party(session, party)
        earlier = earlier_of(session, digest, same_person(digest, by)) if sums.same else None
        known = earlier is not None and earlier.state != RegistrationState.UNCONFIRMED
        if earlier is not None and known and (proved or belongs_to(earlier, by)):
            raise AlreadyJoined(earlier)  # before the seats are counted: he may have the last one
        _check_room(session, row.seats, sums)
        if earlier is not None and known:
            foretold.take_back()
            messages.tell_already(earlier)
            return None
        if earlier is not None:
            if not proved and is_the_same_again(earlier, row):
                foretold.take_back()
                return earlier
            end(earlier, RegistrationState.EXPIRED, now)
        if proved:
            stand_in_line(session, row, now=now, sums=sums)
        else:
            insert(row)
        tell_outcome(row, foretold)
    return row


def _expected(seen: Session, *, proved: bool) -> RegistrationState:
    """What the registration will most likely come to."""
    if not proved:
        return RegistrationState.UNCONFIRMED
    return RegistrationState.WAITING if seen.has_queue else RegistrationState.PLACED  # type: ignore[attr-defined]


def confirm(*, registration: Registration, now: datetime.datetime | None = None) -> Registration:
    """The contact has answered, and is written to in the language he answers in from now on. A second
    time nothing more happens.

    When session and queue have filled meanwhile the registration ends, and so says its state.
    Raises JoiningRefused (``lapsed``, ``not-open``, ``too-many-sessions``) and AlreadyJoined.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        session = lock_to_join(registration.session_id)
        row = as_it_stands(session, registration)
        if row.state != RegistrationState.UNCONFIRMED:
            if row.state in LIVE:
                return row
            raise JoiningRefused(_("这份报名已经失效，请重新报名。"), code="lapsed")
        if moment >= row.registered_at + CONFIRM_WITHIN:
            raise JoiningRefused(_("确认的时间过了，请重新报名。"), code="lapsed")
        _check_open(session, moment)
        _check_not_hoarding(coming_sessions_of(row.contact_digest, moment))
        check_account_once(row)
        row.language = language_now()
        try:
            stand_in_line(session, row, now=moment)
        except JoiningRefused:
            row = as_it_stands(session, registration)
            end(row, RegistrationState.EXPIRED, moment)
            messages.tell_full(row)
        else:
            tell_outcome(row)
    return row


def confirm_by_code(
    *,
    session_id: int,
    public_id: str,
    code: str,
    address: str,
    now: datetime.datetime | None = None,
) -> Registration:
    """The same with the six digits of the message. What does not exist answers like a wrong code."""
    moment = now or timezone.now()
    count_try(CODE_BY_ADDRESS, address, now=moment)
    count_try(CODE_BY_REGISTRATION, public_id, now=moment)
    row = Registration.objects.filter(session_id=session_id, public_id=public_id).first()
    typed = "".join(code.split())
    if row is None or not is_confirmation_code(row, typed):
        raise JoiningRefused(_("验证码不对，请对照短信或邮件再试一次。"), code="wrong-code")
    if row.state in TAKES_PART and moment >= row.registered_at + CONFIRM_WITHIN:
        raise JoiningRefused(
            _("验证码过了 1 小时，不能再用。要看报名情况，请打开通知里的链接。"), code="lapsed"
        )
    return confirm(registration=row, now=moment)


@transaction.atomic
def cancel(*, registration: Registration, now: datetime.datetime | None = None) -> None:
    """Give the seats, or the place in the queue, back; the next ones get them. Twice is as once.

    Raises JoiningRefused when the session has begun.
    """
    moment = now or timezone.now()
    session = lock_to_join(registration.session_id)
    row = as_it_stands(session, registration)
    if row.state not in LIVE:
        return
    if moment >= session.begins_at:
        raise JoiningRefused(_("这一场已经开始，不能再取消。"), code="begun")
    end(row, RegistrationState.CANCELLED, moment)
    messages.tell_cancelled(row)
    serve_queue(session, now=moment)


def end(row: Registration, state: RegistrationState, now: datetime.datetime) -> None:
    """It holds nothing any more. The session is locked."""
    row.state, row.ended_at, row.offered_until = state, now, None
    row.save(update_fields=["state", "ended_at", "offered_until"])


def _check_open(session: Session, now: datetime.datetime) -> None:
    if not (rules.is_public(session) and session.open_to_public and takes_people(session, now)):
        raise JoiningRefused(_("这一场现在不接受报名。"), code="not-open")


def _check_room(session: Session, people: int, sums: Sums) -> None:
    """Said before the contact is confirmed, so that nobody waits for a message in vain."""
    if people > free_seats(session, sums) and people > free_waitlist_seats(session, sums):
        raise JoiningRefused(
            _("这一场的名额和候补都不够 %(people)d 人了。可以减少人数，或看看其他场次。")
            % {"people": people},
            code="full",
        )


def _check_not_hoarding(coming_sessions: int) -> None:
    if coming_sessions >= MOST_SESSIONS:
        raise JoiningRefused(
            _("您已经报了 %(most)d 场还没有上的课。先上几场，或取消不去的，再来报名。")
            % {"most": MOST_SESSIONS},
            code="too-many-sessions",
        )


def _written(
    session: Session,
    party: Party,
    person: Person,
    by: User | None,
    contact: str,
    now: datetime.datetime,
) -> Registration:
    """Not saved yet, and not confirmed."""
    return Registration(
        session=session,
        kind=party.kind,
        state=RegistrationState.UNCONFIRMED,
        user=by,
        name=person.name.strip(),
        contact=contact,
        contact_digest=contact_digest(contact),
        group_name=party.group_name.strip(),
        adults=party.adults,
        minors=party.minors,
        seats=party.people,
        needs=person.needs.strip(),
        registered_at=now,
    )
