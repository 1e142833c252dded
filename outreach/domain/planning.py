"""Planning sessions: making, moving and changing them, letting a conflict stand, dropping a draft.

A draft that was never published is the planner's own sheet: it carries no log and may be deleted.
From the first publication on every change is an event of the log.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import notifications, rules
from outreach.domain import conflicts
from outreach.domain.checks import Conflict
from outreach.domain.effects import ask_anew, planned_as
from outreach.domain.logging import log_plan, told_of
from outreach.domain.placing import save_in_place, take_place
from outreach.domain.refusals import Clash, StepRefused
from outreach.domain.transitioning import lock_session, transition
from outreach.domain.waiting import serve_queue
from outreach.enums import TAKES_PLACE, TAKES_SEATS, ConflictKind, SessionState, Severity
from outreach.models import Override, Programme, Room, Session, Teacher, Venue

MATERIAL = ("begins_at", "ends_at", "venue", "room", "teacher")
DETAILS = (
    *("title", "kind", "seats", "waitlist_seats", "open_to_public", "registration_opens_at"),
    *("registration_closes_at", "note", "staff_note"),
)
CHANGEABLE = (*MATERIAL, *DETAILS)
FOR_STAFF = ("staff_note",)
"""Nobody who comes has to know of these."""
REGISTERED_FOR = (SessionState.OPEN, SessionState.CLOSED)


def plan_session(
    *,
    by: User,
    programme: Programme,
    venue: Venue,
    begins_at: datetime.datetime,
    ends_at: datetime.datetime | None = None,
    room: Room | None = None,
    teacher: Teacher | None = None,
    **details: Any,
) -> Session:
    """A new draft; as long, for as many people and of the kind that its programme says, unless told.

    ``details`` are fields of Session. Raises Clash where place or teacher is taken; what has to be
    solved before publishing does not hinder a draft.
    """
    if not rules.may_plan(by):
        raise PermissionDenied(_("您不能安排场次。"))
    session = new_draft(
        by=by,
        programme=programme,
        venue=venue,
        begins_at=begins_at,
        ends_at=ends_at,
        room=room,
        teacher=teacher,
        **details,
    )
    with transaction.atomic():
        session.full_clean(validate_unique=False)
        take_place(session)
        save_in_place(session)
    return session


def new_draft(
    *,
    by: User,
    programme: Programme,
    venue: Venue,
    begins_at: datetime.datetime,
    ends_at: datetime.datetime | None = None,
    room: Room | None = None,
    **details: Any,
) -> Session:
    """The same, not saved: for a check or a preview."""
    capacity = room.capacity if room else venue.capacity
    details.setdefault("kind", programme.kind)
    if not details.get("seats"):
        details["seats"] = min(programme.group_size, capacity)
    return Session(
        programme=programme,
        venue=venue,
        room=room,
        begins_at=begins_at,
        ends_at=ends_at or begins_at + datetime.timedelta(minutes=programme.length),
        created_by=by,
        **details,
    )


def move_session(
    *,
    session_id: int,
    by: User,
    begins_at: datetime.datetime,
    ends_at: datetime.datetime | None = None,
    **more: Any,
) -> Session:
    """To another time, as long as before unless told. ``more`` goes to ``change_session``."""
    changes = {"begins_at": begins_at, "ends_at": ends_at, **more.pop("changes", {})}
    return change_session(session_id=session_id, by=by, changes=changes, **more)


def change_session(
    *,
    session_id: int,
    by: User,
    changes: dict[str, Any],
    reason: str = "",
    despite: str = "",
    seen: int | None = None,
    now: datetime.datetime | None = None,
    own: bool = True,
) -> Session:
    """Change what ``CHANGEABLE`` names. An ``ends_at`` of None keeps the length.

    Another time, place or teacher is asked for anew: answers given are outdated, a confirmed session
    waits again. ``despite`` is the reason for letting stand what would have to be solved before
    publishing; a draft needs none. ``own`` detaches the session from its series. Raises StepRefused,
    Clash, PermissionDenied, Session.DoesNotExist.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        session = lock_session(session_id)
        _refuse_unchangeable(session, by=by, seen=seen)
        before = {name: getattr(session, name) for name in CHANGEABLE}
        _apply(session, changes)
        changed = [name for name in CHANGEABLE if getattr(session, name) != before[name]]
        if not changed:
            return session
        material = any(name in MATERIAL for name in changed)
        _refuse_if_people_come(session, changed)
        session.full_clean(validate_unique=False)
        found = take_place(session) if material else []
        session.detached = session.detached or (own and session.series_id is not None)
        if session.state != SessionState.DRAFT:
            _let_stand(session, found, despite=despite, by=by)
            if any(name not in FOR_STAFF for name in changed):
                session.revision += 1
        log_plan(
            session,
            "change",
            by=by,
            reason=reason,
            data=told_of(session, before, changed),
            at=moment,
        )
        save_in_place(session)
        if "seats" in changed and session.state == SessionState.OPEN:
            serve_queue(session, now=moment)
        if material:
            _ask_again(session, by=by, now=moment)
    return Session.objects.get(pk=session_id)


