"""GET /api/v1/records/{id}: all that is public of a record, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.domain.publishing import withdraw
from registry.enums import Consent, Standing
from registry.models import PersonalDetails, Recognition
from tests.factories.registry import make_inheritor, make_inscription, make_project

pytestmark = pytest.mark.django_db


def get(client: Client, record_id: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/records/{record_id}")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_a_project_with_all_that_belongs_to_it(client: Client, registry: dict[str, Any]) -> None:
    project = registry["boxing"]
    found = get(client, project.public_id)

    assert found["name"] == "拦手门"
    assert found["url"] == f"http://testserver/catalogue/projects/{project.slug}/"
    assert found["category"] == "传统体育、游艺与杂技"
    assert found["levels"] == ["国家级"]
    assert {"kind": "又称", "text": "拦手拳"} in found["names"]
    (inscription,) = found["inscriptions"]
    assert inscription["batch"] == "国家级第三批"
    assert inscription["inscribed_on"] == "2011-05-23"
    assert inscription["act"]["document_number"] == "国发〔2011〕14号"
    assert [section["label"] for section in found["sections"]] == ["简介", "历史渊源"]
    assert found["places"][0]["division_code"] == "120102"
    assert found["places"][0]["latitude"] == pytest.approx(39.128)
    assert [unit["name"] for unit in found["units"]] == ["河东区文化馆"]
    assert found["tags"] == ["武术"]
    assert [link["id"] for link in found["inheritors"]] == [registry["master"].public_id]
    assert [link["id"] for link in found["bases"]] == [registry["base"].public_id]
    assert found["inheritors"][0]["url"].startswith("http://testserver/catalogue/inheritors/")
    assert "拦手门" in found["citation"]
    assert "口诀" not in str(found)


@pytest.mark.parametrize("name", ["master", "base", "workshop", "product", "paper"])
def test_every_kind_can_be_read(client: Client, registry: dict[str, Any], name: str) -> None:
    record = registry[name]
    found = get(client, record.public_id)
    assert (found["id"], found["kind"], found["name"]) == (
        record.public_id,
        record.kind,
        record.name,
    )


def test_an_inheritors_recognitions(client: Client, registry: dict[str, Any]) -> None:
    found = get(client, registry["master"].public_id)
    (recognition,) = found["recognitions"]
    assert recognition["project"]["id"] == registry["boxing"].public_id
    assert (recognition["level"], recognition["standing"]) == ("国家级", "在册")
    assert [link["id"] for link in found["projects"]] == [registry["boxing"].public_id]


def test_levels_are_those_that_hold(client: Client, db: None) -> None:
    project = make_project()
    person = make_inheritor(
        recognitions=[
            Recognition(project=project, level=1, standing=Standing.REMOVED),
            Recognition(project=project, level=2),
        ]
    )
    assert get(client, person.public_id)["levels"] == ["省级"]


def test_projects_under_one_code_know_each_other(client: Client, db: None) -> None:
    one = make_project(inscriptions=[make_inscription("Ⅶ-16")])
    other = make_project(inscriptions=[make_inscription("VII-16")])
    assert [link["id"] for link in get(client, one.public_id)["same_code"]] == [other.public_id]


NO_RECORDS = [
    *("project-999999", "project-0", "project-01", "project-１", "project", "project--1"),
    *("unit-1", "base-1e3", "%00", "project-1%00", "..", "拦手门", "project-1 "),
    "project-" + "9" * 40,
]


@pytest.mark.parametrize("record_id", NO_RECORDS)
def test_what_is_no_record(client: Client, db: None, record_id: str) -> None:
    (problem,) = get(client, record_id, 404)["detail"]
    assert "没有这条记录" in problem["reason"]


def test_drafts_and_withdrawn_records_do_not_exist(client: Client, db: None) -> None:
    draft, gone = make_project(publish=False), make_project()
    withdraw(record=gone, by=None)
    for record in (draft, gone):
        get(client, record.public_id, 404)


def test_a_draft_of_a_published_record_is_not_told(client: Client, db: None) -> None:
    project = make_project("公开的名字")
    project.name = "草稿里的名字"
    project.save_revision()
    assert get(client, project.public_id)["name"] == "公开的名字"


def test_drafts_are_not_named_by_those_who_are_public(client: Client, db: None) -> None:
    hidden = make_project("未公开的技艺", publish=False)
    shown = make_project("公开的技艺")
    person = make_inheritor("未公开的人", project=shown, publish=False)
    public_person = make_inheritor("公开的人", project=hidden)
    assert "未公开的" not in str(get(client, shown.public_id))
    assert "未公开的" not in str(get(client, public_person.public_id))
    get(client, person.public_id, 404)


def test_personal_data_needs_consent_and_sensitive_data_never_shows(
    client: Client, db: None
) -> None:
    personal = {"biography": "<p>生平秘事</p>", "ethnicity": "满族", "birth_year": 1956}
    silent = make_inheritor("甲", **personal)
    open_one = make_inheritor("乙", consent=Consent.GIVEN, consent_on="2026-01-01", **personal)
    PersonalDetails.objects.create(inheritor=open_one, phone="13812345678")

    told = str(get(client, silent.public_id))
    assert not any(word in told for word in ("生平秘事", "满族", "1956"))
    told = str(get(client, open_one.public_id))
    assert "生平秘事" in told
    assert "13812345678" not in told


def test_parameters_are_refused(client: Client, registry: dict[str, Any]) -> None:
    answer = client.get(f"/api/v1/records/{registry['boxing'].public_id}?draft=1")
    assert answer.status_code == 422


def test_the_number_of_queries_does_not_grow_with_what_belongs_to_it(
    client: Client, db: None
) -> None:
    project = make_project()
    make_inheritor(project=project)
    with CaptureQueriesContext(connection) as one:
        get(client, project.public_id)
    for _ in range(5):
        make_inheritor(project=project)
    with CaptureQueriesContext(connection) as six:
        assert len(get(client, project.public_id)["inheritors"]) == 6
    assert len(six) == len(one)
