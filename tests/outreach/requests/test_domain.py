"""A request's way: taken in, matched, declined, withdrawn; logged, told, and nothing half done."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from messaging.models import Envelope, Message
from outreach.domain import requesting
from outreach.domain.asking import Asked, Wish
from outreach.domain.planning import plan_session
from outreach.domain.refusals import Clash, StepRefused
from outreach.domain.requesting import Plan, make_request
from outreach.domain.transitioning import transition
from outreach.enums import Answer, RequestState, SessionState, VenueType
from outreach.models import ClassRequest, Session, Venue
from safeguards.chain import flaws_of
from tests.factories.outreach import (
    at,
    make_class_request,
    make_outreach_staff,
    make_programme,
    make_teacher,
    make_venue,
)
from tests.racing import race

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def told(row: ClassRequest) -> list[str]:
    """Subjects of what was sent to the requester, in order."""
    keys = f"outreach:request-{row.pk}-"
    return [one.subject for one in Message.objects.filter(key__startswith=keys).order_by("pk")]


def steps(row: ClassRequest) -> list[tuple[str, str, str]]:
    return [(one.step, one.from_state, one.to_state) for one in row.events.order_by("sequence")]


def plan(**changes: Any) -> Plan:
    day = timezone.localdate() + 21 * DAY
    return Plan(make_programme(), at(day, 10), **changes)


def fresh(row: ClassRequest) -> ClassRequest:
    return ClassRequest.objects.get(pk=row.pk)


def test_a_request_gets_a_number_a_code_a_log_and_a_sealed_receipt() -> None:
    row = make_class_request()
    assert row.number == f"SK-{timezone.localdate().year}-0001"
    assert len(row.query_code) == 10
    assert steps(row) == [("submit", "", "submitted")]
    assert row.events.get().actor_name == "申请人"
    assert list(flaws_of(fresh(row))) == []
    message = Message.objects.get()
    assert message.sealed
    assert (message.address, message.body) == ("", "")
    assert row.query_code in Envelope.objects.get().body
    assert Envelope.objects.get().address == "canary@example.com"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wish": " "}, "请选择一门课，或写下希望怎样的课。"),
        ({"wishes": []}, "请至少写一个希望的日期。"),
        ({"wishes": [Wish(datetime.date(2020, 1, 1), "am")]}, "希望的日期要在今天以后。"),
        ({"wishes": [Wish(datetime.date(2099, 1, 1), "夜里")]}, "请选择上午、下午或晚上。"),
        (
            {"wishes": [Wish(datetime.date(2099, 1, day), "am") for day in range(1, 7)]},
            "希望的日期最多写 5 个。",
        ),
    ],
)
def test_what_is_missing_is_said_and_takes_no_number(
    changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        make_class_request(**changes)
    assert make_class_request().number.endswith("-0001")


def test_a_planner_matches_it_and_the_requester_learns_each_step() -> None:
    row, planner = make_class_request(), make_outreach_staff()
    requesting.take_up(request=row, by=planner)
    assert fresh(row).handler == planner
    teacher = make_teacher()
    session = requesting.arrange(
        request=row, plan=plan(details={"teacher": teacher, "seats": 40}), by=planner
    )
    row = fresh(row)
    assert (session.request, session.teacher, session.state) == (row, teacher, SessionState.DRAFT)
    assert not session.open_to_public
    assert [name for name, _from, _to in steps(row)] == ["submit", "take_up", "arrange"]
    assert row.events.get(step="arrange").data == {"session": session.pk}
    assert [subject.split(" ")[-1] for subject in told(row)] == [row.number, "正在安排", "已安排"]
    assert list(flaws_of(row)) == []


def test_without_a_venue_one_is_made_from_what_was_told() -> None:
    row, planner = make_class_request(body_name="河东示例小学"), make_outreach_staff()
    requesting.take_up(request=row, by=planner)
    session = requesting.arrange(request=row, plan=plan(), by=planner)
    venue = session.venue
    assert (venue.name, venue.venue_type, venue.capacity) == ("河东示例小学", "school", 40)
    assert (venue.contact_email, venue.address) == ("canary@example.com", "示例路 1 号二楼")
    assert fresh(row).venue == venue


def test_a_taken_teacher_leaves_everything_as_it_was() -> None:
    row, planner, teacher = make_class_request(), make_outreach_staff(), make_teacher()
    wanted = plan(details={"teacher": teacher})
    plan_session(
        by=planner,
        programme=make_programme(),
        venue=make_venue(),
        begins_at=wanted.begins_at,
        teacher=teacher,
    )
    requesting.take_up(request=row, by=planner)
    venues, sessions = Venue.objects.count(), Session.objects.count()
    with pytest.raises(Clash):
        requesting.arrange(request=row, plan=wanted, by=planner)
    assert fresh(row).state == RequestState.MATCHING
    assert (Venue.objects.count(), Session.objects.count()) == (venues, sessions)
    assert len(told(row)) == 2


def test_when_its_class_is_agreed_or_cancelled_the_requester_is_told() -> None:
    row, planner = make_class_request(), make_outreach_staff()
    requesting.take_up(request=row, by=planner)
    made = plan(venue=make_venue(VenueType.SCHOOL), details={"teacher": make_teacher()})
    session = requesting.arrange(request=row, plan=made, by=planner)
    transition(session_id=session.pk, name="publish", by=planner)
    session.confirmations.update(answer=Answer.AGREED, answered_at=timezone.now())
    transition(session_id=session.pk, name="confirm", by=planner)
    assert told(row)[-1].startswith("已确认：")
    transition(session_id=session.pk, name="cancel", by=planner, reason="学校停电")
    assert told(row)[-1].startswith("取消：")
    requesting.look_again(request=row, reason="学校停电，另选日期。", by=planner)
    assert fresh(row).state == RequestState.MATCHING
    assert len(told(row)) == 6


def test_a_decline_tells_its_reason_and_wants_one() -> None:
    row, planner = make_class_request(), make_outreach_staff()
    with pytest.raises(ValidationError, match="请写明为什么不能安排"):
        requesting.decline(request=row, reason="  ", by=planner)
    requesting.decline(request=row, reason="本月老师已排满。", by=planner)
    assert fresh(row).state == RequestState.DECLINED
    assert "本月老师已排满。" in Envelope.objects.order_by("pk").last().body  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "state", [RequestState.ARRANGED, RequestState.DECLINED, RequestState.WITHDRAWN]
)
def test_what_is_settled_is_not_withdrawn(state: RequestState) -> None:
    row = make_class_request()
    ClassRequest.objects.filter(pk=row.pk).update(state=state)
    with pytest.raises(StepRefused):
        requesting.withdraw(request=row)
    assert fresh(row).state == state


def test_steps_do_not_jump() -> None:
    row, planner = make_class_request(), make_outreach_staff()
    with pytest.raises(StepRefused, match="已提交"):
        requesting.arrange(request=row, plan=plan(), by=planner)
    requesting.withdraw(request=row)
    for step in (
        lambda: requesting.take_up(request=row, by=planner),
        lambda: requesting.decline(request=row, reason="晚了", by=planner),
        lambda: requesting.look_again(request=row, reason="晚了", by=planner),
    ):
        with pytest.raises(StepRefused, match="已撤回"):
            step()
    assert not Session.objects.exists()


@pytest.mark.parametrize("role", ["host", "archivist"])
def test_only_who_answers_requests_answers_them(role: str) -> None:
    row, other = make_class_request(), make_outreach_staff(role)
    for step in (
        lambda: requesting.take_up(request=row, by=other),
        lambda: requesting.decline(request=row, reason="不行", by=other),
        lambda: requesting.arrange(request=row, plan=plan(), by=other),
        lambda: requesting.look_again(request=row, reason="不行", by=other),
        lambda: requesting.read_contact(request=row, by=other),
    ):
        with pytest.raises(PermissionDenied):
            step()
    assert len(steps(row)) == 1


def test_each_look_at_the_contact_is_logged() -> None:
    row, planner = make_class_request(), make_outreach_staff()
    found = requesting.read_contact(request=row, by=planner)
    assert found == ("金丝雀老师", "canary@example.com")
    event = row.events.get(step="read_contact")
    assert (event.actor, event.from_state, event.to_state) == (planner, "submitted", "submitted")
    assert list(flaws_of(fresh(row))) == []


def test_an_account_that_goes_takes_the_person_along_but_not_the_request() -> None:
    user = User.objects.create_user("lin", "lin@example.com", "x-example-2026")
    row = make_class_request(by=user)
    requesting.forget_requester(user)
    row = fresh(row)
    assert (row.user, row.contact, row.contact_name) == (None, "", "")
    assert row.state == RequestState.WITHDRAWN


def test_two_clicks_at_once_make_one_request_and_take_one_number(racing_database: None) -> None:
    day = timezone.localdate() + 21 * DAY
    asked = Asked(
        body_name="示例小学",
        venue_type=VenueType.SCHOOL,
        address="示例路 1 号",
        audience="学生",
        group_size=40,
        contact_name="张",
        contact="zhang@example.com",
        wishes=[Wish(day, "am")],
        wish="剪纸",
    )
    once = secrets.token_hex(16)
    made = race(*(lambda: make_request(asked=asked, once=once) for _click in range(4)))
    assert {type(one) for one in made} == {ClassRequest}
    assert ClassRequest.objects.count() == 1
    assert make_request(asked=asked).number.endswith("-0002")
    assert Message.objects.count() == 2
