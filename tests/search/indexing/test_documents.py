"""What the index knows of a record, and what it must never know."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.domain.publishing import withdraw
from registry.enums import Access, Consent, Level, SectionKind, Standing
from registry.models import (
    Batch,
    Division,
    PersonalDetails,
    ProjectName,
    Recognition,
)
from registry.narrative import section_value
from search.documents import all_documents, documents_for
from search.interface import SearchDocument
from tests.factories.registry import (
    division,
    make_base,
    make_inheritor,
    make_inscription,
    make_product,
    make_project,
    make_unit,
    make_workshop,
    national_batch,
)

pytestmark = pytest.mark.django_db


def document_of(record) -> SearchDocument:
    (document,) = documents_for([record.key])
    return document


def everything_in(document: SearchDocument) -> str:
    return repr(asdict(document))


def test_a_project_is_found_by_all_it_is_called_and_all_that_it_belongs_to() -> None:
    project = make_project(
        "拦手门",
        category=6,
        aliases=("拦手拳", "拦手"),
        sections={SectionKind.SUMMARY: "拦手门起源于河东。", SectionKind.HISTORY: "清代传入。"},
        unit=make_unit("河东区文化馆"),
        place_as_declared="天津市河东区",
        address="直沽街1号",
        inscriptions=[
            make_inscription(
                "Ⅵ-56",
                sub_number="Ⅵ-056_03_120102",
                batch=national_batch(3),
                declaring_unit="天津市河东区",
            )
        ],
    )
    project.tags.add("武术")
    project.save()
    make_inheritor("郭景春", project=project)

    document = document_of(project)

    assert document.id == f"project-{project.pk}"
    assert document.aliases == ("拦手拳", "拦手")
    assert document.codes == ("Ⅵ-56", "Ⅵ-056_03_120102")
    assert document.code_order == "06-0056-03-120102"
    assert document.category == "传统体育、游艺与杂技"
    assert set(document.category_words) == {"Ⅵ", "杂技与竞技"}
    assert document.levels == ("国家级",)
    assert document.batches == ("国家级第三批",)
    assert document.areas == ("120000", "120102")
    assert {"天津市", "河东区", "天津市河东区", "直沽街1号"} <= set(document.places)
    assert document.people == ("郭景春",)
    assert set(document.units) == {"河东区文化馆", "天津市河东区"}
    assert document.tags == ("武术",)
    assert document.texts == (("简介", "拦手门起源于河东。"), ("历史渊源", "清代传入。"))
    assert document.years == (2011,)
    assert document.date == "2011-05-23"
    assert document.weight == 9
    assert document.card["url"] == f"/catalogue/projects/{project.slug}/"
    assert document.card["category_key"] == 6
    assert document.card["people"] == ["郭景春"]
    assert document.card["place"] == "天津市河东区"


def test_former_names_of_a_place_and_of_all_above_it_are_place_names() -> None:
    town = Division.objects.create(
        code="120102001",
        name="大王庄街道",
        full_name="天津市河东区大王庄街道",
        former_names=["大王庄"],
        level=4,
        parent=division(),
    )
    document = document_of(make_project(division=town))

    assert document.areas == ("120000", "120102", "120102001")
    assert {"大王庄", "大王庄街道", "河东区", "天津市"} <= set(document.places)


def test_the_provincial_list_is_called_municipal_in_tianjin_but_filters_as_provincial() -> None:
    batch = Batch.objects.create(
        level=Level.PROVINCIAL, jurisdiction=division("120000"), ordinal=2, year=2009
    )
    project = make_project(
        inscriptions=[make_inscription("Ⅷ-9", level=Level.PROVINCIAL, batch=batch)]
    )
    document = document_of(project)

    assert document.levels == ("省级",)
    assert document.batches == ("省级第二批",)
    assert document.card["level"] == "省级"
    assert document.card["level_label"] == "市级"


def test_an_inscription_that_ended_gives_no_level_but_its_code_is_still_found() -> None:
    project = make_project(
        inscriptions=[
            make_inscription("Ⅷ-9", removed_on="2020-01-01"),
        ]
    )
    document = document_of(project)

    assert document.levels == ()
    assert document.codes == ("Ⅷ-9",)


class TestWhatMustNotBeFound:
    SECRET = "七分火三分水的配方"

    @pytest.mark.parametrize("access", [Access.INTERNAL, Access.SECRET])
    def test_sections_that_are_not_public(self, access: Access) -> None:
        project = make_project(sections={SectionKind.SUMMARY: "公开的话"})
        project.narrative = [
            section_value(SectionKind.SUMMARY, ["公开的话"]),
            section_value(SectionKind.CONTENT, [self.SECRET], access),
        ]
        project.save()

        text = everything_in(document_of(project))

        assert "公开的话" in text
        assert self.SECRET not in text

    def test_a_draft_of_a_published_record(self) -> None:
        project = make_project(sections={SectionKind.SUMMARY: "公开的话"})
        project.narrative = [section_value(SectionKind.SUMMARY, [self.SECRET])]
        project.save_revision()

        assert self.SECRET not in everything_in(document_of(project))

    def test_a_record_never_published_or_withdrawn(self) -> None:
        draft = make_project(publish=False)
        gone = make_project()
        withdraw(record=gone, by=None)

        assert documents_for([draft.key, gone.key]) == []

    def test_drafts_named_through_published_records(self) -> None:
        project = make_project("未公开的技艺", publish=False)
        inheritor = make_inheritor("王某", project=project)
        hidden = make_inheritor("未公开的人", publish=False, project=make_project("公开项目"))
        base = make_base(project=project, host_inheritor=hidden)
        workshop = make_workshop(project=project, host_inheritor=hidden)
        product = make_product(project=project, maker_inheritor=hidden)
        records = [inheritor, base, workshop, product]

        text = "".join(everything_in(document_of(record)) for record in records)
        project_texts = "".join(map(everything_in, all_documents()))

        assert "未公开的技艺" not in text
        assert "未公开的人" not in text + project_texts

    @pytest.mark.parametrize("consent", [Consent.UNKNOWN, Consent.REFUSED, Consent.WITHDRAWN])
    def test_what_is_personal_without_consent(self, consent: Consent) -> None:
        inheritor = make_inheritor(
            "张三",
            biography="<p>生平秘事</p>",
            honours="某某称号",
            ethnicity="满族",
            sex="male",
            birth_year=1956,
            members="李四\n王五",
            consent=consent,
        )
        PersonalDetails.objects.create(
            inheritor=inheritor, phone="13812345678", national_id="120102195603081234"
        )
        text = everything_in(document_of(inheritor))

        for hidden in (
            "生平秘事",
            "某某称号",
            "满族",
            "1956",
            "李四",
            "13812345678",
            "120102195603",
        ):
            assert hidden not in text

    def test_sensitive_data_even_with_consent(self) -> None:
        inheritor = make_inheritor(
            "张三", biography="<p>生平</p>", consent=Consent.GIVEN, consent_on="2026-01-01"
        )
        PersonalDetails.objects.create(
            inheritor=inheritor, phone="13812345678", address="住在某处九号", bank_account="6222"
        )
        text = everything_in(document_of(inheritor))

        assert "生平" in text
        for hidden in ("13812345678", "住在某处九号", "6222"):
            assert hidden not in text

    def test_an_inheritor_struck_off_no_longer_names_the_project(self) -> None:
        project = make_project()
        make_inheritor(
            "被取消者",
            recognitions=[
                Recognition(project=project, level=Level.NATIONAL, standing=Standing.REMOVED)
            ],
        )
        assert "被取消者" not in everything_in(document_of(project))


def test_the_version_changes_with_any_change_of_content_and_with_nothing_else() -> None:
    project = make_project(sections={SectionKind.SUMMARY: "一"})
    first = document_of(project).version

    project.save()
    assert document_of(project).version == first

    project.names = [ProjectName(text="又一名")]
    project.save()
    second = document_of(project).version
    assert second != first

    make_inheritor("新传承人", project=project)
    assert document_of(project).version not in (first, second)
    assert 0 <= second < 2**63


def test_the_number_of_queries_does_not_grow_with_the_number_of_records() -> None:
    def make_some() -> None:
        project = make_project(
            aliases=("甲", "乙"), unit=make_unit(), inscriptions=[make_inscription()]
        )
        project.tags.add("标签")
        project.save()
        inheritor = make_inheritor(project=project)
        make_base(project=project, host_inheritor=inheritor)
        make_workshop(project=project)
        make_product(project=project)

    make_some()
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert len(list(all_documents())) == 5
    for _ in range(4):
        make_some()
    with CaptureQueriesContext(connection) as five:
        assert len(list(all_documents())) == 25

    assert len(five) == len(one)


def test_an_inheritors_number_is_found_but_taken_for_no_code() -> None:
    project = make_project(category=3, inscriptions=[make_inscription("Ⅲ-4")])
    inheritor = make_inheritor(
        recognitions=[Recognition(project=project, level=Level.NATIONAL, number="05-2229")]
    )
    document = document_of(inheritor)

    assert document.codes == ("Ⅲ-4",)
    assert document.code_order.startswith("03-0004")
    assert document.card["code"] == "Ⅲ-4"
    assert ("认定编号", "05-2229") in document.texts
