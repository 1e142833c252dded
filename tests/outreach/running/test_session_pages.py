"""The staff's list and page of sessions: what stands where, and how each step is taken."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from outreach.domain.confirming import record_answer
from outreach.domain.transitioning import transition
from outreach.enums import Answer, EvidenceKind, SessionState, SignInWay, VenueType
from outreach.models import Override, Session, SignIn
from tests.factories.outreach import (
    make_host,
    make_outreach_staff,
    make_programme,
    make_registration,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.proving import prove, walk
from tests.factories.registry import make_project
from tests.outreach.running.conftest import client_of

pytestmark = pytest.mark.django_db
LIST = "/admin/outreach/sessions/"
PAST = datetime.timedelta(days=14)


def body_of(response: Any) -> str:
    return str(response.content.decode())


def page(session: Session) -> str:
    return reverse("outreach_session", args=[session.pk])


def step(session: Session, name: str) -> str:
    return reverse("outreach_step", args=[session.pk, name])


def began() -> datetime.datetime:
    return (timezone.now() - PAST).replace(minute=0, second=0, microsecond=0)


def test_the_list_is_searched_and_narrowed_in_chinese() -> None:
    client = client_of(make_outreach_staff())
    project = make_project("示例剪纸")
    paper = make_session(
        programme=make_programme(project, title="示例剪纸入门"),
        venue=make_venue(VenueType.SCHOOL, name="示例第一小学"),
        teacher=make_teacher(name="示例王老师"),
    )
    other = make_session(state=SessionState.OPEN, venue=make_venue(name="示例社区"))
    other_page = page(other)
    for query in (
        "q=剪纸入门",
        "q=第一小学 王老师",
        "state=draft",
        "venue_type=school",
        f"teacher={paper.teacher_id}",
        f"project={project.pk}",
    ):
        found = body_of(client.get(f"{LIST}?{query}"))
        assert page(paper) in found, query
        assert other_page not in found, query
    assert "没有符合条件的场次" in body_of(client.get(f"{LIST}?q=完全没有"))
    day = paper.day + datetime.timedelta(days=1)
    assert page(paper) not in body_of(client.get(f"{LIST}?begins_at_from={day}"))
    assert client.get(f"{LIST}?begins_at_from=昨天&state=x&q=%00").status_code == 200


def test_what_should_have_been_written_down_is_found() -> None:
    client = client_of(make_outreach_staff())
    forgotten = make_session(state=SessionState.CLOSED, begins_at=began())
    held = make_session(state=SessionState.HELD, begins_at=began())
    ahead = make_session(state=SessionState.CLOSED)
    found = body_of(client.get(f"{LIST}?overdue=unrecorded"))
    assert page(forgotten) in found
    assert page(held) not in found
    found = body_of(client.get(f"{LIST}?overdue=unarchived&overdue=unrecorded"))
    assert page(held) in found
    assert page(ahead) not in found


def test_the_list_costs_the_same_for_one_and_for_many(django_assert_max_num_queries: Any) -> None:
    client = client_of(make_outreach_staff())
    counts = []
    for number in (1, 3):
        for _one in range(number):
            make_registration(make_session(state=SessionState.OPEN))
        client.get(LIST)
        with django_assert_max_num_queries(40) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_list_is_exported_without_anybody_who_registered() -> None:
    session = walk(SessionState.ARCHIVED, programme=make_programme(title="=1+1 示例"))
    make_registration(session, name="示例张三")
    response = client_of(make_outreach_staff()).get(f"{LIST}?export=xlsx")
    content = b"".join(response.streaming_content)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["名称"] == "'=1+1 示例"
    assert (row["到场成人"], row["到场未成年人"], row["有举办证明"]) == (12, 20, "是")
    assert "示例张三" not in str(rows)


def test_the_page_shows_everything_in_one_place() -> None:
    planner = make_outreach_staff()
    session = walk(SessionState.PENDING, begins_at=timezone.now() + PAST)
    teacher = session.confirmations.get(party="teacher")
    record_answer(confirmation_id=teacher.pk, agreed=False, note="要去外地", by=planner)
    make_registration(session, name="示例李四", adults=1, minors=2)
    SignIn.objects.create(session=session, way=SignInWay.NUMBERS, adults=3, minors=4, mark="a")
    clash = make_session(teacher=session.teacher, begins_at=session.ends_at)
    Override.objects.create(
        session=session, kind="holiday", subject="holiday:x", reason="学校要求", made_by=planner
    )
    shown = body_of(client_of(planner).get(page(session)))
    for words in ("要去外地", "示例李四", "已占 3 / 20", "学校要求", "记录完整", clash.shown_title):
        assert words in shown, words
    steps = {"take_back", "ask_again", "cancel", "postpone"}
    offered = {
        name for name in ("publish", "confirm", "archive", *steps) if step(session, name) in shown
    }
    assert offered == steps


def test_a_host_sees_how_many_come_and_who_and_offers_no_planning() -> None:
    session = walk(SessionState.CONFIRMED)
    shown = body_of(client_of(make_host(session)).get(page(session)))
    assert step(session, "hold") in shown
    assert step(session, "cancel") not in shown


def test_heads_are_proposed_from_the_sign_ins() -> None:
    session = walk(SessionState.CONFIRMED)
    host = make_host(session)
    SignIn.objects.create(session=session, way=SignInWay.QR, adults=2, minors=1, mark="a")
    SignIn.objects.create(session=session, way=SignInWay.NUMBERS, adults=0, minors=9, mark="b")
    client, address = client_of(host), step(session, "hold")
    form = client.get(address).context["form"]
    assert (form["adults"].value(), form["minors"].value()) == (2, 10)
    typed = {"adults": "2", "minors": "11", "held_note": "做了灯笼", "seen": form["seen"].value()}
    refused = client.post(address, typed)
    assert refused.status_code == 409
    assert "请上传签到表或现场照片" in body_of(refused)
    assert "做了灯笼" in body_of(refused)
    prove(session, EvidenceKind.SIGN_IN_SHEET, by=host)
    assert client.post(address, typed).status_code == 302
    session.refresh_from_db()
    assert (session.state, session.people_present, session.held_note) == ("held", 13, "做了灯笼")


@pytest.mark.parametrize(
    ("adults", "minors", "words"),
    [("", "3", "请填写人数"), ("-1", "3", "大于"), ("0", "0", "不能都是 0"), ("很多", "1", "整数")],
)
def test_wrong_heads_are_refused_and_kept(adults: str, minors: str, words: str) -> None:
    planner, session = make_outreach_staff(), walk(SessionState.CONFIRMED)
    prove(session, EvidenceKind.PHOTO, by=planner)
    typed = {"adults": adults, "minors": minors, "seen": "2", "reason": "我的备注"}
    response = client_of(planner).post(step(session, "hold"), typed)
    assert response.status_code in (409, 422)
    assert words in body_of(response)
    assert "我的备注" in body_of(response)
    session.refresh_from_db()
    assert session.state == SessionState.CONFIRMED


def test_cancelling_says_how_many_are_told_and_wants_a_reason() -> None:
    planner = make_outreach_staff()
    session = walk(SessionState.OPEN, begins_at=timezone.now() + PAST)
    make_registration(session)
    client, address = client_of(planner), step(session, "cancel")
    assert "会通知 1 份报名" in body_of(client.get(address))
    assert "请写明理由" in body_of(client.post(address, {"seen": session.events_written}))
    client.post(address, {"seen": session.events_written, "reason": "停电"})
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert Message.objects.filter(subject__startswith="取消").count() == 3


def test_postponing_leads_to_the_new_session() -> None:
    planner = make_outreach_staff()
    session = walk(SessionState.CONFIRMED, begins_at=timezone.now() + PAST)
    day = session.day + datetime.timedelta(days=3)
    wanted = {"day": str(day), "begins": "14:00", "ends": "13:00", "reason": "下雨", "seen": "2"}
    client, address = client_of(planner), step(session, "postpone")
    refused = client.post(address, wanted)
    assert "结束时间要晚于开始时间" in body_of(refused)
    assert "下雨" in body_of(refused)
    response = client.post(address, wanted | {"ends": "15:30"})
    session.refresh_from_db()
    assert session.replaced_by is not None
    assert response["Location"] == page(session.replaced_by)
    begins = timezone.localtime(session.replaced_by.begins_at)
    assert (begins.date(), begins.hour) == (day, 14)


def test_a_session_is_not_postponed_into_another_one() -> None:
    planner = make_outreach_staff()
    session = walk(SessionState.CONFIRMED, begins_at=timezone.now() + PAST)
    busy = make_session(teacher=session.teacher, begins_at=session.begins_at + PAST)
    begins = timezone.localtime(busy.begins_at)
    wanted = {
        "day": str(begins.date()),
        "begins": f"{begins:%H:%M}",
        "ends": "23:59",
        "reason": "下雨",
        "seen": session.events_written,
    }
    refused = client_of(planner).post(step(session, "postpone"), wanted)
    assert refused.status_code == 409
    assert "老师这时在上" in body_of(refused)


def test_a_session_makes_room_for_its_own_later_begin() -> None:
    """Half an hour later overlaps the old time: teacher and place are let go first."""
    planner = make_outreach_staff()
    session = walk(SessionState.CONFIRMED, begins_at=timezone.now() + PAST)
    later = datetime.timedelta(minutes=30)
    transition(
        session_id=session.pk,
        name="postpone",
        by=planner,
        reason="老师晚到",
        wanted={"begins_at": session.begins_at + later, "ends_at": session.ends_at + later},
    )
    session.refresh_from_db()
    assert session.replaced_by is not None


def test_an_old_page_is_refused_and_says_what_happened_since() -> None:
    planner, other = make_outreach_staff(), make_outreach_staff()
    session = walk(SessionState.PENDING, begins_at=timezone.now() + PAST)
    venue = session.confirmations.get(party="venue")
    record_answer(confirmation_id=venue.pk, agreed=True, by=other)
    typed = {"seen": session.events_written, "reason": "换老师"}
    response = client_of(planner).post(step(session, "take_back"), typed)
    assert response.status_code == 409
    assert other.get_full_name() in body_of(response)
    assert "对方答复" in body_of(response)
    assert "换老师" in body_of(response)
    session.refresh_from_db()
    again = typed | {"seen": session.events_written}
    client_of(planner).post(step(session, "take_back"), again)
    session.refresh_from_db()
    assert session.state == SessionState.DRAFT


def test_a_second_click_is_told_that_it_is_done() -> None:
    planner, session = make_outreach_staff(), make_session()
    client, address = client_of(planner), step(session, "publish")
    client.post(address, {"seen": 0})
    again = client.post(address, {"seen": 0}, follow=True)
    assert "不用再点" in body_of(again)
    assert session.events.filter(step="publish").count() == 1


def test_an_answer_by_telephone_is_written_down_on_its_page() -> None:
    planner = make_outreach_staff()
    session = walk(SessionState.PENDING, begins_at=timezone.now() + PAST)
    asked = session.confirmations.get(party="teacher")
    address = reverse("outreach_answer", args=[session.pk, asked.pk])
    client = client_of(planner)
    assert "请写一句原因" in body_of(client.post(address, {"answer": "declined"}))
    client.post(address, {"answer": "agreed", "note": "本人说可以"})
    asked.refresh_from_db()
    assert (asked.answer, asked.recorded_by) == (Answer.AGREED, planner)
    client.post(address, {"action": "ask-again"})
    asked.refresh_from_db()
    assert asked.outdated
    assert client.get(address).status_code == 404


def test_many_are_published_after_a_look() -> None:
    planner = make_outreach_staff()
    good = make_session()
    teacherless = make_session(teacher=None)
    address = f"/admin/bulk/outreach/session/publish/?id={good.pk}&id={teacherless.pk}"
    client = client_of(planner)
    shown = body_of(client.get(address))
    assert "可以办理 1 场" in shown
    assert "还没有安排老师" in shown
    assert "发出 2 条通知" in shown
    assert not Message.objects.exists()
    client.post(address, {"confirm": "1", f"seen-{good.pk}": "0"})
    good.refresh_from_db()
    teacherless.refresh_from_db()
    assert (good.state, teacherless.state) == (SessionState.PENDING, SessionState.DRAFT)


def test_many_are_archived_only_by_who_may() -> None:
    held = walk(SessionState.HELD)
    address = f"/admin/bulk/outreach/session/archive/?id={held.pk}"
    typed = {"confirm": "1", f"seen-{held.pk}": held.events_written}
    assert "您不能" in body_of(client_of(make_outreach_staff()).post(address, typed))
    held.refresh_from_db()
    assert held.state == SessionState.HELD
    client_of(make_outreach_staff("archivist")).post(address, typed)
    held.refresh_from_db()
    assert held.state == SessionState.ARCHIVED
