"""One step for many cases: preview, each on its own, and the list of what happened."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.http import urlencode

from applications.domain.transitioning import transition
from applications.enums import State
from applications.models import Case
from messaging.models import Message
from registry.models import Act
from tests.factories.applications import make_case, make_staff

from .conftest import client_of

pytestmark = pytest.mark.django_db


def bulk(action: str, *cases: Case, **more: str) -> str:
    query = urlencode([("next", "/admin/applications/"), *(("id", one.pk) for one in cases)])
    return f"/admin/bulk/applications/case/{action}/?{query}&{urlencode(more)}"


def confirmed(response) -> dict[str, str]:
    soup = BeautifulSoup(response.content, "html.parser")
    found = soup.select_one("form[novalidate]").select("input[name]")
    return {**{one["name"]: one.get("value", "") for one in found}, "confirm": "1"}


def test_preview_tells_each_case_and_writes_nothing(as_officer):
    one, done = make_case(State.SUBMITTED), make_case(State.ACCEPTED)
    messages = Message.objects.count()
    html = as_officer.get(bulk("accept", one, done)).content.decode()
    assert "共选 2 件，可以办理 1 件" in html
    assert "受理通知书" in html
    assert "现在是“已受理”" in html
    assert Case.objects.get(pk=one.pk).state == State.SUBMITTED
    assert Message.objects.count() == messages


def test_each_case_is_taken_on_its_own_and_the_result_is_listed(as_officer):
    one, two = make_case(State.SUBMITTED), make_case(State.SUBMITTED)
    data = confirmed(as_officer.get(bulk("accept", one, two)))
    transition(case_id=two.pk, name="accept", by=make_staff("officer"))
    html = as_officer.post(bulk("accept", one, two), data).content.decode()
    assert "办理 1 件，跳过 1 件" in html
    assert "没有办理：" in html
    assert {case.state for case in Case.objects.all()} == {State.ACCEPTED}
    again = as_officer.post(bulk("accept", one, two), data).content.decode()
    assert "办理 0 件，跳过 2 件" in again
    assert Case.objects.get(pk=one.pk).events.filter(step="accept").count() == 1


def test_cases_that_were_not_in_the_preview_are_left_alone(as_officer):
    one, two = make_case(State.SUBMITTED), make_case(State.SUBMITTED)
    data = confirmed(as_officer.get(bulk("accept", one)))
    as_officer.post(bulk("accept", one, two), data)
    assert Case.objects.get(pk=two.pk).state == State.SUBMITTED


def test_a_batch_is_promulgated_with_one_document():
    cases = [make_case(State.REPORTING), make_case(State.REPORTING)]
    admin = client_of(make_staff("administrator"))
    address = bulk("promulgate", *cases)
    act = {"document_number": "河东政发〔2026〕3号", "issuer": "河东区人民政府"}
    assert "请填写" in admin.post(address, {**act, "published_on": ""}).content.decode()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    early = admin.post(address, {**act, "published_on": tomorrow.isoformat()}).content.decode()
    assert "公布日期不能晚于今天" in early
    today = timezone.localdate().isoformat()
    data = confirmed(admin.post(address, {**act, "published_on": today}))
    data[f"code-{cases[0].pk}"] = "Ⅷ-12"
    assert "办理 2 件" in admin.post(address, data).content.decode()
    assert {case.state for case in Case.objects.all()} == {State.PROMULGATED}
    assert Act.objects.filter(document_number="河东政发〔2026〕3号").count() == 1


def test_notice_is_closed_only_where_its_last_day_has_passed():
    running = make_case(State.ON_NOTICE)
    secretary = client_of(make_staff("secretary"))
    html = secretary.get(bulk("close-notice", running)).content.decode()
    assert "期满之后才能结束" in html
    assert "确认办理" not in html


def test_all_means_the_listing_as_it_is_filtered(as_officer):
    make_case(State.ACCEPTED)
    wanted = make_case(State.SUBMITTED, title="直沽风筝")
    make_case(State.SUBMITTED, title="别的技艺")
    address = "/admin/bulk/applications/case/accept/?id=all&state=submitted&q=风筝&next=/admin/"
    rows = as_officer.get(address).context["rows"]
    assert [row.case.pk for row in rows] == [wanted.pk]


def test_own_cases_drafts_and_other_offices_are_out_of_reach(as_officer, officer):
    own, draft = make_case(State.SUBMITTED, applicant=officer), make_case(State.DRAFT)
    response = as_officer.get(bulk("accept", own, draft))
    assert response.context["rows"] == []
    other = make_case(State.SUBMITTED)
    secretary = client_of(make_staff("secretary"))
    data = {f"seen-{other.pk}": other.events_written, "confirm": "1"}
    html = secretary.post(bulk("accept", other), data).content.decode()
    assert "您不能对这件申报受理" in html
    assert Case.objects.get(pk=other.pk).state == State.SUBMITTED
    for key in ("x", "99999999999999999999", "-1", "１"):
        address = f"/admin/bulk/applications/case/accept/?id={key}"
        assert as_officer.get(address).status_code == 200
