"""The queue: whose cases, found how, in how many queries, and exported."""

from __future__ import annotations

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from applications.enums import Kind, State
from applications.models import Case
from tests.factories.applications import (
    make_case,
    make_organisation,
    make_round,
    make_staff,
    make_user,
)

from .conftest import client_of

pytestmark = pytest.mark.django_db
QUEUE = "/admin/applications/"


def titles(response) -> set[str]:
    return {case.title for case in response.context["object_list"]}


def test_each_office_sees_its_cases_and_nobody_his_own(officer, as_officer):
    submitted = make_case(State.SUBMITTED)
    guided = make_case(State.GUIDED)
    make_case(State.DRAFT)
    own = make_case(State.SUBMITTED, applicant=officer)
    member = make_user()
    unit = make_organisation(member, officer)
    units = make_case(State.SUBMITTED, applicant=member, organisation=unit)
    assert titles(as_officer.get(QUEUE)) == {submitted.title}
    seen_by_guide = {submitted.title, guided.title, own.title, units.title}
    assert titles(client_of(make_staff("guide")).get(QUEUE)) == seen_by_guide


def test_menu_shows_the_queue_only_to_the_offices(as_officer):
    assert "applications-queue" in as_officer.get("/admin/").content.decode()


def test_search_finds_number_title_and_applicant_by_any_part(as_officer):
    one = make_case(State.SUBMITTED, title="直沽风筝制作技艺", applicant=make_user("王小明"))
    make_case(State.SUBMITTED, title="示例别的")
    for words in (one.number[3:], "风筝", "小明", "风筝 小明"):
        assert titles(as_officer.get(QUEUE, {"q": words})) == {one.title}, words
    for words in ("风筝 大明", "'", '"', "%", "\x00", "[", "风筝'--"):
        response = as_officer.get(QUEUE, {"q": words})
        assert response.status_code == 200
        if words != "\x00":
            assert titles(response) == set(), words


def test_filters(as_officer):
    guide = make_staff("guide")
    late, soon = make_case(State.SUBMITTED), make_case(State.ACCEPTED)
    stopped = make_case(State.CORRECTING)
    workshop = make_case(State.SUBMITTED, kind=Kind.WORKSHOP)
    today = timezone.localdate()
    Case.objects.filter(pk=late.pk).update(due_on=today - datetime.timedelta(days=1), guide=guide)
    Case.objects.filter(pk=soon.pk).update(due_on=today + datetime.timedelta(days=3))
    Case.objects.exclude(pk__in=[late.pk, soon.pk]).update(
        due_on=today + datetime.timedelta(days=9)
    )
    for query, found in (
        ("late=overdue", {late}),
        ("late=soon", {soon}),
        ("late=stopped", {stopped}),
        ("late=overdue&late=soon", {late, soon}),
        ("state=accepted", {soon}),
        ("kind=workshop", {workshop}),
        (f"guide={guide.pk}", {late}),
        (f"round={soon.round_id}", {soon}),
        ("category=99999", None),
    ):
        response = as_officer.get(f"{QUEUE}?{query}")
        assert response.status_code == 200
        if found is not None:
            assert titles(response) == {case.title for case in found}, query


@pytest.mark.parametrize(
    "order",
    ["title", "-number", "state", "due_on", "-due_on", "category__ordinal", "round", "kind"],
)
def test_columns_sort(as_officer, order):
    make_case(State.SUBMITTED)
    assert as_officer.get(QUEUE, {"ordering": order}).status_code == 200


def test_most_urgent_comes_first_and_days_left_are_told(as_officer):
    round_ = make_round(acceptance_unit="calendar")
    late = make_case(State.SUBMITTED, round_=round_)
    fresh = make_case(State.SUBMITTED, round_=round_)
    ended = make_case(State.NOT_ACCEPTED, round_=round_)
    day = timezone.localdate() - datetime.timedelta(days=2)
    late.clocks.update(started_on=day, due_on=day)
    Case.objects.filter(pk=late.pk).update(due_on=day)
    response = as_officer.get(QUEUE)
    assert [one.pk for one in response.context["object_list"]] == [late.pk, fresh.pk, ended.pk]
    html = response.content.decode()
    assert "受理超期 2 天" in html
    assert "受理剩 5 天" in html


def test_queries_do_not_grow_with_the_cases(as_officer):
    round_ = make_round(Kind.PROJECT)

    def queries() -> int:
        as_officer.get(QUEUE)
        with CaptureQueriesContext(connection) as captured:
            as_officer.get(QUEUE)
        return len(captured)

    for _number in range(3):
        make_case(State.SUBMITTED, round_=round_)
    three = queries()
    for _number in range(27):
        make_case(State.SUBMITTED, round_=round_)
    assert queries() == three


def test_export_is_the_present_selection_with_no_formula_in_it(as_officer):
    make_case(State.SUBMITTED, title='=HYPERLINK("http://example.com")')
    make_case(State.ACCEPTED)
    response = as_officer.get(QUEUE, {"state": "submitted", "export": "xlsx"})
    content = b"".join(response) if response.streaming else response.content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["受理编号", "名称", "申报类型"]
    assert len(rows) == 2
    assert rows[1][1] == '\'=HYPERLINK("http://example.com")'
    assert "13800000000" not in str(rows)
