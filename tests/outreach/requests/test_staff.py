"""Requests in the admin: who sees them, and answering one page at a time."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outreach.domain import requesting
from outreach.domain.asking import Wish
from outreach.enums import RequestState, VenueType
from outreach.models import ClassRequest, Room, Session
from tests.factories.outreach import (
    at,
    make_class_request,
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/outreach/requests/"


@pytest.fixture
def planner(client: Client) -> Client:
    client.force_login(make_outreach_staff())
    return client


def page_of(row: ClassRequest) -> str:
    return f"{LIST}{row.pk}/"


def found(client: Client, query: str = "") -> list[str]:
    return [row.body_name for row in client.get(f"{LIST}?{query}").context["object_list"]]


def test_others_see_neither_list_nor_page(client: Client) -> None:
    row = make_class_request()
    for role in ("host", "archivist"):
        client.force_login(make_outreach_staff(role))
        assert client.get(LIST).status_code in (302, 403)
        assert client.get(page_of(row)).status_code in (302, 403)
        for act in ("take-up", "read", "decline", "arrange", "look-again"):
            told = client.post(page_of(row), {"act": act, "reason": "不行"})
            assert told.status_code in (302, 403)
    assert ClassRequest.objects.get().state == RequestState.SUBMITTED
    assert ClassRequest.objects.get().events_written == 1


def test_who_may_only_read_answers_nothing(client: Client) -> None:
    row, reader = make_class_request(), make_outreach_staff("host")
    reader.user_permissions.add(Permission.objects.get(codename="view_classrequest"))
    client.force_login(reader)
    assert client.get(page_of(row)).status_code == 200
    for act in ("take-up", "read", "decline"):
        assert client.post(page_of(row), {"act": act, "reason": "不行"}).status_code in (302, 403)
    assert ClassRequest.objects.get().events_written == 1


def test_the_contact_is_read_only_by_asking_for_it(planner: Client) -> None:
    row = make_class_request()
    pages = [planner.get(LIST), planner.get(page_of(row)), planner.get(f"{LIST}?export=xlsx")]
    for page in pages:
        text = page.getvalue() if page.streaming else page.content
        assert b"canary" not in text
        assert "金丝雀".encode() not in text
    shown = planner.post(page_of(row), {"act": "read"}).content.decode()
    assert "canary@example.com" in shown
    assert "查看联系方式" in planner.get(page_of(row)).content.decode()
    assert row.events.filter(step="read_contact").count() == 1


def test_the_list_is_filtered_searched_and_begins_with_what_waits(planner: Client) -> None:
    old = make_class_request(body_name="甲小学")
    ClassRequest.objects.filter(pk=old.pk).update(
        submitted_at=timezone.now() - datetime.timedelta(days=3)
    )
    make_class_request(body_name="乙社区", venue_type=VenueType.COMMUNITY)
    gone = make_class_request(body_name="丙商场", venue_type=VenueType.MALL)
    requesting.withdraw(request=gone)
    assert found(planner) == ["甲小学", "乙社区", "丙商场"]
    assert found(planner, "state=withdrawn") == ["丙商场"]
    assert found(planner, "venue_type=community") == ["乙社区"]
    assert found(planner, "q=小学") == ["甲小学"]
    assert found(planner, f"q={gone.number}") == ["丙商场"]
    assert found(planner, "mine=yes") == []


def test_the_list_takes_as_many_queries_for_many_as_for_few(planner: Client) -> None:
    counts = []
    for more in (1, 5):
        for _one in range(more):
            make_class_request()
        planner.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            planner.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_request_is_matched_on_its_page(planner: Client) -> None:
    row = make_class_request(programme=make_programme(title="直沽剪纸"))
    planner.post(page_of(row), {"act": "take-up"})
    page = planner.get(page_of(row)).content.decode()
    assert row.wished[0]["day"] in page
    day = timezone.localdate() + datetime.timedelta(days=21)
    teacher = make_teacher()
    busy = make_session(begins_at=at(day, 9), teacher=teacher)
    data = {
        "act": "arrange",
        "programme": str(row.programme_id),
        "teacher": str(teacher.pk),
        "venue": "",
        "room": "",
        "day": day.isoformat(),
        "begins": "09:30",
        "seats": "40",
    }
    clash = planner.post(page_of(row), data).content.decode()
    assert busy.shown_title in clash
    assert f'value="{day.isoformat()}"' in clash
    assert ClassRequest.objects.get().state == RequestState.MATCHING
    done = planner.post(page_of(row), data | {"begins": "14:00"}, follow=True).content.decode()
    assert "已排入草稿" in done
    session = Session.objects.get(request=row)
    assert (session.teacher, session.begins_at) == (teacher, at(day, 14))


def test_a_room_of_another_venue_and_a_time_that_is_over_are_refused(planner: Client) -> None:
    row = make_class_request()
    planner.post(page_of(row), {"act": "take-up"})
    other = make_venue()
    room = Room.objects.create(venue=other, name="一楼", capacity=30)
    data = {
        "act": "arrange",
        "programme": str(make_programme().pk),
        "venue": str(make_venue().pk),
        "room": str(room.pk),
        "day": "2020-01-01",
        "begins": "09:30",
        "seats": "40",
    }
    page = planner.post(page_of(row), data).content.decode()
    assert "这个房间不属于所选的场地。" in page
    assert "请选择今后的时间。" in page
    assert not Session.objects.exists()


def test_a_decline_without_a_reason_is_asked_for_it(planner: Client) -> None:
    row = make_class_request()
    page = planner.post(page_of(row), {"act": "decline", "reason": ""}).content.decode()
    assert "请写明原因，对方会看到这段话。" in page
    planner.post(page_of(row), {"act": "decline", "reason": "本月已排满。"})
    assert ClassRequest.objects.get().state == RequestState.DECLINED
    assert "本月已排满。" in planner.get(page_of(row)).content.decode()
    late = planner.post(page_of(row), {"act": "take-up"}, follow=True).content.decode()
    assert "请刷新页面看最新情况" in late


def test_an_unknown_act_or_request_is_not_there(planner: Client) -> None:
    row = make_class_request()
    assert planner.post(page_of(row), {"act": "delete"}).status_code == 404
    assert planner.get(f"{LIST}999999/").status_code == 404


def test_what_fits_the_wishes_is_one_click_away(planner: Client) -> None:
    day = timezone.localdate() + datetime.timedelta(days=30)
    later = day + datetime.timedelta(days=1)
    programme, venue = make_programme(group_size=30), make_venue(VenueType.SCHOOL, name="示例一小")
    teacher = make_teacher()
    make_session(day=day, hour=8, minutes=300, teacher=teacher)  # not that morning
    row = make_class_request(
        body_name="示例一小",
        programme=programme,
        wishes=[Wish(day, "am"), Wish(later, "pm")],
    )
    requesting.take_up(request=row, by=make_outreach_staff())
    answer = planner.get(page_of(row))
    (slot,) = answer.context["suggested"]
    assert (slot.venue, slot.teacher, slot.seats) == (venue, teacher, 40)
    assert timezone.localtime(slot.begins_at).date() == later
    soup = BeautifulSoup(answer.content, "html.parser")
    form = soup.select_one(".outreach-suggested form")
    assert form is not None
    told = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    planner.post(page_of(row), {**told, "act": "arrange"})
    row.refresh_from_db()
    assert row.state == RequestState.ARRANGED
    assert row.sessions.get().begins_at == slot.begins_at


def test_where_nothing_fits_the_search_goes_on_elsewhere(planner: Client) -> None:
    row = make_class_request(programme=make_programme())
    requesting.take_up(request=row, by=make_outreach_staff())
    answer = planner.get(page_of(row))
    assert answer.context["suggested"] == []
    look_on = answer.context["look_on"]
    assert f"programme={row.programme_id}" in look_on
    assert look_on.replace("&", "&amp;") in answer.content.decode()
    assert planner.get(look_on).status_code == 200
