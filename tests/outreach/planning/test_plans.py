"""Plans as a whole: copied weeks, free slots, publications, spreadsheets, and what clashes later."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from outreach.domain.copying import copy_sessions, preview_copy, week_of
from outreach.domain.importing import make_plan, read_plan, undo_plan
from outreach.domain.planning import change_session, move_session
from outreach.domain.publishing import preview, publish_plan
from outreach.domain.rechecking import clashing
from outreach.domain.slots import Wish, free_slots
from outreach.domain.transitioning import transition
from outreach.enums import SessionState, VenueType
from outreach.localtime import local
from outreach.models import DayOff, Override, PlanImport, PlanPublication, Room, Session, Teacher
from registry.enums import DivisionLevel
from registry.models import Division
from tests.factories.outreach import (
    at,
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.registry import division, make_project
from workcalendar.models import CalendarDay

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2027, 3, 1)
WEEK = datetime.timedelta(days=7)


def test_a_copied_week_keeps_weekday_time_and_people_and_tells_what_does_not_fit() -> None:
    planner = make_outreach_staff()
    one = make_session(day=MONDAY, note="自带剪刀")
    two = make_session(day=MONDAY + datetime.timedelta(days=2), state=SessionState.HELD)
    make_session(day=MONDAY + datetime.timedelta(days=9), venue=two.venue)
    sessions = week_of(MONDAY)
    assert [
        len(found)
        for _old, _new, found in preview_copy(sessions=sessions, to=MONDAY + WEEK, by=planner)
    ] == [0, 1]
    outcome = copy_sessions(session_ids=[one.pk, two.pk], to=MONDAY + WEEK, by=planner)
    (made,) = outcome.made
    assert (made.begins_at, made.note, made.state) == (one.begins_at + WEEK, "自带剪刀", "draft")
    assert made.uid != one.uid
    assert len(outcome.refused) == 1


def test_free_slots_are_really_free() -> None:
    planner, paper = make_outreach_staff(), make_project()
    programme = make_programme(paper)
    free, busy = make_teacher(paper), make_teacher(paper)
    make_teacher(make_project())
    school = make_venue(VenueType.SCHOOL, name="大王庄小学")
    make_venue(VenueType.COMMUNITY, name="大王庄社区")
    DayOff.objects.create(teacher=busy, first_day=MONDAY, last_day=MONDAY)
    make_session(day=MONDAY, hour=9, teacher=free, minutes=60)
    make_session(day=MONDAY, hour=14, venue=school, minutes=60, teacher=None)
    wish = Wish(
        programme=programme,
        first_day=MONDAY,
        last_day=MONDAY,
        venue_type=VenueType.SCHOOL,
        area="大王庄",
    )
    found = free_slots(wish, by=planner, now=timezone.now())
    assert found.whole
    assert {one.venue for one in found.slots} == {school}
    assert {one.teacher for one in found.slots} == {free}
    assert [local(one.begins_at).hour for one in found.slots] == [15]
    assert not Session.objects.filter(venue=school, programme=programme).exists()


def test_who_lives_nearby_is_offered_first() -> None:
    street, other = (
        Division.objects.create(
            code=f"120102{number}",
            name=f"示例街道{number}",
            full_name=f"天津市河东区示例街道{number}",
            level=DivisionLevel.TOWNSHIP,
            parent=division(),
        )
        for number in (901, 902)
    )
    venue = make_venue(division=street)
    for home in (None, other, street, other):
        make_teacher(home_area=home)
    wish = Wish(
        programme=make_programme(),
        first_day=MONDAY,
        last_day=MONDAY + datetime.timedelta(days=6),
        venue=venue,
    )
    found = free_slots(wish, by=make_outreach_staff(), now=timezone.now())
    assert len(found.slots) >= 7
    assert {one.teacher.home_area for one in found.slots if one.teacher} == {street}
    Teacher.objects.filter(home_area=street).delete()
    found = free_slots(wish, by=make_outreach_staff(), now=timezone.now())
    assert {one.teacher.home_area for one in found.slots if one.teacher} == {other}


def test_a_slot_takes_the_smallest_room_that_holds_the_group() -> None:
    venue = make_venue()
    Room.objects.create(venue=venue, name="礼堂", capacity=60)
    small = Room.objects.create(venue=venue, name="教室", capacity=25)
    make_teacher()
    wish = Wish(programme=make_programme(), first_day=MONDAY, last_day=MONDAY)
    found = free_slots(wish, by=make_outreach_staff(), now=timezone.now())
    assert {one.room for one in found.slots} == {small}


def test_a_plan_is_published_as_a_whole_but_for_what_clashes() -> None:
    planner = make_outreach_staff()
    good = make_session(day=MONDAY)
    nobody = make_session(day=MONDAY, teacher=None)
    holiday = MONDAY + datetime.timedelta(days=1)
    CalendarDay.objects.create(date=holiday, kind="holiday")
    clash = make_session(day=holiday)
    outside = make_session(day=MONDAY + WEEK)
    days = {"first_day": MONDAY, "last_day": holiday}
    assert len(preview(**days).drafts) == 3
    result = publish_plan(by=planner, **days)
    assert [one.pk for one in result.done] == [good.pk]
    assert {one.pk for one, _why in result.refused} == {nobody.pk, clash.pk}
    assert result.publication is not None
    assert set(result.publication.sessions) == {str(good.pk)}
    assert Session.objects.get(pk=outside.pk).state == SessionState.DRAFT


def test_nothing_to_publish_writes_nothing_and_hosts_may_not() -> None:
    assert publish_plan(by=make_outreach_staff(), first_day=MONDAY, last_day=MONDAY).done == []
    assert not PlanPublication.objects.exists()
    with pytest.raises(PermissionDenied):
        publish_plan(by=make_outreach_staff("host"), first_day=MONDAY, last_day=MONDAY)


def test_what_has_changed_since_the_last_publication_is_told() -> None:
    planner = make_outreach_staff()
    moved, gone, same = (make_session(day=MONDAY, hour=hour) for hour in (9, 13, 17))
    days = {"first_day": MONDAY, "last_day": MONDAY}
    publish_plan(by=planner, **days)
    assert preview(**days).changes == []
    move_session(session_id=moved.pk, by=planner, begins_at=at(MONDAY, 10))
    transition(session_id=gone.pk, name="cancel", by=planner, reason="停电")
    new = make_session(day=MONDAY, hour=19, state=SessionState.PENDING)
    changes = {one.key: one for one in preview(**days).changes}
    assert str(same.pk) not in changes
    assert changes[str(gone.pk)].kind == "gone"
    assert changes[str(new.pk)].kind == "new"
    assert [(old[-5:], now[-5:]) for _label, old, now in changes[str(moved.pk)].fields] == [
        ("09:00", "10:00"),
        ("10:30", "11:30"),
    ]


def test_sessions_planned_before_a_day_off_are_listed_until_solved_or_let_stand() -> None:
    session = make_session(day=MONDAY)
    make_session(day=MONDAY)
    assert clashing() == []
    off = DayOff.objects.create(teacher=session.teacher, first_day=MONDAY, last_day=MONDAY)
    ((found, conflicts),) = clashing(teacher=session.teacher)
    assert found.pk == session.pk
    Override.objects.create(
        session=session,
        kind=conflicts[0].kind,
        subject=conflicts[0].subject,
        reason="本人同意",
        made_by=make_outreach_staff(),
    )
    assert off.pk
    assert clashing() == []


HEADINGS = ["课程*", "日期", "开始", "结束时间", "场地", "房间", "老师", "名额", "面向公众"]


class TestImport:
    @pytest.fixture
    def named(self) -> dict[str, Any]:
        venue = make_venue(name="第一小学", capacity=30)
        Room.objects.create(venue=venue, name="美术室", capacity=25)
        return {
            "programme": make_programme(title="剪纸入门"),
            "venue": venue,
            "teacher": make_teacher(name="张明"),
        }

    def read(self, tmp_path: Path, *rows: list[Any], headings: Any = HEADINGS) -> PlanImport:
        path = tmp_path / "plan.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for line, row in enumerate([headings, *rows]):
                for column, value in enumerate(row):
                    if isinstance(value, datetime.date):
                        sheet.write_datetime(line, column, value, day)
                    else:
                        sheet.write(line, column, value)
        return read_plan(path=path, file_name="plan.xlsx", by=make_outreach_staff())

    def test_rows_are_looked_at_made_and_undone(self, named: Any, tmp_path: Path) -> None:
        read = self.read(
            tmp_path,
            ["剪纸入门", MONDAY, "9:00", "10:30", "第一小学", "美术室", "张明", 20, "否"],
            ["剪纸入门", "2027年3月2日", "14：00", "", "第一小学", "", "", "", ""],
        )
        assert not Session.objects.exists()
        assert [
            row.problems for row in read.rows.all() if any(p["grave"] for p in row.problems)
        ] == []
        make_plan(import_id=read.pk, by=read.read_by)
        first, second = Session.objects.order_by("begins_at")
        assert (local(first.begins_at).hour, first.seats, first.open_to_public) == (9, 20, False)
        assert (str(first.room), first.teacher) == ("美术室", named["teacher"])
        assert second.ends_at - second.begins_at == datetime.timedelta(minutes=90)
        with pytest.raises(ValidationError, match="已经导入"):
            make_plan(import_id=read.pk, by=read.read_by)
        move_session(session_id=second.pk, by=read.read_by, begins_at=at(MONDAY, 19))
        undone = undo_plan(import_id=read.pk, by=read.read_by)
        assert (undone.deleted, [one.pk for one in undone.left]) == (1, [second.pk])

    def test_a_bad_row_says_column_value_reason_and_remedy(
        self, named: Any, tmp_path: Path
    ) -> None:
        read = self.read(
            tmp_path,
            ["剪纸入們", "三月", "25:00", "", "第一小學", "", "张明", "很多", "也许"],
            ["剪纸入门", MONDAY, "9:00", "8:00", "第一小学", "音乐室", "张明", "", ""],
        )
        first, second = read.rows.all()
        told = {one["column"]: one for one in first.problems}
        assert set(told) == {"课程", "日期", "开始时间", "场地", "名额", "面向公众"}
        assert "剪纸入门" in told["课程"]["remedy"]
        assert told["名额"]["value"] == "很多"
        assert all(one["reason"] and one["remedy"] for one in first.problems)
        assert {one["column"] for one in second.problems} == {"结束时间", "房间"}
        make_plan(import_id=read.pk, by=read.read_by)
        assert not Session.objects.exists()

    def test_of_two_rows_in_one_place_the_later_is_refused(
        self, named: Any, tmp_path: Path
    ) -> None:
        row = ["剪纸入门", MONDAY, "9:00", "10:30", "第一小学", "", "", "", ""]
        read = self.read(tmp_path, row, row)
        grave = [any(one["grave"] for one in line.problems) for line in read.rows.all()]
        assert grave == [False, True]
        make_plan(import_id=read.pk, by=read.read_by)
        assert Session.objects.count() == 1

    def test_a_place_taken_after_the_preview_is_refused_then(
        self, named: Any, tmp_path: Path
    ) -> None:
        row = ["剪纸入门", MONDAY, "9:00", "10:30", "第一小学", "", "", "", ""]
        read = self.read(tmp_path, row)
        make_session(day=MONDAY, hour=9, venue=named["venue"])
        make_plan(import_id=read.pk, by=read.read_by)
        (line,) = read.rows.all()
        assert line.session is None
        assert "场地" in line.problems[-1]["reason"]

    def test_the_same_file_twice_and_a_file_without_headings_are_refused(
        self, named: Any, tmp_path: Path
    ) -> None:
        row = ["剪纸入门", MONDAY, "9:00", "10:30", "第一小学", "", "", "", ""]
        first = self.read(tmp_path, row)
        path = tmp_path / "plan.xlsx"
        again = read_plan(path=path, file_name="again.xlsx", by=first.read_by)
        make_plan(import_id=first.pk, by=first.read_by)
        with pytest.raises(ValidationError, match="同一个文件"):
            make_plan(import_id=again.pk, by=first.read_by)
        with pytest.raises(ValidationError, match="标题行"):
            self.read(tmp_path, row, headings=["甲", "乙"])
        path.write_bytes(b"%PDF-1.7")
        with pytest.raises(ValidationError, match="PDF"):
            read_plan(path=path, file_name="plan.xlsx", by=first.read_by)

    def test_headings_of_a_clerk_are_understood_and_the_others_are_named(
        self, named: Any, tmp_path: Path
    ) -> None:
        read = self.read(
            tmp_path,
            [1, "第一小学", "剪纸入门", MONDAY, "下午2:00-3:00", "12人", "张明", "带投影", "阳光"],
            headings=[
                "序号",
                "地 点",
                "课程名称*",
                "上课日期",
                "时间",
                "人数（人）",
                "教师",
                "备注",
                "车辆",
            ],
        )
        assert read.unread == ["车辆"]
        make_plan(import_id=read.pk, by=read.read_by)
        session = Session.objects.get()
        assert (local(session.begins_at).hour, session.seats) == (14, 12)
        assert session.ends_at - session.begins_at == datetime.timedelta(hours=1)
        assert (session.teacher, session.staff_note) == (named["teacher"], "带投影")

    def test_what_somebody_has_touched_since_is_not_undone(
        self, named: Any, tmp_path: Path
    ) -> None:
        rows = [
            [
                "剪纸入门",
                MONDAY + datetime.timedelta(days=number),
                "9:00",
                "",
                "第一小学",
                *[""] * 4,
            ]
            for number in range(2)
        ]
        read = self.read(tmp_path, *rows)
        make_plan(import_id=read.pk, by=read.read_by)
        first, _second = Session.objects.order_by("begins_at")
        change_session(session_id=first.pk, by=read.read_by, changes={"staff_note": "要带投影"})
        undone = undo_plan(import_id=read.pk, by=read.read_by)
        assert (undone.deleted, [one.pk for one in undone.left]) == (1, [first.pk])

    def test_a_day_that_is_over_is_told_but_kept(self, named: Any, tmp_path: Path) -> None:
        row = ["剪纸入门", "2020-03-02", "9:00", "", "第一小学", "", "", "", ""]
        (line,) = self.read(tmp_path, row).rows.all()
        assert not line.refused
        assert "已经过去" in line.problems[0]["reason"]
