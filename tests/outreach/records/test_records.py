"""Programmes, venues, teachers and travel times in the admin: who may, what is found, what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR
from accounts.models import User
from outreach.enums import ROLE_HOST, ROLE_PLANNER, VenueType
from outreach.models import Programme, Room, Teacher, TravelTime, Venue
from tests.factories.outreach import make_programme, make_session, make_teacher, make_venue
from tests.factories.registry import division, make_inheritor, make_project

pytestmark = pytest.mark.django_db
get_resolver().url_patterns  # noqa: B018 - see tests/registry/admin/conftest.py
SNIPPETS = "/admin/snippets/outreach/"
MODELS = ("programme", "venue", "teacher", "traveltime", "schoolterm")


def client_as(role: str) -> Client:
    user = User.objects.create_user(f"of-{role}", f"{role}@example.com", "x-example-2026")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def planner() -> Client:
    return client_as(ROLE_PLANNER)


def found(client: Client, model: str, query: str) -> list[str]:
    response = client.get(f"{SNIPPETS}{model}/?{query}")
    assert response.status_code == 200
    return [str(row) for row in response.context["object_list"]]


def venue_data(**changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": "  大王庄社区\u3000活动室 ",
        "name_en": "",
        "venue_type": VenueType.COMMUNITY,
        "base": "",
        "capacity": "60",
        "public_note": "",
        "active": "on",
        "division": division().pk,
        "address": "八纬路 1 号",
        "latitude": "39.1",
        "longitude": "117.2",
        "contact_name": "张老师",
        "contact_phone": "",
        "contact_email": "",
        "rooms": inline_formset([{"name": "一楼", "capacity": "30"}]),
        "opening_hours": inline_formset([{"weekday": "0", "opens": "09:00", "closes": "17:00"}]),
        "closures": inline_formset([]),
    }
    ticked = {"accessibility": ["step-free", "lift"]}
    return nested_form_data(data | changes) | ticked


def errors(response: Any) -> str:
    form = response.context["form"]
    rows = {
        name: [row.errors.get_json_data() for row in formset]
        for name, formset in form.formsets.items()
    }
    return json.dumps([form.errors.get_json_data(), rows], ensure_ascii=False)


@pytest.mark.parametrize("role", [ROLE_PLANNER, ROLE_ADMINISTRATOR])
@pytest.mark.parametrize("model", MODELS)
def test_planners_and_administrators_keep_them(role: str, model: str) -> None:
    client = client_as(role)
    assert client.get(f"{SNIPPETS}{model}/").status_code == 200
    assert client.get(f"{SNIPPETS}{model}/add/").status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_who_signs_people_in_does_not_keep_them(model: str) -> None:
    client = client_as(ROLE_HOST)
    for address in (f"{SNIPPETS}{model}/", f"{SNIPPETS}{model}/add/"):
        assert client.get(address).status_code in (302, 403)
        assert client.post(address).status_code in (302, 403)


def test_a_planner_deletes_no_venue_but_an_administrator_does() -> None:
    venue = make_venue()
    address = f"{SNIPPETS}venue/delete/{venue.pk}/"
    assert client_as(ROLE_PLANNER).post(address).status_code == 302
    assert Venue.objects.filter(pk=venue.pk).exists()
    assert client_as(ROLE_ADMINISTRATOR).post(address).status_code == 302
    assert not Venue.objects.filter(pk=venue.pk).exists()


def test_what_is_in_use_is_not_deleted_and_says_who_uses_it() -> None:
    session = make_session(programme=make_programme(title="直沽剪纸入门"))
    client = client_as(ROLE_ADMINISTRATOR)
    for row in (session.programme, session.venue, session.teacher):
        model = type(row)._meta.model_name
        page = client.post(f"{SNIPPETS}{model}/delete/{row.pk}/").content.decode()
        assert "不能删除" in page
        assert "直沽剪纸入门" in page
        assert type(row).objects.filter(pk=row.pk).exists()


def test_a_venue_is_made_with_rooms_hours_and_facilities(planner: Client) -> None:
    response = planner.post(f"{SNIPPETS}venue/add/", venue_data())
    assert response.status_code == 302, errors(response)
    venue = Venue.objects.get()
    assert venue.name == "大王庄社区 活动室"
    assert venue.accessibility == ["step-free", "lift"]
    assert [str(room) for room in venue.rooms.all()] == ["一楼"]
    assert [str(row) for row in venue.opening_hours.all()] == ["周一 09:00–17:00"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"longitude": ""}, "纬度和经度要么都填，要么都不填。"),
        (
            {"rooms": inline_formset([{"name": "礼堂", "capacity": "61"}])},
            "房间容纳的人数不能超过整个场地（60 人）。",
        ),
        (
            {
                "opening_hours": inline_formset(
                    [{"weekday": "0", "opens": "17:00", "closes": "09:00"}]
                )
            },
            "结束时间要晚于开始时间。",
        ),
        (
            {
                "closures": inline_formset(
                    [{"first_day": "2026-10-08", "last_day": "2026-10-01", "reason": ""}]
                )
            },
            "结束日期不能早于开始日期。",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    planner: Client, changes: dict[str, Any], sentence: str
) -> None:
    response = planner.post(f"{SNIPPETS}venue/add/", venue_data(**changes))
    assert response.status_code == 200
    assert sentence in errors(response)
    assert not Venue.objects.exists()


def test_the_way_between_two_venues_is_kept_once_whichever_comes_first(planner: Client) -> None:
    one, two = make_venue(), make_venue()
    address = f"{SNIPPETS}traveltime/add/"
    data = {"origin": two.pk, "destination": one.pk, "minutes": "25"}
    assert planner.post(address, data).status_code == 302
    assert [(row.origin, row.destination) for row in TravelTime.objects.all()] == [(one, two)]
    again = planner.post(address, {"origin": one.pk, "destination": two.pk, "minutes": "30"})
    assert "已经登记" in again.content.decode()
    itself = planner.post(address, {"origin": one.pk, "destination": one.pk, "minutes": "1"})
    assert "请选择两个不同的场地。" in itself.content.decode()
    assert TravelTime.objects.count() == 1


def test_a_teacher_is_reached_by_a_number_that_takes_messages(planner: Client) -> None:
    project = make_project("河东剪纸")
    data = {
        "name": "张大山",
        "inheritor": make_inheritor("张大山", project=project).pk,
        "user": "",
        "phone": "022-2421",
        "email": "zhang@",
        "home_area": "",
        "weekly_most": "4",
        "active": "on",
        "projects": inline_formset([{"project": project.pk}]),
        "availability": inline_formset([{"weekday": "5", "begins": "09:00", "ends": "12:00"}]),
        "days_off": inline_formset([]),
    }
    refused = planner.post(f"{SNIPPETS}teacher/add/", nested_form_data(data))
    assert "请填写能收短信的手机号" in errors(refused)
    assert "邮箱地址好像不完整" in errors(refused)
    data |= {"phone": "138 1234 5678", "email": "Zhang@Example.com"}
    response = planner.post(f"{SNIPPETS}teacher/add/", nested_form_data(data))
    assert response.status_code == 302, errors(response)
    teacher = Teacher.objects.get()
    assert (teacher.phone, teacher.email) == ("+8613812345678", "zhang@example.com")
    assert [link.project for link in teacher.projects.all()] == [project]


def test_contacts_of_teachers_stand_in_no_listing_and_no_spreadsheet(planner: Client) -> None:
    make_teacher(name="张大山", phone="+8613812345678", email="secret@example.com")
    listing = planner.get(f"{SNIPPETS}teacher/").content.decode()
    sheet = planner.get(f"{SNIPPETS}teacher/?export=csv").getvalue().decode()
    for text in (listing, sheet):
        assert "张大山" in text
        assert "13812345678" not in text
        assert "secret" not in text


@pytest.mark.parametrize("query", ["剪纸", "剪 入门", "zhigu", "zgjz", "河东面塑", "入门”"])
def test_a_programme_is_found_by_a_part_pinyin_or_project(planner: Client, query: str) -> None:
    make_programme(make_project("河东面塑"), make_project("蔚县窗花"), title="直沽剪纸入门")
    make_programme(title="太极一小时")
    assert found(planner, "programme", f"q={query}") == ["直沽剪纸入门"]


def test_listings_are_filtered(planner: Client) -> None:
    make_venue(VenueType.SCHOOL, name="一小", active=False)
    make_venue(VenueType.MALL, name="商场")
    assert found(planner, "venue", "venue_type=mall") == ["商场"]
    assert found(planner, "venue", "active=no") == ["一小"]
    assert found(planner, "venue", "place=河东区&point=no") == ["一小", "商场"]
    project = make_project("河东剪纸")
    make_teacher(project, name="张三", inheritor=make_inheritor("张三", project=project))
    make_teacher(name="李四", home_area=division())
    assert found(planner, "teacher", "inheritor=yes") == ["张三"]
    assert found(planner, "teacher", f"category={project.category_id}") == ["张三"]
    assert found(planner, "teacher", "place=120102") == ["李四"]
    make_programme(project, title="剪纸")
    make_programme(title="茶会", active=False)
    assert found(planner, "programme", f"category={project.category_id}&active=yes") == ["剪纸"]
    one, two, three = make_venue(), make_venue(), make_venue()
    TravelTime.objects.create(origin=one, destination=two, minutes=10)
    TravelTime.objects.create(origin=two, destination=three, minutes=20)
    assert len(found(planner, "traveltime", f"venue={two.pk}")) == 2
    assert len(found(planner, "traveltime", f"venue={one.pk}")) == 1


@pytest.mark.parametrize("model", MODELS)
def test_a_listing_takes_as_many_queries_for_many_rows_as_for_few(
    planner: Client, model: str
) -> None:
    counts = []
    for _round in range(2):
        for _number in range(1 if not counts else 6):
            project = make_project(f"项目{Programme.objects.count()}")
            make_programme(project)
            make_teacher(project, home_area=division())
            one, two = make_venue(), make_venue()
            Room.objects.create(venue=one, name="一楼", capacity=10)
            TravelTime.objects.create(origin=one, destination=two, minutes=9)
        planner.get(f"{SNIPPETS}{model}/")
        with CaptureQueriesContext(connection) as queries:
            planner.get(f"{SNIPPETS}{model}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", ["programme", "venue", "teacher"])
def test_choosers_search_and_leave_what_is_not_in_use_for_the_end(
    planner: Client, model: str
) -> None:
    make = {"programme": make_programme, "venue": make_venue, "teacher": make_teacher}[model]
    label = "title" if model == "programme" else "name"
    make(**{label: "甲不再使用", "active": False})
    make(**{label: "乙剪纸"})
    address = f"/admin/snippets/choose/outreach/{model}/"
    page = planner.get(address).json()["html"]
    assert page.index("乙剪纸") < page.index("甲不再使用")
    results = planner.get(f"{address}results/?q=剪").content.decode()
    assert "乙剪纸" in results
    assert "甲不再使用" not in results


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("view", ["", "results/", "chosen/1/", "chosen-multiple/?id=1"])
def test_choosers_are_for_those_who_plan(model: str, view: str) -> None:
    """Wagtail would open them to every editor: where a teacher lives stands in one."""
    address = f"/admin/snippets/choose/outreach/{model}/{view}"
    assert client_as(ROLE_EDITOR).get(address).status_code in (302, 403)
    assert client_as(ROLE_HOST).get(address).status_code in (302, 403)
    assert client_as(ROLE_PLANNER).get(address).status_code in (200, 404)
