"""确认: what teacher and venue answer, by their link or by telephone, and what follows from it.

When everybody who was asked has agreed, the session is confirmed at once, by nobody's hand.
"""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import notifications, rules
from outreach.domain.effects import planned_as
from outreach.domain.logging import write_event
from outreach.domain.refusals import StepRefused
from outreach.domain.transitioning import lock_session, transition
from outreach.enums import GIVEN_UP, Answer, SessionState
from outreach.models import Confirmation, Session

LONGEST_NOTE = 300


@transaction.atomic
def give_answer(
    *, confirmation_id: int, agreed: bool, note: str = "", now: datetime.datetime | None = None
) -> Confirmation:
    """What the party itself answers through its link: once, while it is still asked.

    Raises StepRefused with a ``code`` that tells why: answered, outdated, over, moved-on.
    """
    session, asked = _locked(confirmation_id)
    moment = now or timezone.now()
    if asked.answer != Answer.WAITING:
        raise StepRefused(_("这次确认已经答复过了。要改答复，请给我们打电话。"), code="answered")
    _refuse_if_not_asked(session, asked, now=moment)
    return _write(session, asked, agreed=agreed, note=note, by=None, now=moment)


@transaction.atomic
def record_answer(
    *,
    confirmation_id: int,
    agreed: bool,
    note: str = "",
    by: User,
    now: datetime.datetime | None = None,
) -> Confirmation:
    """What the party said on the telephone. It may take the place of an earlier answer while the
    session still waits. Raises PermissionDenied, StepRefused."""
    session, asked = _locked(confirmation_id)
    moment = now or timezone.now()
    _ask_planner(by, session)
    _refuse_if_not_asked(session, asked, now=moment)
    return _write(session, asked, agreed=agreed, note=note, by=by, now=moment)


@transaction.atomic
def ask_again(
    *, confirmation_id: int, by: User, now: datetime.datetime | None = None
) -> Confirmation:
    """Ask one party once more, by a new message with a new link; the old link says that it is old."""
    session, old = _locked(confirmation_id)
    moment = now or timezone.now()
    _ask_planner(by, session)
    if session.state != SessionState.PENDING or old.outdated:
        raise StepRefused(_("这一场现在不在等待确认，不用再问。"), code="moved-on")
    if session.begins_at <= moment:
        raise StepRefused(_("开始时间已经过了，不能再请对方确认。"), code="over")
    old.outdated = True
    old.save(update_fields=["outdated"])
    asked = Confirmation.objects.create(
        session=session, party=old.party, asked_of=planned_as(session), asked_at=moment
    )
    _log(session, "ask_party", by=by, data={"party": asked.party}, now=moment)
    notifications.ask_party(asked)
    return asked


def why_not(confirmation: Confirmation, *, now: datetime.datetime | None = None) -> str:
    """The code of the reason why this link takes no answer any more; empty while it does."""
    if confirmation.answer != Answer.WAITING:
        return "answered"
    try:
        _refuse_if_not_asked(confirmation.session, confirmation, now=now or timezone.now())
    except StepRefused as refusal:
        return str(refusal.code)
    return ""


def _locked(confirmation_id: int) -> tuple[Session, Confirmation]:
    """The asking as it stands once its session is locked. Raises Confirmation.DoesNotExist."""
    key = Confirmation.objects.values_list("session_id", flat=True).get(pk=confirmation_id)
    session = lock_session(key)
    asked = Confirmation.objects.get(pk=confirmation_id)
    asked.session = session
    return session, asked


def _ask_planner(by: User, session: Session) -> None:
    if not rules.may_plan(by, session):
        raise PermissionDenied(_("您没有登记确认的权限。"))


def _refuse_if_not_asked(session: Session, asked: Confirmation, *, now: datetime.datetime) -> None:
    if session.state in GIVEN_UP:
        raise StepRefused(_("这一场已经取消或延期，不用再确认。"), code="ended")
    if asked.outdated or asked.asked_of != planned_as(session):
        raise StepRefused(
            _("这次安排后来改过，这个链接问的是旧的安排。请以最新一次通知为准。"), code="outdated"
        )
    if session.begins_at <= now:
        raise StepRefused(_("开始时间已经过了，不用再确认。"), code="over")
    if session.state != SessionState.PENDING:
        raise StepRefused(_("这一场现在不在等待确认。"), code="moved-on")


def _write(
    session: Session,
    asked: Confirmation,
    *,
    agreed: bool,
    note: str,
    by: User | None,
    now: datetime.datetime,
) -> Confirmation:
    asked.answer = Answer.AGREED if agreed else Answer.DECLINED
    asked.answered_at = now
    asked.note = " ".join(note.split())[:LONGEST_NOTE]
    asked.recorded_by = by
    asked.save()
    data = {"party": asked.party, "answer": asked.answer, "by_telephone": by is not None}
    _log(session, "answer", by=by, data=data, now=now, reason=asked.note)
    if not agreed:
        notifications.tell_planners_declined(asked)
    elif not _waits(session):
        transition(session_id=session.pk, name="confirm", by=None, now=now)
    return asked


def _waits(session: Session) -> bool:
    """Whether somebody who was asked has not agreed."""
    live = session.confirmations.filter(outdated=False)
    return live.exclude(answer=Answer.AGREED).exists()


def _log(
    session: Session,
    step: str,
    *,
    by: User | None,
    data: dict[str, object],
    now: datetime.datetime,
    reason: str = "",
) -> None:
    write_event(
        session=session,
        step=step,
        by=by,
        from_state=session.state,
        reason=reason,
        data=data,
        at=now,
    )
    session.save(update_fields=["events_written", "log_head"])
