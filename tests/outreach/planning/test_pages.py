"""The planners' pages: who may open them, what they show, and that they work without scripts."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from outreach.admin.planning.layout import Shown, set_lanes
from outreach.enums import ROLE_PLANNER, SessionState
from outreach.localtime import local
from outreach.models import DayOff, PlanImport, SchoolTerm, Series, Session
from tests.factories.outreach import (
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from workcalendar.models import CalendarDay

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2027, 3, 1)
PAGES = ["calendar", "new", "new_series", "slots", "copy", "clashes", "publish", "imports"]


@pytest.fixture
def planner(client: Client) -> Client:
    client.force_login(make_outreach_staff())
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"outreach_planning:{name}", args=args)


@pytest.mark.parametrize("name", [*PAGES, "template", "check", "move"])
def test_whoever_does_not_plan_gets_none_of_them(client: Client, name: str) -> None:
    client.force_login(make_outreach_staff("host"))
    answer = client.post(page(name)) if name == "move" else client.get(page(name))
    assert answer.status_code in (302, 403)
    if answer.status_code == 302:
        assert answer["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(planner: Client, name: str) -> None:
    assert planner.get(page(name)).status_code == 200


@pytest.mark.parametrize("view", ["month", "week", "day"])
@pytest.mark.parametrize("by", ["", "venue", "teacher"])
def test_the_calendar_shows_a_session_in_every_view(planner: Client, view: str, by: str) -> None:
    session = make_session(day=MONDAY, teacher=None)
    answer = planner.get(page("calendar"), {"view": view, "by": by, "day": "2027-03-01"})
    soup = BeautifulSoup(answer.content, "html.parser")
    (event,) = soup.select(f'[data-session="{session.pk}"]')
    assert event["href"] == page("session", session.pk)
    assert "10:00–11:30" in event.get_text()


def test_odd_questions_give_this_week(planner: Client) -> None:
    told = {"view": "year", "by": "dog", "day": "31.12.", "venue": "x", "teacher": "-1"}
    assert planner.get(page("calendar"), told).status_code == 200


def test_the_calendar_asks_as_often_for_many_sessions_as_for_few(
    planner: Client, django_assert_max_num_queries: Any
) -> None:
    address = page("calendar") + "?day=2027-03-01"
    for hour in (8, 12):
        make_session(day=MONDAY, hour=hour)
    planner.get(address)
    for day in range(7):
        make_session(day=MONDAY + datetime.timedelta(days=day), hour=15)
    with django_assert_max_num_queries(32):
        planner.get(address)


def fields(**more: Any) -> dict[str, Any]:
    return {
        "programme": make_programme().pk,
        "day": "2027-03-01",
        "begins": "09:00",
        "venue": make_venue().pk,
        "teacher": make_teacher().pk,
        "open_to_public": "on",
        **more,
    }


def test_a_session_is_planned_with_the_form_alone(planner: Client) -> None:
    planner.post(page("new"), fields())
    session = Session.objects.get()
    assert local(session.begins_at).isoformat() == "2027-03-01T09:00:00+08:00"


def test_looking_first_saves_nothing_and_a_clash_keeps_what_was_typed(planner: Client) -> None:
    other = make_session(day=MONDAY, hour=9)
    told = fields(venue=other.venue_id, title="我写的标题")
    for more in ({"check": "1"}, {}):
        answer = planner.post(page("new"), {**told, **more})
        assert "场地重叠" in answer.content.decode()
        assert "我写的标题" in answer.content.decode()
    assert Session.objects.count() == 1


def test_a_session_is_moved_let_stand_and_deleted_with_forms(planner: Client) -> None:
    session = make_session(day=MONDAY)
    CalendarDay.objects.create(date=MONDAY, kind="holiday", name="示例节")
    address = page("session", session.pk)
    assert "示例节" in planner.get(address).content.decode()
    planner.post(address, {"stand": f"holiday|holiday:{MONDAY}", "why": "节日展演"})
    assert session.overrides.get().reason == "节日展演"
    planner.post(
        address,
        fields(venue=session.venue_id, teacher=session.teacher_id, begins="14:00", seats=20),
    )
    assert local(Session.objects.get().begins_at).hour == 14
    planner.post(address, {"delete": "1"})
    assert not Session.objects.exists()


def test_a_venue_change_in_the_form_is_not_mistaken(planner: Client) -> None:
    session = make_session(day=MONDAY)
    answer = planner.post(page("session", session.pk), fields(begins="", day="x"))
    assert answer.status_code == 200
    assert Session.objects.get() == session


def asked(session: Session, begins: str, **more: Any) -> dict[str, Any]:
    return {"session": session.pk, "begins": begins, "minutes": 90, **more}


def test_the_check_tells_clashes_and_writes_nothing(planner: Client) -> None:
    other, session = make_session(day=MONDAY), make_session(day=MONDAY, hour=14)
    told = asked(session, "2027-03-01T10:30", venue=other.venue_id)
    found = planner.get(page("check"), told).json()["conflicts"]
    assert [(one["kind"], one["severity"]) for one in found] == [("place", "block")]
    assert local(Session.objects.get(pk=session.pk).begins_at).hour == 14
    assert planner.get(page("check"), asked(session, "2027-03-01T16:00")).json() == {
        "conflicts": []
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"session": "0"},
        {"session": "x"},
        {"begins": "gestern"},
        {"begins": "2027-13-01T10:00"},
        {"minutes": "-5"},
        {"minutes": "100000"},
        {"venue": "99999999"},
    ],
)
def test_nonsense_is_refused_in_words(planner: Client, wrong: dict[str, str]) -> None:
    session = make_session(day=MONDAY)
    told = {**asked(session, "2027-03-01T10:30"), **wrong}
    for answer in (planner.get(page("check"), told), planner.post(page("move"), told)):
        assert answer.json()["refused"][0]
    assert local(Session.objects.get(pk=session.pk).begins_at).hour == 10


def test_a_move_is_saved_or_refused_with_what_stands_in_the_way(planner: Client) -> None:
    other, session = make_session(day=MONDAY), make_session(day=MONDAY, hour=14)
    planner.post(page("move"), asked(session, "2027-03-02T09:15"))
    assert local(Session.objects.get(pk=session.pk).begins_at).minute == 15
    told = asked(session, "2027-03-01T10:30", teacher=other.teacher_id)
    answer = planner.post(page("move"), told).json()
    assert (bool(answer["refused"]), answer["reason"]) == (True, False)


def test_what_is_published_moves_onto_a_holiday_with_a_reason(planner: Client) -> None:
    session = make_session(day=MONDAY, state=SessionState.PENDING)
    CalendarDay.objects.create(date=MONDAY + datetime.timedelta(days=1), kind="holiday")
    told = asked(session, "2027-03-02T10:00")
    answer = planner.post(page("move"), told).json()
    assert (bool(answer["refused"]), answer["reason"]) == (True, True)
    assert "said" in planner.post(page("move"), {**told, "despite": "节日展演"}).json()


def test_a_series_is_looked_at_made_and_changed_with_forms(planner: Client) -> None:
    told = {
        **fields(length=90, seats=20, frequency="weekly", weekdays=["0", "2"]),
        "first_day": "2027-03-01",
        "last_day": "2027-03-14",
    }
    answer = planner.post(page("new_series"), {**told, "preview": "1"})
    assert "共 4 天" in answer.content.decode()
    assert not Series.objects.exists()
    planner.post(page("new_series"), told)
    series = Series.objects.get()
    assert series.sessions.count() == 4
    address = page("series", series.pk)
    assert planner.get(address).status_code == 200
    planner.post(
        address,
        {**told, "begins": "15:00", "scope": "following", "from_day": "2027-03-08"},
    )
    hours = [local(one.begins_at).hour for one in Session.objects.order_by("begins_at")]
    assert hours == [9, 9, 15, 15]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ({"first_day": "2027-03-01", "count": "3"}, ["2027-03-01", "2027-03-03", "2027-03-08"]),
        ({"term": "one"}, ["2027-03-01", "2027-03-03"]),
        ({"term": "one", "first_day": "2027-03-02"}, ["2027-03-03"]),
        (
            {"frequency": "by-hand", "weekdays": [], "extra_days": "2027年3月9日、2026-12-31"},
            ["2026-12-31", "2027-03-09"],
        ),
    ],
)
def test_a_series_ends_after_so_many_with_a_term_or_with_its_last_date(
    planner: Client, rule: dict[str, Any], days: list[str]
) -> None:
    first = MONDAY - datetime.timedelta(days=1)
    term = SchoolTerm.objects.create(
        name="示例学期", first_day=first, last_day=first + datetime.timedelta(days=5)
    )
    if "term" in rule:
        rule = {**rule, "term": term.pk}
    told = fields(length=90, seats=20, frequency="weekly", weekdays=["0", "2"])
    del told["day"]
    answer = planner.post(page("new_series"), {**told, **rule, "preview": "1"})
    assert f"共 {len(days)} 天" in answer.content.decode()
    planner.post(page("new_series"), {**told, **rule})
    held = [one.series_day.isoformat() for one in Session.objects.order_by("begins_at")]
    assert held == days
    series = Series.objects.get()
    assert (str(series.first_day), str(series.last_day)) <= (days[0], days[-1]) or "term" in rule


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({}, "请填写从哪天起，或选择学期。"),
        ({"first_day": "2027-03-01"}, "请填写到哪天，或共上几次，或选择学期。"),
        ({"first_day": "2027-03-01", "last_day": "2027-02-01"}, "结束日期不能早于开始日期。"),
        (
            {"first_day": "2027-03-01", "count": "20", "term_time": "on"},
            "三年之内排不满这么多次。",
        ),
        ({"weekdays": []}, "请选择星期几上课。"),
        ({"frequency": "by-hand"}, "请写出上课的日期。"),
    ],
)
def test_a_series_without_an_end_says_what_is_missing(
    planner: Client, rule: dict[str, Any], said: str
) -> None:
    told = fields(length=90, seats=20, frequency="weekly", weekdays=["0"]) | rule
    answer = planner.post(page("new_series"), told)
    assert said in answer.content.decode()
    assert not Series.objects.exists()


def test_a_week_is_copied_and_taken_back(planner: Client) -> None:
    session = make_session(day=MONDAY)
    days = {"week": "2027-03-03", "to": "2027-03-10"}
    assert session.shown_title in planner.get(page("copy"), days).content.decode()
    answer = planner.post(page("copy"), {**days, "session": session.pk})
    made = Session.objects.exclude(pk=session.pk).get()
    assert "撤销这次复制" in answer.content.decode()
    planner.post(page("copy"), {"undo": "1", "session": made.pk})
    assert Session.objects.get() == session


def test_a_week_copied_onto_holidays_or_onto_itself_is_not_ticked(planner: Client) -> None:
    free, holiday, taken = (
        make_session(day=MONDAY + datetime.timedelta(days=number)) for number in range(3)
    )
    week = datetime.timedelta(days=7)
    CalendarDay.objects.create(date=MONDAY + week + datetime.timedelta(days=1), kind="holiday")
    make_session(day=MONDAY + week + datetime.timedelta(days=2), venue=taken.venue)
    answer = planner.get(page("copy"), {"week": "2027-03-03", "to": "2027-03-10"})
    boxes = BeautifulSoup(answer.content, "html.parser").select("input[name=session]")
    assert {box["value"]: box.has_attr("checked") for box in boxes} == {
        str(free.pk): True,
        str(holiday.pk): False,
        str(taken.pk): False,
    }


def test_next_month_is_one_click_and_keeps_what_was_asked(planner: Client) -> None:
    programme = make_programme()
    answer = planner.get(page("slots"), {"area": "大王庄", "weekdays": ["2", "4"]})
    soup = BeautifulSoup(answer.content, "html.parser")
    assert soup.select_one("input[name=area]")["value"] == "大王庄"  # type: ignore[index]
    assert len(soup.select("input[name=weekdays][checked]")) == 2
    link = soup.find("a", string="下个月")["href"]  # type: ignore[index]
    asked = planner.get(f"{link}&programme={programme.pk}").context["form"]
    assert asked.is_valid()
    first, last = asked.cleaned_data["first_day"], asked.cleaned_data["last_day"]
    assert (first.day, (last + datetime.timedelta(days=1)).day) == (1, 1)
    assert 27 <= (last - first).days <= 30
    assert asked.cleaned_data["weekdays"] == [2, 4]


def test_the_preview_of_a_publication_says_what_would_hold_each_draft_back(
    planner: Client,
) -> None:
    make_session(day=MONDAY)
    make_session(day=MONDAY, teacher=None)
    days = {"first_day": "2027-03-01", "last_day": "2027-03-07"}
    text = planner.get(page("publish"), days).content.decode()
    assert "草稿 2 场，其中 1 场可以发布" in text
    assert "还没有安排老师。" in text


def test_a_key_that_no_table_holds_is_no_error(planner: Client) -> None:
    huge = "9" * 30
    assert planner.get(page("clashes"), {"teacher": huge, "venue": "²"}).status_code == 200
    assert planner.post(page("copy"), {"undo": "1", "session": huge}).status_code == 302
    days = {"week": "2027-03-03", "to": "2027-03-10"}
    assert planner.post(page("copy"), {**days, "session": huge}).status_code == 302


def test_series_that_go_on_are_found_again(planner: Client) -> None:
    planner.post(
        page("new_series"),
        fields(weekdays=["0"], first_day="2027-03-01", count="2", frequency="weekly"),
    )
    series = Series.objects.get()
    assert (series.length, series.seats) == (90, 20)  # as the programme says
    assert page("series", series.pk) in planner.get(page("new_series")).content.decode()


def test_a_slot_is_one_click_from_being_planned(planner: Client) -> None:
    programme = make_programme()
    make_venue()
    make_teacher()
    answer = planner.get(
        page("slots"),
        {"programme": programme.pk, "first_day": "2027-03-01", "last_day": "2027-03-01"},
    )
    form = BeautifulSoup(answer.content, "html.parser").select(f'form[action="{page("new")}"]')[0]
    planner.post(page("new"), {one["name"]: one.get("value", "") for one in form.select("input")})
    assert Session.objects.get().programme == programme


def test_a_plan_is_published_and_what_was_refused_is_listed(planner: Client) -> None:
    make_session(day=MONDAY)
    alone = make_session(day=MONDAY, teacher=None)
    days = {"first_day": "2027-03-01", "last_day": "2027-03-07"}
    assert "草稿 2 场" in planner.get(page("publish"), days).content.decode()
    answer = planner.post(page("publish"), days).content.decode()
    assert "发布 1 场，没有发布 1 场" in answer
    assert page("session", alone.pk) in answer


def test_a_file_is_previewed_made_and_undone(planner: Client) -> None:
    programme, venue = make_programme(), make_venue()
    text = f"课程,日期,开始时间,场地\n{programme},2027-03-01,9:00,{venue}\n没有的课,2027-03-01,9:00,{venue}\n"
    file = SimpleUploadedFile("计划.csv", text.encode())
    answer = planner.post(page("imports"), {"file": file})
    address = page("import", PlanImport.objects.get().pk)
    assert answer["Location"] == address
    assert "1 行可以导入，1 行不能导入" in planner.get(address).content.decode()
    planner.post(address)
    assert Session.objects.count() == 1
    planner.post(address, {"undo": "1"})
    assert not Session.objects.exists()


def test_the_template_can_be_read_back(planner: Client) -> None:
    answer = planner.get(page("template"))
    file = SimpleUploadedFile("模板.xlsx", answer.content)
    told = planner.post(page("imports"), {"file": file}).content.decode()
    assert "标题行下面没有内容" in told


def filled_in(answer: Any) -> dict[str, Any]:
    """What the page's form would send as it is."""
    form = BeautifulSoup(answer.content, "html.parser").select_one("form[data-edit-form]")
    assert form is not None
    told: dict[str, Any] = {}
    for one in form.select("input[name], textarea[name], select[name]"):
        if one.get("type") == "checkbox" and not one.has_attr("checked"):
            continue
        chosen = one.select_one("option[selected]") if one.name == "select" else None
        value = chosen.get("value") if chosen else one.get("value") or one.get_text()
        told[str(one["name"])] = "" if one.name == "select" and not chosen else value
    return told


def test_who_saves_a_teacher_is_told_of_sessions_that_no_longer_fit(client: Client) -> None:
    planner = make_outreach_staff()
    planner.groups.add(Group.objects.get(name=ROLE_PLANNER))
    client.force_login(planner)
    session = make_session(day=MONDAY)
    DayOff.objects.create(teacher=session.teacher, first_day=MONDAY, last_day=MONDAY)
    address = reverse("wagtailsnippets_outreach_teacher:edit", args=[session.teacher_id])
    answer = client.post(address, filled_in(client.get(address)), follow=True)
    clashes = page("clashes") + f"?teacher={session.teacher_id}"
    assert "已安排的 1 场与现在的设置有冲突" in answer.content.decode()
    assert clashes in answer.content.decode()
    assert "请假" in client.get(clashes).content.decode()


def test_overlapping_sessions_lie_side_by_side() -> None:
    shown = [Shown(Session(), top=top, minutes=60) for top in (0, 30, 60, 200)]
    set_lanes(shown)
    assert [(one.lane, one.lanes) for one in shown] == [(0, 2), (1, 2), (0, 2), (0, 1)]
