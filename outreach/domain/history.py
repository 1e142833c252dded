"""补录: sessions that were held before they were planned here, entered as archived, many at once.

A bureau that begins in the middle of a year has its sign-in sheets on paper. What is entered says
where the proof is kept; it is logged and counts for the target like what went through every step.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from media.models import PrivateFile
from outreach import rules
from outreach.domain import conflicts
from outreach.domain.refusals import Clash
from outreach.enums import EvidenceKind, SessionState, Severity
from outreach.models import Evidence, Programme, Room, Session, SessionEvent, Teacher, Venue
from safeguards import chain

STEP, UNDO_STEP = "record_history", "take_history_back"
COMMAND_LINE = "服务器命令行"


@dataclass(frozen=True, slots=True)
class Held:
    """One session as it was. ``proof`` says where sheet and photos are kept; files may come with it."""

    programme: Programme
    venue: Venue
    begins_at: datetime.datetime
    ends_at: datetime.datetime
    adults: int
    minors: int
    proof: str
    teacher: Teacher | None = None
    room: Room | None = None
    open_to_public: bool = True
    files: Sequence[tuple[EvidenceKind, PrivateFile]] = field(default_factory=tuple)


@transaction.atomic
def record_history(
    *,
    held: Sequence[Held],
    by: User | None,
    now: datetime.datetime | None = None,
    sample_data: bool = False,
) -> list[Session]:
    """Enter them all or none, each with its log; a fixed number of queries for any number of rows.

    ``by`` nobody is whoever works at the server itself (``manage.py record_history``).

    Raises PermissionDenied, ValidationError with a sentence for each row that cannot be, and Clash
    when a teacher or a place would have been taken twice.
    """
    refuse_others(by)
    moment = now or timezone.now()
    if problems := [sentence for one in held for sentence in _flaws(one, moment)]:
        raise ValidationError(problems)
    sessions = [new_session(one, by=by, sample_data=sample_data) for one in held]
    _refuse_clashes(sessions)
    Session.objects.bulk_create(sessions)
    rows = [
        Evidence(session=session, kind=kind, file=file, added_by=by, added_at=moment)
        for session, one in zip(sessions, held, strict=True)
        for kind, file in one.files
    ]
    Evidence.objects.bulk_create(rows)
    events = [
        _event(session, one, by=by, at=moment) for session, one in zip(sessions, held, strict=True)
    ]
    SessionEvent.objects.bulk_create(events)
    Session.objects.bulk_update(sessions, ["events_written", "log_head"], batch_size=200)
    return sessions


@transaction.atomic
def take_history_back(
    *, sessions: QuerySet[Session], by: User | None, now: datetime.datetime | None = None
) -> tuple[list[Session], list[Session]]:
    """What was entered by mistake is cancelled and no longer public; its log says so and stays.

    Gives what was taken back, and what was left because somebody has worked on it since: it has more
    in its log than its entry.
    """
    refuse_others(by)
    moment = now or timezone.now()
    rows = list(sessions.select_for_update(of=("self",)).order_by("pk"))
    taken: list[Session] = []
    left: list[Session] = []
    events = []
    for session in rows:
        untouched = session.events_written == 1 and session.state == SessionState.ARCHIVED
        (taken if untouched else left).append(session)
    for session in taken:
        session.state = SessionState.CANCELLED
        session.published_at = None
        event = SessionEvent(
            session=session,
            at=moment,
            step=UNDO_STEP,
            from_state=SessionState.ARCHIVED,
            to_state=session.state,
        )
        chain.link(event, to=session, by=by, name=COMMAND_LINE)
        events.append(event)
    SessionEvent.objects.bulk_create(events)
    fields = ["state", "published_at", "events_written", "log_head"]
    Session.objects.bulk_update(taken, fields, batch_size=200)
    return taken, left


def refuse_others(by: User | None) -> None:
    """Raise PermissionDenied for who may not enter what was held before."""
    if by is not None and not rules.may_archive(by):
        raise PermissionDenied(_("只有能归档的人可以补录已经举办的场次。"))


def _flaws(one: Held, now: datetime.datetime) -> list[str]:
    name = {"title": one.programme.title, "when": f"{timezone.localtime(one.begins_at):%Y-%m-%d}"}
    found = []
    if not one.begins_at < one.ends_at <= now:
        found.append(_("%(when)s “%(title)s”：只能补录已经结束的场次。") % name)
    if one.adults < 0 or one.minors < 0 or not one.adults + one.minors:
        found.append(_("%(when)s “%(title)s”：请填写到场人数。") % name)
    if not one.proof.strip():
        found.append(_("%(when)s “%(title)s”：请写明签到表和照片保存在哪里。") % name)
    if one.room is not None and one.room.venue_id != one.venue.pk:
        found.append(_("%(when)s “%(title)s”：这个房间不属于所选的场地。") % name)
    return found


def new_session(one: Held, *, by: User | None, sample_data: bool = False) -> Session:
    """As it will be entered, not saved."""
    return Session(
        programme=one.programme,
        kind=one.programme.kind,
        venue=one.venue,
        room=one.room,
        teacher=one.teacher,
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        seats=max(one.adults + one.minors, 1),
        open_to_public=one.open_to_public,
        state=SessionState.ARCHIVED,
        published_at=one.begins_at,
        adults_present=one.adults,
        minors_present=one.minors,
        held_note=_("补录。证明材料：%(proof)s") % {"proof": one.proof.strip()},
        created_by=by,
        sample_data=sample_data,
    )


def _refuse_clashes(sessions: Sequence[Session]) -> None:
    blocking = [
        one
        for found in conflicts.conflicts_of_many(sessions)
        for one in found
        if one.severity == Severity.BLOCK
    ]
    if blocking:
        raise Clash(blocking)


def _event(session: Session, one: Held, *, by: User | None, at: datetime.datetime) -> SessionEvent:
    event = SessionEvent(
        session=session,
        at=at,
        step=STEP,
        from_state="",
        to_state=session.state,
        data={
            "adults": one.adults,
            "minors": one.minors,
            "proof": one.proof.strip(),
            "evidence": [
                {"kind": str(kind), "name": file.name, "sha256": file.sha256}
                for kind, file in one.files
            ],
        },
    )
    chain.link(event, to=session, by=by, name=COMMAND_LINE)
    return event
