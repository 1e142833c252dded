"""Streets by hand and from a file: what follows from the code, who may, and how the listing finds them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from registry.admin.place_filters import within
from registry.domain.divisions import enter_divisions
from registry.enums import DivisionLevel
from registry.models import Division, ProtectingUnit
from tests.factories.registry import division
from tests.registry.admin.forms import errors

pytestmark = pytest.mark.django_db
LOAD = "registry_divisions_load"
ROUTES = Division.snippet_viewset


def route(name: str, *args: Any) -> str:
    return reverse(ROUTES.get_url_name(name), args=args)


def upload(client: Client, text: str) -> Any:
    file = SimpleUploadedFile("街道.csv", text.encode())
    return client.post(reverse(LOAD), {"file": file})


def test_a_street_entered_by_hand_knows_its_district(as_administrator: Client) -> None:
    data = {"code": "120102001", "name": "大王庄街道办事处", "level": "", "full_name": ""}
    response = as_administrator.post(route("add"), {**data, "parent": "", "abolished_in": ""})
    assert response.status_code == 302, errors(response)
    street = division("120102001")
    assert (street.name, street.level) == ("大王庄街道", DivisionLevel.TOWNSHIP)
    assert (street.full_name, street.parent) == ("天津市河东区大王庄街道", division("120102"))


@pytest.mark.parametrize(
    "code", ["12010", "999999001", "120102000", "１２０１０２００１", "12010200x"]
)
def test_a_code_that_cannot_be_is_refused_and_the_rest_kept(
    as_administrator: Client, code: str
) -> None:
    response = as_administrator.post(
        route("add"), {"code": code, "name": "留着街道", "level": "", "full_name": ""}
    )
    assert response.status_code == 200
    assert "code" in errors(response)
    assert "留着街道" in response.content.decode()


def test_renaming_by_hand_keeps_the_old_name_for_finding(as_administrator: Client) -> None:
    enter_divisions(names={"120102001": "旧名街道", "120102001001": "里社区"}, by=None)
    street = division("120102001")
    data = {"code": street.code, "name": "新名街道", "level": "", "full_name": "", "parent": ""}
    response = as_administrator.post(route("edit", street.pk), {**data, "abolished_in": ""})
    assert response.status_code == 302, errors(response)
    street.refresh_from_db()
    assert (street.full_name, street.former_names) == ("天津市河东区新名街道", ["旧名街道"])
    assert division("120102001001").full_name == "天津市河东区新名街道里社区"
    found = as_administrator.get(route("list"), {"q": "旧名街道"}).content.decode()
    assert "天津市河东区新名街道" in found


def test_a_code_others_begin_with_is_not_changed(as_administrator: Client) -> None:
    enter_divisions(names={"120102001": "街道", "120102001001": "里社区"}, by=None)
    street = division("120102001")
    data = {"code": "120102002", "name": street.name, "level": "", "full_name": ""}
    response = as_administrator.post(route("edit", street.pk), data)
    assert "code" in errors(response)


def test_a_file_is_told_row_by_row(as_administrator: Client) -> None:
    html = upload(
        as_administrator, "代码,名称\n120102001,大王庄街道\n1201,天津\n7,<b>坏</b>"
    ).content.decode()
    assert "新增 1 个，更名 0 个，不变 0 个，拒绝 1 行" in html
    assert "&lt;b&gt;" not in html  # the name was good: only the code is told
    assert Division.objects.filter(code="120102001").exists()
    again = upload(as_administrator, "代码,名称\n120102001,大王庄街道").content.decode()
    assert "新增 0 个，更名 0 个，不变 1 个，拒绝 0 行" in again


@pytest.mark.parametrize("text", ["", "甲,乙\n1,2", "%PDF-1.7"])
def test_a_file_that_is_no_list_is_refused_beside_its_field(
    as_administrator: Client, text: str
) -> None:
    response = upload(as_administrator, text)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]


@pytest.mark.parametrize("role", ["as_editor", "as_reviewer"])
def test_only_the_administrator_enters_streets(role: str, request: Any) -> None:
    client = request.getfixturevalue(role)
    assert client.get(reverse(LOAD)).status_code == 302
    upload(client, "代码,名称\n120102001,大王庄街道")
    assert client.post(route("add"), {"code": "120102001", "name": "甲"}).status_code == 302
    assert not Division.objects.filter(code="120102001").exists()
    assert reverse(LOAD) not in client.get(route("list")).content.decode()
    assert Client().post(reverse(LOAD)).status_code == 302


def test_the_domain_asks_as_well(editor: User, administrator: User) -> None:
    with pytest.raises(PermissionDenied):
        enter_divisions(names={"120102001": "大王庄街道"}, by=editor)
    entered = enter_divisions(names={"120102001": "大王庄街道"}, by=administrator)
    assert entered.made == ["120102001"]


def test_the_listing_leads_to_the_file_and_streets_of_here_come_first(
    as_administrator: Client,
) -> None:
    enter_divisions(names={"120102001": "大王庄街道"}, by=None)
    assert reverse(LOAD) in as_administrator.get(route("list")).content.decode()
    chooser = reverse(Division.snippet_viewset.chooser_viewset.get_url_name("choose"))
    shown = as_administrator.get(chooser).json()["html"]
    assert shown.index("天津市河东区大王庄街道") < shown.index("北京市")


def test_a_filter_by_street_finds_the_street_alone() -> None:
    enter_divisions(
        names={"120112100": "咸水沽镇", "120112101": "葛沽镇", "120112100001": "示例社区"}, by=None
    )
    for code in ("120112100", "120112101", "120112100001", "120112"):
        ProtectingUnit.objects.create(name=code, division=division(code))
    rows = ProtectingUnit.objects.order_by("name")
    for place, found in (
        ("120112100", ["120112100", "120112100001"]),
        ("咸水沽镇", ["120112100", "120112100001"]),
        ("120112", ["120112", "120112100", "120112100001", "120112101"]),
    ):
        assert list(rows.filter(within(place)).values_list("name", flat=True)) == found
