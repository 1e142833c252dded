"""The home page tells each office what waits for it."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.enums import Kind, State
from applications.models import Case
from tests.factories.applications import make_case, make_round, make_staff, make_user

from .conftest import client_of

pytestmark = pytest.mark.django_db


def figures(client) -> dict[str, int]:
    from applications.admin.home import waiting_for

    user = client.get("/admin/").wsgi_request.user
    return {str(row.label): row.number for row in waiting_for(user)}


def test_each_office_sees_its_own_work(as_officer, officer):
    late = make_case(State.SUBMITTED)
    make_case(State.SUBMITTED, applicant=officer)
    make_case(State.ACCEPTED)
    day = timezone.localdate() - datetime.timedelta(days=1)
    Case.objects.filter(pk=late.pk).update(due_on=day)
    assert figures(as_officer) == {"等待受理": 1, "已超期": 1, "三天内到期": 0}
    html = as_officer.get("/admin/").content.decode()
    assert "/admin/applications/?state=submitted" in html
    assert "等待登记公布" not in html
    assert figures(client_of(make_staff("secretary")))["等待组织专家评审"] == 1


def test_who_has_no_office_sees_no_panel():
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert "申报办理" not in client_of(user).get("/admin/").content.decode()


def test_queries_do_not_grow(as_officer):
    round_ = make_round(Kind.PROJECT)

    def queries() -> int:
        as_officer.get("/admin/")
        with CaptureQueriesContext(connection) as captured:
            as_officer.get("/admin/")
        return len(captured)

    make_case(State.SUBMITTED, round_=round_)
    one = queries()
    for _number in range(5):
        make_case(State.SUBMITTED, round_=round_)
    assert queries() == one