def override_conflict(
    *,
    session_id: int,
    kind: ConflictKind,
    subject: str,
    reason: str,
    by: User,
    now: datetime.datetime | None = None,
) -> Override:
    """Let one conflict stand, with the reason. What blocks cannot be let stand."""
    with transaction.atomic():
        session = lock_session(session_id)
        _refuse_unchangeable(session, by=by, seen=None)
        if not reason.strip():
            raise StepRefused(_("请写明为什么可以这样安排。"))
        match = [
            one
            for one in conflicts.conflicts_of(session)
            if (one.kind, one.subject) == (kind, subject)
        ]
        if not match:
            raise StepRefused(_("这个冲突已经不在了，请刷新页面。"), code="moved-on")
        if match[0].severity == Severity.BLOCK:
            raise Clash(match)
        override = _override(session, match[0], reason=reason, by=by)
        data = {"kind": str(kind), "subject": subject}
        log_plan(session, "override", by=by, reason=reason, data=data, at=now or timezone.now())
        session.save()
    return override


def delete_draft(*, session_id: int, by: User) -> None:
    """Only what was never published: everything else is cancelled, with a reason."""
    with transaction.atomic():
        session = lock_session(session_id)
        if not rules.may_plan(by, session):
            raise PermissionDenied(_("您不能删除这一场。"))
        if session.state != SessionState.DRAFT or session.events_written:
            raise StepRefused(_("发布过的场次不能删除，请办理取消并写明理由。"))
        session.delete()


def _refuse_unchangeable(session: Session, *, by: User, seen: int | None) -> None:
    if not rules.may_plan(by, session):
        raise PermissionDenied(_("您不能更改这一场的安排。"))
    if session.state not in TAKES_PLACE:
        raise StepRefused(
            _("这一场是“%(state)s”，不能再改安排。") % {"state": session.get_state_display()},
            code="moved-on",
        )
    if seen is not None and seen != session.events_written:
        raise StepRefused(
            _("您打开页面之后，这一场又有了新的改动。请刷新后再办理。"), code="moved-on"
        )


def _apply(session: Session, changes: dict[str, Any]) -> None:
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not a change of a plan: {sorted(unknown)}")
    length = session.ends_at - session.begins_at
    for name, value in changes.items():
        if name != "ends_at" or value is not None:
            setattr(session, name, value)
    if "begins_at" in changes and changes.get("ends_at") is None:
        session.ends_at = session.begins_at + length
    if session.room and session.room.venue_id != session.venue_id and "room" not in changes:
        session.room = None


def _refuse_if_people_come(session: Session, changed: list[str]) -> None:
    """People have registered for a time and a place; they are told of another by a postponement."""
    if session.state in REGISTERED_FOR and {"begins_at", "ends_at", "venue"} & set(changed):
        raise StepRefused(_("已经开放报名，时间和场地不能直接改。请办理延期，报名的人会收到通知。"))
    if "seats" in changed:
        rows = session.registrations.filter(state__in=TAKES_SEATS)
        taken = rows.aggregate(taken=Sum("seats"))["taken"] or 0
        if session.seats < taken:
            raise StepRefused(
                _("已经有 %(taken)d 个名额报出，名额不能少于这个数。") % {"taken": taken}
            )


def _let_stand(session: Session, found: list[Conflict], *, despite: str, by: User) -> None:
    """What is published holds no open conflict: each is solved, or let stand with the reason."""
    let = set(session.overrides.values_list("kind", "subject"))
    grave = conflicts.still_standing(found, let, at_least=Severity.BLOCK_PUBLISHING)
    if grave and not despite.strip():
        raise Clash(grave)
    for one in grave:
        _override(session, one, reason=despite, by=by)


def _override(session: Session, one: Conflict, *, reason: str, by: User) -> Override:
    override, _made = Override.objects.update_or_create(
        session=session,
        kind=one.kind,
        subject=one.subject,
        defaults={"reason": reason.strip()[:300], "made_by": by, "made_at": timezone.now()},
    )
    return override


def _ask_again(session: Session, *, by: User, now: datetime.datetime) -> None:
    """Who agreed to the old plan is asked about the new one."""
    asked = session.confirmations.filter(outdated=False).first()
    if asked is not None and asked.asked_of == planned_as(session):
        return
    if session.state in (SessionState.PENDING, SessionState.CONFIRMED):
        transition(session_id=session.pk, name="ask_again", by=by, now=now)
    elif session.state in REGISTERED_FOR:
        ask_anew(session, now=now)
        notifications.tell_of_change(session)
