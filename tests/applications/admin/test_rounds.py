"""Rounds and templates in the admin, what publishing shows, statistics and the archive."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from wagtail.models import ModelLogEntry

from accounts.enums import ROLE_ADMINISTRATOR
from applications.enums import Kind, State
from applications.models import (
    Case,
    FormTemplate,
    PrivateReading,
    Round,
    RoundVersion,
    TemplateMaterial,
)
from media.models import PrivateFileReading
from tests.factories.applications import make_case, make_round, make_staff, make_user
from workcalendar.models import CalendarDay

from .conftest import client_of
from .forms import form_data

pytestmark = pytest.mark.django_db
ROUNDS = "/admin/snippets/applications/round/"
TEMPLATES = "/admin/snippets/applications/formtemplate/"


@pytest.fixture
def as_administrator():
    user = make_user("示例管理")
    user.groups.add(Group.objects.get(name=ROLE_ADMINISTRATOR))
    return client_of(user)


def publish(round_: Round) -> str:
    return f"/admin/applications/rounds/{round_.pk}/publish/"


def test_only_the_administrator_sets_rounds_and_templates(as_administrator):
    round_ = make_round()
    for address in (ROUNDS, TEMPLATES, f"{ROUNDS}edit/{round_.pk}/", publish(round_)):
        assert as_administrator.get(address).status_code == 200
        for role in ("officer", "secretary", "guide", "publisher", "handler"):
            assert client_of(make_staff(role)).get(address).status_code in (302, 403), address


def test_a_round_is_edited_and_applicants_see_it_after_publishing(as_administrator):
    round_ = make_round(Kind.PROJECT)
    address = f"{ROUNDS}edit/{round_.pk}/"
    data = form_data(as_administrator.get(address))
    data.update({"panel_size": "7", "quorum": "5", "title": "新名称"})
    response = as_administrator.post(address, data, follow=True)
    assert "查看改动并发布" in response.content.decode()
    round_.refresh_from_db()
    assert (round_.panel_size, round_.title) == (7, "新名称")
    assert Round.objects.get(pk=round_.pk).current_version.terms.panel_size == 1
    html = as_administrator.get(publish(round_)).content.decode()
    assert "专家组人数：1 → 7" in html
    assert "有效评分人数：1 → 5" in html
    as_administrator.post(publish(round_))
    assert Round.objects.get(pk=round_.pk).current_version.terms.panel_size == 7
    assert "没有改动" in as_administrator.get(publish(round_)).content.decode()
    as_administrator.post(publish(round_))
    assert RoundVersion.objects.filter(round=round_).count() == 2


def test_running_case_keeps_its_terms(as_administrator):
    case = make_case(State.SUBMITTED)
    Round.objects.filter(pk=case.round_id).update(panel_size=9)
    as_administrator.post(publish(case.round))
    assert Case.objects.get(pk=case.pk).terms.panel_size == 1


def test_short_notice_and_an_unknown_calendar_are_warned_of(as_administrator):
    CalendarDay.objects.all().delete()
    round_ = make_round(notice_days=10)
    html = as_administrator.get(publish(round_)).content.decode()
    assert "少于《非物质文化遗产法》第二十三条的 20 天" in html
    assert "工作日历还没有录入节假日" in html


def test_round_without_a_kind_cannot_be_published(as_administrator):
    round_ = make_round(publish=False)
    round_.kinds.all().delete()
    html = as_administrator.get(publish(round_)).content.decode()
    assert "请至少列出一种可申报的类型" in html
    assert "发布这一版" not in html
    as_administrator.post(publish(round_))
    assert not round_.versions.exists()


def test_lists_of_a_material_are_ticked(as_administrator):
    make_round()
    template = FormTemplate.objects.get(kind=Kind.PROJECT)
    address = f"{TEMPLATES}edit/{template.pk}/"
    response = as_administrator.get(address)
    data = form_data(response)
    assert data["materials-0-files"] == list(map(str, template.materials.first().files))
    data["materials-0-files"] = ["document"]
    data["materials-0-categories"] = ["4", "8"]
    as_administrator.post(address, data)
    material = TemplateMaterial.objects.get(pk=template.materials.first().pk)
    assert material.files == ["document"]
    assert material.categories == [4, 8]
    data["materials-0-files"] = []
    html = as_administrator.post(address, data).content.decode()
    assert "请填写这一项" in html or "必填" in html


def statistics(round_: Round, more: str = "") -> str:
    return f"/admin/applications/statistics/?round={round_.pk}{more}"


def test_statistics_count_what_became_of_the_cases(as_officer):
    round_ = make_round(Kind.PROJECT)
    make_case(State.DRAFT, round_=round_)
    make_case(State.CORRECTING, round_=round_)
    make_case(State.NOT_PASSED, round_=round_)
    make_case(State.ON_NOTICE, round_=round_)
    response = as_officer.get(statistics(round_))
    figures = response.context["figures"]
    assert (figures.total, figures.corrections, figures.pass_rate) == (3, 1, 50)
    assert figures.days_to_acceptance == 0.0
    assert dict(figures.by_state) == {"待补正": 1, "未通过": 1, "公示中": 1}
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(as_officer.get(statistics(round_, "&export=xlsx")).content)
    )
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "通过率（%）" in cells
    assert 50.0 in cells


def test_statistics_are_for_the_offices_and_their_queries_do_not_grow(as_officer):
    round_ = make_round(Kind.PROJECT)
    outsider = make_user()
    outsider.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert client_of(outsider).get(statistics(round_)).status_code in (302, 403)

    def queries() -> int:
        as_officer.get(statistics(round_))
        with CaptureQueriesContext(connection) as captured:
            as_officer.get(statistics(round_))
        return len(captured)

    make_case(State.ACCEPTED, round_=round_)
    one = queries()
    for _number in range(5):
        make_case(State.ACCEPTED, round_=round_)
    assert queries() == one


def archive(client, round_: Round, **data: str):
    response = client.post(f"/admin/applications/rounds/{round_.pk}/archive/", data)
    return response, b"".join(response) if response.streaming else b""


def test_archive_holds_what_was_handed_in_and_nothing_personal(as_officer, officer):
    round_ = make_round(Kind.PROJECT)
    case = make_case(State.SUBMITTED, round_=round_, title="../../风筝:技艺")
    make_case(State.DRAFT, round_=round_)
    make_case(State.SUBMITTED, round_=round_, applicant=officer)
    _response, content = archive(as_officer, round_)
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        names = found.namelist()
        assert {name.split("/")[0] for name in names} == {f"{case.number} .._.._风筝_技艺"}
        assert not any(part == ".." for name in names for part in name.split("/"))
        answers = json.loads(found.read(next(one for one in names if one.endswith(".json"))))
    assert answers["受理编号"] == case.number
    assert "13800000000" not in json.dumps(answers, ensure_ascii=False)
    private = {one.key for one in case.form.materials if one.private}
    handed_out = case.attachments.exclude(material__in=private)
    assert len(names) == 2 + handed_out.count()
    assert PrivateFileReading.objects.filter(reader=officer).count() == handed_out.count()
    assert ModelLogEntry.objects.filter(action="applications.archive").count() == 1
    assert not PrivateReading.objects.exists()


def test_archive_with_personal_data_needs_a_reason_and_is_logged_case_by_case(as_officer, officer):
    round_ = make_round(Kind.PROJECT)
    case = make_case(State.SUBMITTED, round_=round_)
    response, content = archive(as_officer, round_, private="on", reason="看")
    assert content == b""
    assert "请写明查看事由" in response.content.decode()
    _response, content = archive(as_officer, round_, private="on", reason="移交区档案馆归档")
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        text = found.read(next(one for one in found.namelist() if one.endswith(".json"))).decode()
    assert "13800000000" in text
    assert PrivateReading.objects.get().case == case


def test_archive_gives_other_offices_nothing_personal_whatever_they_ask():
    round_ = make_round(Kind.PROJECT)
    make_case(State.SUBMITTED, round_=round_)
    secretary = client_of(make_staff("secretary"))
    _response, content = archive(secretary, round_, private="on", reason="移交区档案馆归档")
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        names = found.namelist()
        text = found.read(next(one for one in names if one.endswith(".json"))).decode()
    assert "13800000000" not in text
    assert not PrivateReading.objects.exists()
