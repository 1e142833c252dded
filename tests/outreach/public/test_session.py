"""/classes/<id>/: everything somebody needs, and nothing that is not for everybody."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from outreach.domain.transitioning import transition
from outreach.enums import PUBLIC, SessionState
from outreach.models import Room
from tests.factories.outreach import (
    at,
    make_outreach_staff,
    make_programme,
    make_registration,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.registry import make_inheritor, make_project

pytestmark = pytest.mark.django_db


def page(client, session) -> BeautifulSoup:
    response = client.get(f"/classes/{session.pk}/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def whole():
    """A session with everything a page can say."""
    project = make_project("直沽剪纸", category=7)
    programme = make_programme(
        project,
        title="第一把剪刀",
        summary="剪出第一朵窗花",
        min_age=6,
        max_age=12,
        materials="剪刀现场提供",
        cost="15.50",
    )
    venue = make_venue(
        name="示例社区中心",
        address="示例路 7 号",
        latitude="39.123456",
        longitude="117.234567",
        accessibility=["step-free", "lift"],
        public_note="从东门进",
        contact_name="张秘密",
        contact_phone="022-55550000",
        contact_email="secret@example.com",
    )
    return make_session(
        programme=programme,
        venue=venue,
        room=Room.objects.create(venue=venue, name="二层教室", capacity=30),
        teacher=make_teacher(
            name="李示例",
            inheritor=make_inheritor("李示例", project=project),
            phone="13800000000",
            email="teacher@example.com",
        ),
        day=datetime.date(2030, 12, 7),
        state=SessionState.OPEN,
        note="请提前十分钟到",
        staff_note="内部备注",
    )


def test_it_says_what_when_where_who_and_for_whom(client, whole):
    make_registration(whole, adults=3)
    soup = page(client, whole)

    for words in (
        *("第一把剪刀", "剪出第一朵窗花", "2030年12月7日 周六", "10:00", "11:30", "示例社区中心"),
        *("二层教室", "示例路 7 号", "从东门进", "北纬 39.1235°", "无台阶出入口", "电梯"),
        *("李示例", "6–12 岁", "15.50 元", "剪刀现场提供", "请提前十分钟到", "还有 17 个名额"),
    ):
        assert words in soup.get_text(" ", strip=True).replace("  ", " "), words
    links = {link["href"] for link in soup.select("main a")}
    project = whole.programme.projects.get().project
    assert {
        f"/catalogue/projects/{project.slug}/",
        f"/catalogue/inheritors/{whole.teacher.inheritor.slug}/",
        f"/classes/venues/{whole.venue_id}/",
        f"/classes/{whole.pk}/class.ics",
    } <= links


def test_what_is_for_staff_and_personal_is_not_on_it(client, whole):
    make_registration(whole, name="王报名", contact="visitor@example.com", needs="轮椅")
    html = client.get(f"/classes/{whole.pk}/").content.decode()

    for words in (
        *("张秘密", "55550000", "secret@example.com", "13800000000", "teacher@example.com"),
        *("内部备注", "王报名", "visitor@example.com", "轮椅"),
    ):
        assert words not in html


@pytest.mark.parametrize("state", SessionState)
def test_only_what_was_announced_is_found(client, state):
    session = make_session(state=state, published_at=timezone.now())
    never = make_session(state=state, published_at=None)
    expected = 200 if state in PUBLIC else 404

    for suffix in ("", "class.ics", "qr.svg"):
        assert client.get(f"/classes/{session.pk}/{suffix}").status_code == expected
        assert client.get(f"/classes/{never.pk}/{suffix}").status_code == 404
    client.force_login(make_outreach_staff())
    assert client.get(f"/classes/{never.pk}/").status_code == 404


def test_an_inheritor_who_is_no_longer_public_is_not_linked(client, whole):
    whole.teacher.inheritor.live = False
    whole.teacher.inheritor.save()

    assert not page(client, whole).select('a[href^="/catalogue/inheritors/"]')


def test_a_cancelled_one_says_so(client):
    session = make_session(state=SessionState.OPEN)
    transition(session_id=session.pk, name="cancel", by=make_outreach_staff(), reason="停电")

    soup = page(client, session)

    assert "这一场取消了" in soup.text
    assert not soup.select('a[href$="class.ics"]')


def test_a_postponed_one_leads_to_the_new_one_once_that_is_announced(client):
    old = make_session(state=SessionState.OPEN)
    day = timezone.localdate() + datetime.timedelta(days=30)
    times = {"begins_at": at(day, 15), "ends_at": at(day, 16)}
    staff = make_outreach_staff()
    transition(session_id=old.pk, name="postpone", by=staff, reason="下雨", wanted=times)
    old.refresh_from_db()
    new = old.replaced_by

    before = page(client, old)
    assert "新的时间定了会在这里公布" in before.text
    assert f"/classes/{new.pk}/" not in str(before)

    new.state, new.published_at = SessionState.OPEN, timezone.now()
    new.save()
    assert page(client, old).select(f'a[href="/classes/{new.pk}/"]')
    assert "改期而来" in page(client, new).text


def test_one_that_runs_past_midnight_says_the_day_it_ends(client):
    session = make_session(
        day=datetime.date(2030, 12, 31), hour=23, minutes=120, state=SessionState.OPEN
    )

    when = page(client, session).select_one(".class-when").get_text(" ", strip=True)

    assert "2030年12月31日 周二 23:00" in when
    assert "2031年1月1日 01:00" in when


def test_numbers_beyond_every_database_are_no_address(client):
    assert client.get("/classes/99999999999999999999999/").status_code == 404
    assert client.get("/classes/venues/99999999999999999999999/").status_code == 404


def test_the_page_costs_the_same_with_much_around_it(client, whole, django_assert_max_num_queries):
    with django_assert_max_num_queries(9) as few:
        client.get(f"/classes/{whole.pk}/")
    for number in range(10):
        make_session(programme=whole.programme, hour=9 + number, state=SessionState.OPEN)
    with django_assert_max_num_queries(len(few)):
        client.get(f"/classes/{whole.pk}/")
