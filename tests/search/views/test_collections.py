"""Pages of categories, areas and batches."""

import re

import pytest

from registry.enums import Level
from registry.models import Batch, Recognition
from tests.factories.registry import (
    division,
    make_base,
    make_inheritor,
    make_inscription,
    make_project,
    make_workshop,
    national_batch,
)

pytestmark = pytest.mark.django_db


def text(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_ten_categories_are_counted(client, django_assert_max_num_queries):
    make_project(category=8)
    make_project(category=8, publish=False)
    with django_assert_max_num_queries(4):
        html = text(client, "/catalogue/categories/")
    assert html.count("category-tile") == 10
    assert "Ⅷ 传统技艺" in html
    assert "1 项" in html
    assert "2 项" not in html


def test_a_batch_page_lists_its_entries_with_the_act(client):
    make_project("示例甲", inscriptions=[make_inscription("Ⅷ-1", batch=national_batch(2))])
    make_project("示例乙", inscriptions=[make_inscription("Ⅷ-2", batch=national_batch(3))])
    make_project("未公开", publish=False, inscriptions=[make_inscription(batch=national_batch(2))])
    html = text(client, "/catalogue/batches/project-national-2/")
    assert "示例甲" in html
    assert "国发〔2008〕19号" in html
    assert "示例乙" not in html
    assert "未公开" not in html


def test_a_batch_of_inheritors_lists_people(client):
    batch = national_batch(4, Batch.SUBJECT_INHERITOR)
    make_inheritor(
        "示例某", recognitions=[Recognition(project=make_project(), level=1, batch=batch)]
    )
    assert "示例某" in text(client, "/catalogue/batches/inheritor-national-4/")


def test_a_district_batch_has_an_address_of_its_own(client):
    batch = Batch.objects.create(level=Level.COUNTY, jurisdiction=division(), ordinal=8)
    make_project("本区项目", inscriptions=[make_inscription("", level=4, batch=batch)])
    assert batch.slug == "project-county-120102-8"
    assert "本区项目" in text(client, f"/catalogue/batches/{batch.slug}/")
    assert batch.slug in text(client, "/catalogue/batches/")


@pytest.mark.parametrize(
    "slug", ["x", "project-national", "project-national-x", "project-national-99999", "a-b-c-d-e"]
)
def test_a_batch_that_is_not_there_is_not_found(client, slug):
    assert client.get(f"/catalogue/batches/{slug}/").status_code == 404


def test_pages_of_a_batch_beyond_the_last_show_the_last(client):
    make_project("示例甲", inscriptions=[make_inscription()])
    for number in ("0", "-1", "99", "x"):
        assert "示例甲" in text(client, f"/catalogue/batches/project-national-1/?page={number}")


def test_the_list_as_of_a_day_has_an_address_of_its_own(client):
    make_project("早的项目", inscriptions=[make_inscription("Ⅷ-1", batch=national_batch(1))])
    make_project("晚的项目", inscriptions=[make_inscription("Ⅷ-2", batch=national_batch(5))])
    then = text(client, "/catalogue/as-of/?on=2010-01-01")
    assert "早的项目" in then
    assert "晚的项目" not in then
    assert "2010年1月1日有效的名录共 1 条" in then
    assert "晚的项目" in text(client, "/catalogue/as-of/")
    assert "没有有效的名录" in text(client, "/catalogue/as-of/?on=2001-01-01")
    assert "早的项目" not in text(client, "/catalogue/as-of/?level=4")


def test_batches_stand_list_by_list_and_in_their_order(client):
    place = division()
    for ordinal in (3, 1, 10):
        batch = Batch.objects.create(level=Level.COUNTY, jurisdiction=place, ordinal=ordinal)
        make_project(inscriptions=[make_inscription("", level=4, batch=batch)])
    for ordinal in (2, 1):
        make_project(inscriptions=[make_inscription(batch=national_batch(ordinal))])
    html = text(client, "/catalogue/batches/")
    shown = re.findall(r"/batches/project-([a-z]+)-(?:[0-9]+-)?([0-9]+)/", html)
    assert shown == [
        *(("national", "1"), ("national", "2")),
        *(("county", "1"), ("county", "3"), ("county", "10")),
    ]


def test_a_batch_of_places_lists_bases_and_workshops(client):
    batch = Batch.objects.create(
        subject=Batch.SUBJECT_PLACE, level=Level.COUNTY, jurisdiction=division(), ordinal=1
    )
    make_base("示例传习所", batch=batch, address="示例路 1 号")
    make_workshop("示例作坊", batch=batch)
    make_base("未公开的基地", batch=batch, publish=False)
    html = text(client, f"/catalogue/batches/{batch.slug}/")
    assert "示例传习所" in html
    assert "示例路 1 号" in html
    assert "示例作坊" in html
    assert "未公开的基地" not in html
    assert "2 处" in text(client, "/catalogue/batches/")


def test_a_district_calls_its_list_its_own(client):
    batch = Batch.objects.create(level=Level.COUNTY, jurisdiction=division(), ordinal=8)
    assert str(batch) == "河东区区级第八批"
    assert "河东区区级第八批" in text(client, f"/catalogue/batches/{batch.slug}/")


def test_what_has_no_day_is_told_below_the_list_as_of_one(client):
    batch = Batch.objects.create(level=Level.COUNTY, jurisdiction=division(), ordinal=8)
    make_project("没有日期的项目", inscriptions=[make_inscription("", level=4, batch=batch)])
    html = text(client, "/catalogue/as-of/?on=2010-01-01")
    assert "没有日期的项目" not in html
    assert "另有 1 条没有登记列入日期" in html
    assert "没有登记列入日期" not in text(client, "/catalogue/as-of/?on=2010-01-01&level=1")


@pytest.mark.parametrize("query", ["on=abc", "on=1990-01-01", "on=2999-01-01", "level=9"])
def test_a_wrong_day_or_level_is_told_and_the_list_of_today_shown(client, query):
    make_project("示例甲", inscriptions=[make_inscription()])
    response = client.get(f"/catalogue/as-of/?{query}")
    assert response.status_code == 422
    html = response.content.decode()
    assert 'role="alert"' in html
    assert "示例甲" in html
