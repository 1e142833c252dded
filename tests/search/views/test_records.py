"""Record pages: everything that is public, nothing that is not, at an address that lasts."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from registry.domain.publishing import save_record, withdraw
from registry.enums import SectionKind, Standing
from registry.models import Act, Apprenticeship, ProtectionAssignment, Recognition
from tests.factories.media import make_document, make_public
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


def day(year: int) -> datetime.date:
    return datetime.date(year, 6, 10)


def page(client, record) -> str:
    response = client.get(reverse(f"catalogue:{record.kind}s", args=[record.slug]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_project_page_shows_names_sections_code_unit_and_people(client):
    project = make_project(
        "拦手门",
        category=6,
        aliases=("拦手拳",),
        unit=make_unit("河东区示例文化馆"),
        sections={SectionKind.HISTORY: "清代传入本地。"},
        inscriptions=[make_inscription("Ⅵ—56", batch=national_batch(3))],
    )
    make_inheritor("李四岳", project=project)
    html = page(client, project)
    for words in (
        "拦手门",
        "lán shǒu mén",
        "拦手拳",
        "河东区示例文化馆",
        "历史渊源",
        "清代传入本地。",
        "Ⅵ—56",
        "国家级第三批（2011年）",
        "国发〔2011〕14号",
        "天津市河东区",
        "李四岳",
    ):
        assert words in html


def test_every_kind_has_a_page_that_leads_to_the_others(client):
    project = make_project("泥人")
    person = make_inheritor("张示例", project=project)
    others = [
        make_base("泥人基地", project=project, host_inheritor=person),
        make_workshop("泥人工坊", project=project),
        make_product("泥人书签", project=project, maker_inheritor=person),
        person,
    ]
    project_page = page(client, project)
    for other in others:
        assert f'href="/catalogue/{other.kind}s/{other.slug}/"' in project_page
        assert f'href="/catalogue/projects/{project.slug}/"' in page(client, other)


def test_inner_and_secret_sections_stay_inside(client):
    project = make_project(
        sections={SectionKind.SUMMARY: "人人可读"},
        secret_sections={SectionKind.CONTENT: "祖传配方"},
    )
    html = page(client, project)
    assert "人人可读" in html
    assert "祖传配方" not in html


def test_a_draft_and_a_withdrawn_record_have_no_page(client):
    draft = make_project("未公开项目", publish=False)
    gone = make_project("撤下的项目")
    withdraw(record=gone, by=None)
    for record in (draft, gone):
        assert client.get(f"/catalogue/projects/{record.slug}/").status_code == 404
        assert client.get(f"/catalogue/projects/{record.slug}/qr.svg").status_code == 404


def test_what_a_draft_changes_is_not_on_the_page_yet(client):
    project = make_project("旧名")
    project.name = "还没公布的新名"
    save_record(record=project, by=None, publish=False)
    assert "还没公布的新名" not in page(client, project)


def test_unpublished_people_places_and_projects_are_not_named(client):
    project = make_project()
    make_inheritor("隐去的人", project=project, publish=False)
    make_base("隐去的基地", project=project, publish=False)
    hidden_project = make_project("隐去的项目", publish=False)
    person = make_inheritor("看得见的人", project=hidden_project)
    assert "隐去" not in page(client, project)
    assert "隐去" not in page(client, person)


PERSONAL = {
    "sex": "male",
    "ethnicity": "回族",
    "birth_year": 1951,
    "biography": "<p>自幼随祖父学艺。</p>",
    "honours": "示例荣誉",
}


@pytest.mark.parametrize("consent", ["unknown", "refused", "withdrawn"])
def test_personal_details_need_consent(client, consent):
    html = page(client, make_inheritor(project=make_project(), consent=consent, **PERSONAL))
    for words in ("回族", "1951", "自幼随祖父学艺", "示例荣誉"):
        assert words not in html
    assert "须经本人同意" in html


def test_personal_details_show_with_consent(client):
    person = make_inheritor(consent="given", consent_on=datetime.date(2024, 5, 1), **PERSONAL)
    html = page(client, person)
    for words in ("回族", "1951 年生", "自幼随祖父学艺", "示例荣誉"):
        assert words in html


def test_standing_is_told_in_words(client):
    project = make_project()
    person = make_inheritor(
        recognitions=[Recognition(project=project, level=1, standing=Standing.DECEASED)]
    )
    assert "去世" in page(client, person)
    assert "国家级 · 去世" in page(client, project)


def test_the_lineage_is_drawn_and_listed(client):
    project = make_project()
    master = make_inheritor("赵一山")
    make_inheritor(
        "钱二河", project=project, masters=[Apprenticeship(master=master, project=project)]
    )
    html = page(client, project)
    assert "<svg" in html
    assert "第一代" in html
    assert "第二代" in html
    assert "师承 赵一山" in html


def test_places_that_share_a_code_lead_to_each_other(client):
    here = make_project("泥塑甲", inscriptions=[make_inscription("Ⅶ-47")])
    there = make_project(
        "泥塑乙", division=division("320200"), inscriptions=[make_inscription("VII-47")]
    )
    assert "各地的同一项目" in page(client, here)
    assert f"/catalogue/projects/{there.slug}/" in page(client, here)


def test_an_old_address_leads_to_the_new_one_for_good(client):
    project = make_project("拦手门")
    project.slug = "lanshou"
    save_record(record=project, by=None, publish=True)
    response = client.get("/catalogue/projects/lan-shou-men/")
    assert (response.status_code, response["Location"]) == (301, "/catalogue/projects/lanshou/")
    withdraw(record=project, by=None)
    assert client.get("/catalogue/projects/lan-shou-men/").status_code == 404


def test_an_old_address_of_another_kind_leads_nowhere(client):
    project = make_project("拦手门")
    project.slug = "lanshou"
    save_record(record=project, by=None, publish=True)
    assert client.get("/catalogue/inheritors/lan-shou-men/").status_code == 404


def test_names_with_markup_are_shown_as_text(client):
    html = page(client, make_project("<script>alert(1)</script>技艺"))
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;" in html


def test_units_stand_with_their_days_the_former_ones_too(client):
    project = make_project()
    act = Act.objects.create(
        title="示例调整通知", issuer="示例局", document_number="示例〔2015〕3号"
    )
    now, before, next_year = make_unit("现任馆"), make_unit("从前的馆"), make_unit("明年止的馆")
    tomorrow = timezone.localdate() + datetime.timedelta(days=300)
    project.assignments = [
        ProtectionAssignment(unit=before, assigned_on=day(2008), ended_on=day(2015)),
        ProtectionAssignment(unit=now, assigned_on=day(2015), act=act),
        ProtectionAssignment(unit=next_year, ended_on=tomorrow),
    ]
    save_record(record=project, by=None, publish=True)
    html = page(client, project)
    assert "2008年6月10日至2015年6月10日" in html
    assert "2015年6月10日起" in html
    assert "示例〔2015〕3号" in html
    facts = html.split('<dl class="facts">')[1].split("</dl>")[0]
    assert "从前的馆" not in facts
    assert {"现任馆", "明年止的馆"} == set(re.findall(r"unit=[^>]*>([^<]+)</a>", facts))


def test_a_removal_to_come_is_not_one_that_was(client):
    later = timezone.localdate() + datetime.timedelta(days=30)
    leaving = make_project(inscriptions=[make_inscription(removed_on=later)])
    gone = make_project(inscriptions=[make_inscription(removed_on=day(2015))])
    assert "将于" in page(client, leaving)
    assert "seal-part" in page(client, leaving)
    assert "已于 2015年6月10日 退出" in page(client, gone)
    assert "seal-part" not in page(client, gone)


def test_the_text_of_an_act_can_be_opened_once_it_is_public(client):
    document = make_public(make_document, title="示例公文")
    inner = make_document(title="内部公文")
    acts = [
        Act.objects.create(title=f"示例通知{number}", issuer="示例局", document=one)
        for number, one in enumerate((document, inner))
    ]
    project = make_project(inscriptions=[make_inscription(act=act) for act in acts])
    html = page(client, project)
    assert f'href="{document.url}"' in html
    assert inner.url not in html
    batch = national_batch(1)
    batch.act = acts[0]
    batch.save()
    assert document.url in client.get("/catalogue/batches/project-national-1/").content.decode()


def test_a_lineage_tie_tells_years_project_and_source(client):
    project, hidden = make_project("面塑"), make_project("隐去的项目", publish=False)
    master = make_inheritor("师父")
    pupil = make_inheritor(
        "徒弟",
        masters=[
            Apprenticeship(
                master=master, project=project, from_year=1985, to_year=1992, source="口述记录"
            ),
            Apprenticeship(master=master, project=hidden, to_year=1970),
        ],
    )
    for person in (master, pupil):
        html = page(client, person)
        assert "师徒传承，1985 至 1992 年 · 面塑 · 依据：口述记录" in html
        assert "师徒传承，至 1970 年" in html
        assert "隐去的项目" not in html


def test_tags_units_and_points_of_a_place_lead_on(client):
    base = make_base(host_unit=make_unit("示例馆"), latitude="39.13", longitude="117.25")
    base.tags.add("亲子")
    save_record(record=base, by=None, publish=True)
    html = page(client, base)
    for query in ({"tag": "亲子"}, {"unit": "示例馆"}, {"near": "39.13,117.25,3"}):
        assert f'href="/catalogue/?{urlencode(query)}"' in html


def test_the_qr_code_is_a_drawing(client):
    response = client.get(f"/catalogue/projects/{make_project().slug}/qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert b"<path" in response.content


def test_a_page_costs_the_same_queries_for_one_and_for_seven_people(
    client, django_assert_max_num_queries
):
    def project_with(people):
        project = make_project(inscriptions=[make_inscription()])
        for _ in range(people):
            make_inheritor(project=project)
            make_base(project=project)
        return project

    counts = []
    for people in (1, 7):
        project = project_with(people)
        page(client, project)
        with django_assert_max_num_queries(40) as queries:
            page(client, project)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_preview_shows_the_public_page_of_the_draft(rf, admin_user):
    project = make_project("旧名")
    project.name = "草稿里的新名"
    save_record(record=project, by=None, publish=False)
    draft = project.get_latest_revision_as_object()
    response = draft.make_preview_request(preview_mode="")
    html = response.content.decode()
    assert "草稿里的新名" in html
    assert "这是预览" in html


def test_a_preview_of_a_record_never_saved_works(rf):
    from registry.models import Category, HeritageProject

    unsaved = HeritageProject(name="新项目", category=Category.objects.get(ordinal=8))
    response = unsaved.make_preview_request(preview_mode="")
    assert response.status_code == 200


@pytest.mark.parametrize("kind", ["project", "inheritor", "base", "workshop", "product"])
def test_an_address_shortened_by_hand_leads_to_all_of_the_kind(client, kind):
    response = client.get(f"/catalogue/{kind}s/", follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == "/catalogue/"
    assert response.request["QUERY_STRING"] == f"kind={kind}"
