"""What people are told of sessions; written to the outbox in the caller's transaction.

Teachers, venues and staff in Chinese, whatever whoever caused it reads; who registered, in the
language in which he did.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from messaging.domain.queueing import queue_message
from messaging.models import Message
from outreach import request_messages, rules
from outreach.addresses import full_address
from outreach.confirmation_links import address_of
from outreach.enums import LIVE, Party, RegistrationState, SessionState
from outreach.languages import in_his_language
from outreach.models import Confirmation, Registration, Session
from outreach.wording import when_of, words_of
from safeguards.statements import Asked


@override(settings.LANGUAGE_CODE)
def ask_party(confirmation: Confirmation) -> None:
    """Ask a teacher or a venue by mail or text message; where no address is, staff telephone."""
    session = confirmation.session
    if confirmation.party == Party.TEACHER:
        assert session.teacher is not None
        address = session.teacher.email or session.teacher.phone
    else:
        address = session.venue.contact_email or session.venue.contact_phone
    send(
        key=f"confirmation-{confirmation.pk}",
        address=address,
        subject=_("请确认：%(title)s") % {"title": session.shown_title},
        body=_("%(when)s 在%(venue)s有一场“%(title)s”，请打开链接答复能否安排，不用登录：%(link)s")
        % (words_of(session) | {"link": address_of(confirmation)}),
    )


@override(settings.LANGUAGE_CODE)
def tell_planners_declined(confirmation: Confirmation) -> None:
    """A party cannot; whoever plans sessions has to find another time, place or teacher."""
    session = confirmation.session
    words = words_of(session) | {
        "party": confirmation.get_party_display(),
        "note": confirmation.note or _("没有说明"),
    }
    body = _("%(when)s 在%(venue)s的“%(title)s”，%(party)s不能参加。对方说：%(note)s") % words
    for planner in _planners():
        queue_message(
            key=f"outreach:declined-{confirmation.pk}-{planner.pk}",
            to_user=planner,
            subject=_("%(party)s不能参加：%(title)s") % words,
            body=body,
            url=reverse("outreach_session", args=[session.pk]),
        )


def tell_of_end(session: Session, *, reason: str, now: datetime.datetime) -> None:
    """A session is cancelled or postponed: everyone with a place or in the queue, teacher and venue."""
    for row in session.registrations.filter(state__in=LIVE):
        _tell_of_end(row, session, reason)
    with override(settings.LANGUAGE_CODE):
        _tell_parties_of_end(session, reason)
    if session.request is not None:
        with override(session.request.language):
            request_messages.tell_of_class(session, *_end_of(session, reason))


@in_his_language
def _tell_of_end(row: Registration, session: Session, reason: str) -> None:
    subject, body = _end_of(session, reason)
    if session.state == SessionState.POSTPONED:
        more = _("原来的报名不再有效。新的场次公布后，在这里可以看到并报名：%(address)s")
    else:
        more = _("其他的课在这里：%(others)s")
    more %= {
        "address": full_address("outreach:session", session.pk),
        "others": full_address("outreach:list"),
    }
    send(
        key=f"end-{session.pk}-{row.pk}",
        address=row.contact,
        subject=subject,
        body=f"{body}\n{more}",
        sealed=True,
    )


def _end_of(session: Session, reason: str) -> tuple[str, str]:
    """Subject and body, in the language at hand."""
    words = words_of(session) | {"reason": reason}
    if session.state == SessionState.POSTPONED and session.replaced_by is not None:
        words["new"] = when_of(session.replaced_by)
        body = _("原定 %(when)s 在%(venue)s的“%(title)s”改到 %(new)s。原因：%(reason)s") % words
        return _("延期：%(title)s") % words, body
    body = _("原定 %(when)s 在%(venue)s的“%(title)s”取消了。原因：%(reason)s") % words
    return _("取消：%(title)s") % words, body


def _tell_parties_of_end(session: Session, reason: str) -> None:
    subject, body = _end_of(session, reason)
    parties = [(Party.VENUE, session.venue.contact_email or session.venue.contact_phone)]
    if session.teacher is not None:
        parties.append((Party.TEACHER, session.teacher.email or session.teacher.phone))
    for party, address in parties:
        send(key=f"end-{session.pk}-{party}", address=address, subject=subject, body=body)


def tell_of_new(session: Session) -> None:
    """One can register for what a session was put off to: who had a place there or waited is told."""
    old = Session.objects.filter(replaced_by=session).first()
    put_off = old.events.filter(step="postpone").last() if old is not None else None
    if old is None or put_off is None:
        return
    ended_by_it = {"state": RegistrationState.CANCELLED, "ended_at__gte": put_off.at}
    for row in old.registrations.filter(**ended_by_it):
        _tell_of_new(row, session)


@in_his_language
def _tell_of_new(row: Registration, session: Session) -> None:
    words = words_of(session) | {"address": full_address("outreach:session", session.pk)}
    send(
        key=f"new-{session.pk}-{row.pk}",
        address=row.contact,
        subject=_("改期的课可以报名了：%(title)s") % words,
        body=_("您原来报名的“%(title)s”改到 %(when)s，在%(venue)s。现在可以报名：%(address)s")
        % words,
        sealed=True,
    )


def tell_of_change(session: Session) -> None:
    """Another room or teacher, after people have registered. The time stays: see 延期."""
    for row in session.registrations.filter(state__in=LIVE):
        _tell_of_change(row, session)


@in_his_language
def _tell_of_change(row: Registration, session: Session) -> None:
    words = words_of(session) | {
        "teacher": session.teacher.name if session.teacher else "",
        "room": session.room.name if session.room else "",
    }
    body = _("%(when)s 在%(venue)s%(room)s的“%(title)s”有变动，时间不变。授课：%(teacher)s") % words
    send(
        key=f"change-{session.pk}-{session.revision}-{row.pk}",
        address=row.contact,
        subject=_("有变动：%(title)s") % words,
        body=body,
        sealed=True,
    )


def tell_waiting_in_vain(
    session: Session, rows: Iterable[Registration], *, now: datetime.datetime
) -> None:
    """Registration has ended and no place has become free."""
    for row in rows:
        _tell_waiting_in_vain(row, session)


@in_his_language
def _tell_waiting_in_vain(row: Registration, session: Session) -> None:
    send(
        key=f"in-vain-{row.pk}",
        address=row.contact,
        subject=_("没有候补到名额：%(title)s") % words_of(session),
        body=_("%(when)s 的“%(title)s”没有空出名额。欢迎报名其他场次。") % words_of(session),
        sealed=True,
    )


def _planners() -> Iterable[User]:
    """Members of staff who plan sessions; whoever may do everything is not written to."""
    return User.objects.with_perm(
        rules.PLAN,
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    ).order_by("pk")


def send(
    *,
    key: str,
    address: str,
    subject: str,
    body: str,
    sealed: bool = False,
    later: list[Asked] | None = None,
) -> Message | None:
    """Write the message; an address that is none (a landline in words) is left to the telephone.

    What goes to people who registered is ``sealed``: no member of staff reads who comes, or a link
    that lets one act. ``later``: see ``queue_message``.
    """
    if not address:
        return None
    try:
        return queue_message(
            key=f"outreach:{key}",
            to_address=address,
            subject=subject,
            body=body,
            sealed=sealed,
            later=later,
        )
    except ValidationError:
        return None
