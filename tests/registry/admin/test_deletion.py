"""Nothing others refer to is deleted; who refers to it is said by name."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import inline_formset

from accounts.models import User
from registry.domain import deletion
from registry.models import (
    Act,
    Batch,
    Category,
    Division,
    HeritageProject,
    PersonalDataReading,
    ProtectingUnit,
)
from tests.factories.registry import (
    make_base,
    make_inheritor,
    make_inscription,
    make_product,
    make_project,
    make_unit,
    make_workshop,
    national_batch,
)
from tests.registry.admin.forms import edit_url, project_data

pytestmark = pytest.mark.django_db


def places(subject: Any) -> set[tuple[str, str]]:
    return {(str(one.source), one.where) for one in deletion.referrers(subject)}


def test_every_referrer_of_a_project_is_named() -> None:
    project = make_project("拦手门")
    make_inheritor("张大山", project=project)
    make_base("直沽传习所", project=project)
    make_workshop("柳编工坊", project=project)
    make_product("灯笼", project=project)
    assert places(project) == {
        ("张大山", "认定 → 项目"),
        ("直沽传习所", "相关项目 → 项目"),
        ("柳编工坊", "相关项目 → 项目"),
        ("灯笼", "相关项目 → 项目"),
    }


def test_what_nothing_refers_to_is_deleted(as_reviewer: Client) -> None:
    project = make_project("拦手门", aliases=("直沽拦手",), inscriptions=[make_inscription()])
    page = as_reviewer.get(edit_url(project, "delete")).content.decode()
    assert "没有别处引用它" in page
    assert as_reviewer.post(edit_url(project, "delete")).status_code == 302
    assert not HeritageProject.objects.filter(pk=project.pk).exists()


@pytest.mark.parametrize(
    "subject",
    [
        lambda: make_inscribed().category,
        lambda: make_inscribed().division,
        lambda: make_inscribed().inscriptions.first().batch,
        lambda: national_batch().act,
        lambda: make_inscribed().assignments.first().unit,
    ],
    ids=["category", "division", "batch", "act", "unit"],
)
def test_refusal_names_the_referrers_with_links(as_administrator: Client, subject: Any) -> None:
    subject = subject()
    for method in (as_administrator.get, as_administrator.post):
        html = method(edit_url(subject, "delete")).content.decode()
        assert "不能删除" in html
        assert "引用它的记录" in html
        assert "/edit/" in html
    assert type(subject).objects.filter(pk=subject.pk).exists()


def make_inscribed() -> HeritageProject:
    return make_project("拦手门", inscriptions=[make_inscription()], unit=make_unit())


def test_draft_that_alone_refers_counts(as_editor: Client) -> None:
    other, project = make_project("只在草稿里", publish=False), make_project("拦手门")
    rows = inline_formset([{"other": str(other.pk), "reason": ""}])
    assert (
        as_editor.post(edit_url(project), project_data("拦手门", relations=rows)).status_code == 302
    )
    assert places(other) == {("拦手门", "尚未发布的草稿")}


def test_link_in_a_text_counts() -> None:
    project = make_project("拦手门", slug="lan-shou-men")
    link = '<p>另见<a href="/catalogue/projects/lan-shou-men/">拦手门</a>。</p>'
    make_inheritor("张大山", biography=link)
    make_base("别处", introduction='<p><a href="/catalogue/projects/lan-shou-men-2/">别的</a></p>')
    assert places(project) == {("张大山", "正文中的链接")}


def test_bulk_deletion_refuses_the_referred_and_deletes_the_rest(as_reviewer: Client) -> None:
    referred, free = make_project("被引用"), make_project("没人引用")
    make_inheritor("张大山", project=referred)
    address = f"/admin/bulk/registry/heritageproject/delete/?id={referred.pk}&id={free.pk}"
    page = as_reviewer.get(address).content.decode()
    assert "张大山" in page
    assert "确认删除 1 条" in page
    as_reviewer.post(address)
    assert [one.name for one in HeritageProject.objects.all()] == ["被引用"]


def test_whole_listing_of_divisions_is_not_deleted_at_once(as_administrator: Client) -> None:
    count = Division.objects.count()
    address = "/admin/bulk/registry/division/delete/?id=all"
    assert "一次最多删除 50 条" in as_administrator.get(address).content.decode()
    as_administrator.post(address)
    assert Division.objects.count() == count


def test_person_whose_name_stands_in_a_log_is_not_deleted(
    as_administrator: Client, editor: User
) -> None:
    inheritor = make_inheritor("张大山")
    PersonalDataReading.objects.create(
        reader=editor,
        reader_name="李编辑",
        inheritor=inheritor,
        inheritor_name="张大山",
        field="phone",
        reason="核发补助",
    )
    page = as_administrator.post(f"/admin/users/delete/{editor.pk}/", follow=True)
    assert "不能再登录" in page.content.decode()
    address = f"/admin/bulk/accounts/user/delete/?id={editor.pk}"
    as_administrator.post(address)
    assert User.objects.filter(pk=editor.pk).exists()


def test_deleting_twice_is_no_error(reviewer: User) -> None:
    project = make_project("拦手门")
    copy = HeritageProject.objects.get(pk=project.pk)
    deletion.delete(subject=project, by=reviewer)
    deletion.delete(subject=copy, by=reviewer)
    assert not HeritageProject.objects.exists()


def test_a_hundred_referrers_take_few_queries(django_assert_max_num_queries: Any) -> None:
    unit = make_unit("文化馆")
    for number in range(6):
        make_project(f"项目{number}", unit=unit)
    with django_assert_max_num_queries(60):
        assert len(deletion.referrers(unit)) == 6
    assert Category.objects.count() == 10
    assert Act.objects.count() == 5
    assert Batch.objects.count() == 11
    assert ProtectingUnit.objects.count() == 1
