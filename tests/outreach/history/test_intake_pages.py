"""补录 in the admin, by who may archive and by who may not."""

from __future__ import annotations

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from outreach.enums import IntakeKind, SessionState
from outreach.models import PlanImport, Session
from tests.factories.outreach import (
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)

pytestmark = pytest.mark.django_db
HEADINGS = "课程,日期,开始时间,场地,到场成人,到场未成年人,证明材料保存在哪里\n"


def page(name: str, *told: Any) -> str:
    return reverse(f"outreach_history:{name}", args=told)


def signed_in(client: Client, role: str) -> Client:
    client.force_login(make_outreach_staff(role))
    return client


@pytest.fixture
def archivist(client: Client) -> Client:
    return signed_in(client, "archivist")


def told(**changed: Any) -> dict[str, Any]:
    """The form of one session, filled in."""
    return {
        "programme": make_programme().pk,
        "day": "2026-03-05",
        "begins": "09:00",
        "ends": "10:30",
        "venue": make_venue().pk,
        "teacher": make_teacher().pk,
        "adults": "3",
        "minors": "20",
        "proof": "签到册第 1 册",
        "open_to_public": "on",
        **changed,
    }


def test_a_file_is_looked_at_entered_and_undone(archivist: Client) -> None:
    programme, venue = make_programme(), make_venue()
    text = f"{HEADINGS}{programme},2026-03-05,9:00,{venue},1,2,册一\n没有的课,3/5,9:00,{venue},1,2,册一\n"
    file = SimpleUploadedFile("补录.csv", text.encode("gb18030"))
    answer = archivist.post(page("intakes"), {"file": file})
    address = page("intake", PlanImport.objects.get().pk)
    assert answer["Location"] == address
    preview = archivist.get(address).content.decode()
    assert "1 行可以补录，0 行以前已登记，1 行不能补录" in preview
    assert "请写成 2026-12-05 或 2026年12月5日" in preview
    assert not Session.objects.exists()
    done = archivist.post(address, follow=True).content.decode()
    assert "已补录 1 场" in done
    session = Session.objects.get()
    assert reverse("outreach_session", args=[session.pk]) in done
    undone = archivist.post(address, {"undo": "1"}, follow=True).content.decode()
    assert "已撤销 1 场" in undone
    assert Session.objects.get().state == SessionState.CANCELLED
    assert archivist.get(f"/classes/{session.pk}/").status_code == 404


def test_the_template_has_our_headings_and_all_names(archivist: Client) -> None:
    make_venue(name="停用的场地", active=False)
    answer = archivist.get(page("template"))
    book = load_workbook(io.BytesIO(answer.content))
    headings = [cell.value for cell in book["补录"][1]]
    assert headings[:3] == ["课程*", "日期*", "开始时间*"]
    assert "停用的场地" in [cell.value for cell in book["可用名称"]["B"]]
    file = SimpleUploadedFile("模板.xlsx", answer.content)
    assert "标题行下面没有内容" in archivist.post(page("intakes"), {"file": file}).content.decode()


def test_a_file_that_is_no_table_says_so(archivist: Client) -> None:
    file = SimpleUploadedFile("a.csv", b"%PDF-1.7")
    assert "PDF" in archivist.post(page("intakes"), {"file": file}).content.decode()


def test_one_session_is_entered_by_the_form_once_and_can_be_undone(archivist: Client) -> None:
    filled = told()
    answer = archivist.post(page("one"), filled, follow=True).content.decode()
    assert "已补录 1 场" in answer
    assert (Session.objects.get().state, Session.objects.get().people_present) == ("archived", 23)
    again = archivist.post(page("one"), filled, follow=True).content.decode()
    assert "以前已经登记" in again
    assert Session.objects.count() == 1
    first = PlanImport.objects.order_by("pk")[0]
    archivist.post(page("intake", first.pk), {"undo": "1"})
    assert Session.objects.get().state == SessionState.CANCELLED


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"day": "2099-03-05"}, "只能补录已经结束的场次"),
        ({"ends": "08:00"}, "结束时间要晚于开始时间"),
        ({"adults": "0", "minors": "0"}, "请填写到场人数"),
        ({"proof": ""}, "请填写这一项"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(
    archivist: Client, changed: dict[str, str], sentence: str
) -> None:
    answer = archivist.post(page("one"), told(**changed)).content.decode()
    assert sentence in answer
    kept = BeautifulSoup(answer, "html.parser").select_one("input[name=day]")
    assert kept is not None
    assert kept["value"] == changed.get("day", "2026-03-05")
    assert not Session.objects.exists()


def test_a_teacher_who_was_elsewhere_is_told(archivist: Client) -> None:
    filled = told()
    archivist.post(page("one"), filled)
    clash = archivist.post(page("one"), {**filled, "venue": make_venue().pk}).content.decode()
    assert "老师这时在上" in clash
    assert Session.objects.count() == 1


@pytest.mark.parametrize("role", ["planner", "host"])
def test_others_open_nothing(client: Client, role: str) -> None:
    signed_in(client, role)
    intake = PlanImport.objects.create(kind=IntakeKind.HISTORY, file_name="x", digest="x")
    for address in (page("intakes"), page("one"), page("template"), page("intake", intake.pk)):
        assert client.get(address).status_code in (302, 403)
        client.post(address, told() if "one" in address else {})
    assert not Session.objects.exists()
    assert "/outreach/history/" not in client.get("/admin/").content.decode()


def test_a_plan_cannot_be_entered_as_history(archivist: Client) -> None:
    plan = PlanImport.objects.create(kind=IntakeKind.PLAN, file_name="x", digest="x")
    assert archivist.get(page("intake", plan.pk)).status_code == 404
    assert archivist.post(page("intake", plan.pk)).status_code == 404
    history = PlanImport.objects.create(kind=IntakeKind.HISTORY, file_name="x", digest="x")
    assert archivist.get(reverse("outreach_planning:import", args=[history.pk])).status_code == 404


def test_many_rows_take_as_many_queries_as_few(
    archivist: Client, django_assert_max_num_queries: Any
) -> None:
    intake = PlanImport.objects.create(kind=IntakeKind.HISTORY, file_name="x", digest="x")
    for line in range(12):
        session = make_session(state=SessionState.ARCHIVED)
        intake.rows.create(line=line, values={"课程": "甲"}, session=session)
    with django_assert_max_num_queries(25):
        archivist.get(page("intake", intake.pk))
