"""Sensitive personal data: masked, shown for a reason, logged, and written without being read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.models import User
from registry.models import Inheritor, PersonalDataReading, PersonalDetails
from tests.factories.registry import make_inheritor

pytestmark = pytest.mark.django_db


@pytest.fixture
def inheritor() -> Inheritor:
    inheritor = make_inheritor("张大山")
    PersonalDetails.objects.create(
        inheritor=inheritor, phone="13812345678", address="天津市河东区某街"
    )
    return inheritor


def page(inheritor: Inheritor, more: str = "") -> str:
    return f"/admin/registry/personal/{inheritor.pk}/{more}"


def test_value_is_shown_once_for_a_reason_and_logged(
    as_administrator: Client, administrator: User, inheritor: Inheritor
) -> None:
    data = {"field": "phone", "reason": "核发 2026 年传习补助"}
    response = as_administrator.post(page(inheritor), data)
    assert "13812345678" in response.content.decode()
    assert "天津市河东区某街" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    reading = PersonalDataReading.objects.get()
    assert (reading.reader, reading.inheritor, reading.field) == (administrator, inheritor, "phone")
    log = as_administrator.get("/admin/registry/reading-log/?q=张大山").content.decode()
    for shown in ("赵管理", "张大山", "电话", "核发 2026 年传习补助"):
        assert shown in log
    assert "13812345678" not in log
    assert "13812345678" not in as_administrator.get(page(inheritor)).content.decode()


@pytest.mark.parametrize("reason", ["", "看", "   看看  "])
def test_no_reason_no_value(as_administrator: Client, inheritor: Inheritor, reason: str) -> None:
    response = as_administrator.post(page(inheritor), {"field": "phone", "reason": reason})
    html = response.content.decode()
    assert "13812345678" not in html
    assert "请填写这一项" in html or "请写明查看事由" in html
    assert not PersonalDataReading.objects.exists()


@pytest.mark.parametrize("field", ["password", "", "inheritor_id"])
def test_other_fields_cannot_be_asked(
    as_administrator: Client, inheritor: Inheritor, field: str
) -> None:
    data = {"field": field, "reason": "核发 2026 年传习补助"}
    assert as_administrator.post(page(inheritor), data).status_code == 200
    assert not PersonalDataReading.objects.exists()


def test_new_value_is_written_without_touching_or_showing_the_others(
    as_administrator: Client, inheritor: Inheritor
) -> None:
    response = as_administrator.post(
        page(inheritor, "change/"), {"phone": "13900000000"}, follow=True
    )
    assert "139****0000" in response.content.decode()
    details = PersonalDetails.objects.get()
    assert (details.phone, details.address) == ("13900000000", "天津市河东区某街")
    as_administrator.post(page(inheritor, "change/"), {"clear": ["address"]})
    assert PersonalDetails.objects.get().address == ""
    entry = ModelLogEntry.objects.filter(action="registry.personal_details").first()
    assert entry is not None
    assert "13900000000" not in str(entry.data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"national_id": "110105194912310021"}, "身份证号码有误"),
        ({"birth_date": "1956年3月"}, "请写成 1956-03-08 这样的日期"),
    ],
)
def test_wrong_value_is_refused_beside_the_field(
    as_administrator: Client, inheritor: Inheritor, data: dict[str, str], message: str
) -> None:
    response = as_administrator.post(page(inheritor, "change/"), {"phone": "13711111111", **data})
    html = response.content.decode()
    assert message in html
    assert "13711111111" in html
    assert PersonalDetails.objects.get().phone == "13812345678"


def test_person_without_details_has_an_empty_page(as_administrator: Client) -> None:
    nobody = make_inheritor("李无名")
    assert "没有填写" in as_administrator.get(page(nobody)).content.decode()
    assert as_administrator.post(
        page(nobody), {"field": "phone", "reason": "核对一下"}
    ).status_code in (302, 403)
    as_administrator.post(page(nobody, "change/"), {"phone": "13812345678"})
    assert PersonalDetails.objects.get(inheritor=nobody).phone == "13812345678"


def test_listing_leads_there_only_for_those_who_may(
    as_administrator: Client, as_editor: Client, inheritor: Inheritor
) -> None:
    listing = "/admin/snippets/registry/inheritor/"
    assert page(inheritor) in as_administrator.get(listing).content.decode()
    assert page(inheritor) not in as_editor.get(listing).content.decode()


@pytest.mark.parametrize("query", ["'", "%00", "张"])
def test_log_search_survives_anything(as_administrator: Client, query: Any) -> None:
    assert (
        as_administrator.get("/admin/registry/reading-log/", {"q": query, "p": "x"}).status_code
        == 200
    )
