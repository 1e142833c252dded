"""A session goes its way by the table alone, and the log tells of it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from messaging.models import Message
from outreach.domain.conflicts import conflicts_of, standing
from outreach.domain.refusals import StepRefused
from outreach.domain.transitioning import possible_steps, transition
from outreach.enums import (
    Answer,
    ConflictKind,
    EvidenceKind,
    Party,
    RegistrationState,
    SessionState,
    Severity,
)
from outreach.models import Evidence, Session
from safeguards.chain import flaws_of
from safeguards.written_once import WrittenOnceError
from tests.factories.outreach import (
    make_outreach_staff,
    make_registration,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.uploads import make_private_file

pytestmark = pytest.mark.django_db


def take(session: Session, name: str, by: Any, **more: Any) -> Session:
    transition(session_id=session.pk, name=name, by=by, **more)
    return Session.objects.get(pk=session.pk)


def agree(session: Session) -> None:
    session.confirmations.filter(outdated=False).update(
        answer=Answer.AGREED, answered_at=timezone.now()
    )


def prove(session: Session, by: Any, *kinds: EvidenceKind) -> None:
    for kind in kinds:
        Evidence.objects.create(
            session=session, kind=kind, file=make_private_file(owner=by), added_by=by
        )


def test_the_whole_way_from_draft_to_archive() -> None:
    planner, archivist = make_outreach_staff(), make_outreach_staff("archivist")
    session = make_session()
    session = take(session, "publish", planner)
    assert set(session.confirmations.values_list("party", flat=True)) == {
        Party.TEACHER,
        Party.VENUE,
    }
    with pytest.raises(StepRefused, match="还没有同意"):
        take(session, "confirm", planner)
    agree(session)
    session = take(session, "confirm", None)
    session = take(session, "open", planner)
    after = session.ends_at + datetime.timedelta(hours=1)
    session = take(session, "close", None, now=session.begins_at)
    wanted = {"adults": 12, "minors": 20}
    with pytest.raises(StepRefused, match="签到表或现场照片"):
        take(session, "hold", planner, wanted=wanted, now=after)
    prove(session, planner, EvidenceKind.SIGN_IN_SHEET)
    session = take(session, "hold", planner, wanted=wanted, now=after)
    assert session.people_present == 32
    with pytest.raises(PermissionDenied):
        take(session, "archive", planner)
    with pytest.raises(StepRefused, match="补上现场照片"):
        take(session, "archive", archivist)
    prove(session, planner, EvidenceKind.PHOTO)
    session = take(session, "archive", archivist)
    assert session.state == SessionState.ARCHIVED
    assert list(flaws_of(session)) == []
    steps = list(session.events.values_list("step", flat=True))
    assert steps == ["publish", "confirm", "open", "close", "hold", "archive"]


def test_what_clashes_is_not_published() -> None:
    teacher = make_teacher()
    first = make_session(state=SessionState.CONFIRMED)
    second = make_session(teacher=teacher, venue=first.venue, hour=12)
    second.begins_at = first.ends_at - datetime.timedelta(minutes=1)
    second.teacher = first.teacher
    assert {one.kind for one in conflicts_of(second)} >= {ConflictKind.PLACE, ConflictKind.TEACHER}
    assert standing(second, at_least=Severity.BLOCK)


def test_sessions_that_touch_do_not_clash() -> None:
    venue = make_venue()
    first = make_session(venue=venue)
    later = make_session(venue=venue, begins_at=first.ends_at)
    assert [one for one in conflicts_of(later) if one.kind == "place"] == []


def test_cancelling_tells_everyone_and_frees_their_places() -> None:
    planner, session = make_outreach_staff(), make_session(state=SessionState.OPEN)
    registration = make_registration(session)
    with pytest.raises(StepRefused, match="请写明理由"):
        take(session, "cancel", planner)
    session = take(session, "cancel", planner, reason="老师生病")
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CANCELLED
    told = Message.objects.filter(subject__startswith="取消")
    assert told.count() == 3
    assert all("老师生病" in (one.envelope.body if one.sealed else one.body) for one in told)
    assert possible_steps(planner, session) == []


def test_a_postponed_session_leads_to_its_new_one() -> None:
    planner, session = make_outreach_staff(), make_session(state=SessionState.CONFIRMED)
    begins = session.begins_at + datetime.timedelta(days=7)
    with pytest.raises(StepRefused, match="延期后的开始"):
        take(session, "postpone", planner, reason="下雨")
    session = take(
        session,
        "postpone",
        planner,
        reason="下雨",
        wanted={"begins_at": begins, "ends_at": begins + datetime.timedelta(minutes=90)},
    )
    assert session.replaced_by is not None
    assert session.replaced_by.begins_at == begins
    assert session.replaced_by.uid != session.uid


def test_the_log_is_evidence() -> None:
    planner, session = make_outreach_staff(), make_session()
    session = take(session, "publish", planner)
    with pytest.raises(WrittenOnceError):
        session.events.update(reason="别的")
    with pytest.raises(WrittenOnceError):
        session.events.all().delete()


def test_a_stale_page_changes_nothing() -> None:
    planner, session = make_outreach_staff(), make_session()
    take(session, "publish", planner)
    with pytest.raises(StepRefused, match="新的改动"):
        take(session, "take_back", planner, reason="再想想", seen=0)
