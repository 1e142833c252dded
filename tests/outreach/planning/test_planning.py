"""Making, moving and changing sessions: what is refused, what is asked again, what is remembered."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from messaging.models import Message
from outreach.domain.planning import (
    change_session,
    delete_draft,
    move_session,
    override_conflict,
    plan_session,
)
from outreach.domain.refusals import Clash, StepRefused
from outreach.domain.transitioning import transition
from outreach.enums import Answer, ConflictKind, RegistrationState, SessionState
from outreach.models import Override, Session
from safeguards.chain import flaws_of
from tests.factories.outreach import (
    at,
    make_outreach_staff,
    make_programme,
    make_registration,
    make_session,
    make_teacher,
    make_venue,
)
from tests.outreach.test_table import agree
from workcalendar.models import CalendarDay

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 3, 1)
HOUR = datetime.timedelta(hours=1)


def again(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


def published(by: Any, **fields: Any) -> Session:
    session = make_session(day=DAY, **fields)
    transition(session_id=session.pk, name="publish", by=by)
    return again(session)


def test_a_draft_takes_length_seats_and_kind_from_its_programme() -> None:
    programme = make_programme(length=45, group_size=30, kind="talk")
    session = plan_session(
        by=make_outreach_staff(),
        programme=programme,
        venue=make_venue(capacity=25),
        begins_at=at(DAY, 9),
        teacher=make_teacher(),
    )
    assert session.ends_at - session.begins_at == datetime.timedelta(minutes=45)
    assert (session.seats, session.kind, session.state) == (25, "talk", "draft")
    assert list(flaws_of(session)) == []


def test_only_planners_plan() -> None:
    host, session = make_outreach_staff("host"), make_session()
    with pytest.raises(PermissionDenied):
        plan_session(by=host, programme=make_programme(), venue=make_venue(), begins_at=at(DAY, 9))
    with pytest.raises(PermissionDenied):
        move_session(session_id=session.pk, by=host, begins_at=at(DAY, 9))
    with pytest.raises(PermissionDenied):
        delete_draft(session_id=session.pk, by=host)


def test_a_taken_place_is_refused_and_nothing_is_written() -> None:
    other = make_session(day=DAY)
    with pytest.raises(Clash) as refused:
        plan_session(
            by=make_outreach_staff(),
            programme=other.programme,
            venue=other.venue,
            begins_at=at(DAY, 11),
        )
    assert [one.kind for one in refused.value.conflicts] == [ConflictKind.PLACE]
    assert Session.objects.count() == 1


def test_a_session_that_ends_before_it_begins_is_refused() -> None:
    session = make_session(day=DAY)
    with pytest.raises(ValidationError):
        change_session(
            session_id=session.pk, by=make_outreach_staff(), changes={"ends_at": at(DAY, 9)}
        )


def test_a_move_keeps_the_length_and_a_draft_has_no_log() -> None:
    session = make_session(day=DAY)
    moved = move_session(session_id=session.pk, by=make_outreach_staff(), begins_at=at(DAY, 14))
    assert (moved.begins_at, moved.ends_at) == (at(DAY, 14), at(DAY, 15, 30))
    assert (moved.events_written, moved.revision) == (0, 0)


def test_a_confirmed_session_that_is_moved_waits_for_both_again() -> None:
    planner = make_outreach_staff()
    session = published(planner)
    agree(session)
    transition(session_id=session.pk, name="confirm", by=planner)
    revision = again(session).revision
    moved = move_session(session_id=session.pk, by=planner, begins_at=at(DAY, 14), reason="换课")
    assert moved.state == SessionState.PENDING
    assert moved.revision > revision
    live = moved.confirmations.filter(outdated=False)
    assert {one.answer for one in live} == {Answer.WAITING}
    assert {one.asked_of["begins_at"] for one in live} == {moved.begins_at.isoformat()}
    assert moved.confirmations.filter(outdated=True).count() == 2
    assert [one.step for one in moved.events.all()][-2:] == ["change", "ask_again"]
    assert list(flaws_of(moved)) == []


def test_another_note_asks_nobody_but_is_a_revision_and_a_staff_note_is_not() -> None:
    planner = make_outreach_staff()
    session = published(planner)
    agree(session)
    noted = change_session(session_id=session.pk, by=planner, changes={"note": "请自带剪刀"})
    assert noted.revision == session.revision + 1
    assert noted.confirmations.filter(outdated=False, answer=Answer.AGREED).count() == 2
    noted = change_session(session_id=session.pk, by=planner, changes={"staff_note": "带投影"})
    assert noted.revision == session.revision + 1


def test_what_is_published_moves_onto_a_holiday_only_with_a_reason() -> None:
    planner, holiday = make_outreach_staff(), DAY + datetime.timedelta(days=2)
    CalendarDay.objects.create(date=holiday, kind="holiday", name="示例节")
    session = published(planner)
    with pytest.raises(Clash):
        move_session(session_id=session.pk, by=planner, begins_at=at(holiday, 9))
    assert again(session).begins_at == session.begins_at
    moved = move_session(
        session_id=session.pk, by=planner, begins_at=at(holiday, 9), despite="节日展演"
    )
    assert moved.overrides.get().reason == "节日展演"


@pytest.mark.parametrize("state", ["held", "archived", "cancelled", "postponed"])
def test_what_is_over_is_never_rewritten(state: str) -> None:
    session = make_session(day=DAY, state=SessionState(state))
    with pytest.raises(StepRefused):
        move_session(session_id=session.pk, by=make_outreach_staff(), begins_at=at(DAY, 14))
    assert again(session).begins_at == session.begins_at


def test_with_registration_open_the_time_stays_and_another_teacher_is_told() -> None:
    planner = make_outreach_staff()
    session = make_session(day=DAY, state=SessionState.OPEN)
    make_registration(session, adults=3)
    with pytest.raises(StepRefused, match="延期"):
        move_session(session_id=session.pk, by=planner, begins_at=at(DAY, 14))
    with pytest.raises(StepRefused, match="3"):
        change_session(session_id=session.pk, by=planner, changes={"seats": 2})
    other = make_teacher()
    changed = change_session(session_id=session.pk, by=planner, changes={"teacher": other})
    assert changed.state == SessionState.OPEN
    assert changed.confirmations.filter(outdated=False).count() == 2
    assert Message.objects.filter(key__contains=f"change-{session.pk}-").count() == 1


def test_more_seats_go_to_who_waits() -> None:
    session = make_session(day=DAY, state=SessionState.OPEN, seats=2)
    make_registration(session, adults=2)
    waiting = make_registration(session, state=RegistrationState.WAITING, position=1)
    change_session(session_id=session.pk, by=make_outreach_staff(), changes={"seats": 3})
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.OFFERED


def test_whoever_looked_before_somebody_else_changed_is_refused() -> None:
    planner = make_outreach_staff()
    session = published(planner)
    change_session(session_id=session.pk, by=planner, changes={"note": "先改的"})
    with pytest.raises(StepRefused, match="刷新"):
        change_session(
            session_id=session.pk,
            by=planner,
            changes={"note": "后改的"},
            seen=session.events_written,
        )


def test_an_override_needs_a_reason_and_a_conflict_that_is_there() -> None:
    planner = make_outreach_staff()
    CalendarDay.objects.create(date=DAY, kind="holiday", name="示例节")
    session = make_session(day=DAY)
    told = {"session_id": session.pk, "kind": ConflictKind.HOLIDAY, "by": planner}
    with pytest.raises(StepRefused, match="写明"):
        override_conflict(subject=f"holiday:{DAY}", reason=" ", **told)
    with pytest.raises(StepRefused, match="不在"):
        override_conflict(subject="holiday:2027-03-02", reason="展演", **told)
    override_conflict(subject=f"holiday:{DAY}", reason="展演", **told)
    transition(session_id=session.pk, name="publish", by=planner)
    assert again(session).state == SessionState.PENDING


@pytest.mark.usefixtures("clashes_can_be_written")
def test_what_blocks_is_never_let_stand() -> None:
    other = make_session(day=DAY)
    session = make_session(day=DAY, teacher=other.teacher)
    with pytest.raises(Clash):
        override_conflict(
            session_id=session.pk,
            kind=ConflictKind.TEACHER,
            subject=f"session:{other.pk}",
            reason="没关系",
            by=make_outreach_staff(),
        )
    assert not Override.objects.exists()


def test_a_draft_is_deleted_and_what_was_published_is_not() -> None:
    planner = make_outreach_staff()
    draft, session = make_session(day=DAY), published(planner)
    delete_draft(session_id=draft.pk, by=planner)
    transition(session_id=session.pk, name="take_back", by=planner, reason="再想想")
    with pytest.raises(StepRefused, match="取消"):
        delete_draft(session_id=session.pk, by=planner)


def test_a_postponed_session_may_overlap_its_own_old_time_but_no_other() -> None:
    planner = make_outreach_staff()
    session = published(planner)
    other = make_session(day=DAY, hour=14, venue=session.venue)
    told = {"session_id": session.pk, "name": "postpone", "by": planner, "reason": "停电"}
    with pytest.raises(Clash):
        transition(**told, wanted={"begins_at": other.begins_at, "ends_at": other.begins_at + HOUR})
    assert again(session).state == SessionState.PENDING
    begins = session.begins_at + datetime.timedelta(minutes=30)
    transition(**told, wanted={"begins_at": begins, "ends_at": begins + HOUR})
    assert again(session).replaced_by is not None
