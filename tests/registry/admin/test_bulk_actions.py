"""Bulk actions: a preview that says what will be, revisions, and taking the last one back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from registry.domain import bulk_actions as domain
from registry.models import BulkRun, Category, Division, HeritageProject
from tests.factories.registry import make_product, make_project
from tests.registry.admin.forms import edit_url, project_data

pytestmark = pytest.mark.django_db
BULK = "/admin/bulk/registry/heritageproject/registry-"
NEXT = "next=/admin/snippets/registry/heritageproject/"


@pytest.fixture
def projects() -> list[HeritageProject]:
    return [make_project("拦手门"), make_project("蔚县剪纸"), make_project("草稿", publish=False)]


def address(action: str, records: list[Any], more: str = "") -> str:
    keys = "&".join(f"id={record.pk}" for record in records)
    return f"{BULK}{action}/?{NEXT}&{keys}{more}"


def now(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def draft(record: Any) -> Any:
    return now(record).get_latest_revision_as_object()


def test_nothing_happens_before_the_preview_is_confirmed(
    as_reviewer: Client, projects: list[HeritageProject]
) -> None:
    folk = Category.objects.get(ordinal=10)
    preview = as_reviewer.post(address("category", projects), {"value": folk.pk})
    html = preview.content.decode()
    assert "传统技艺 → 民俗" in html
    assert html.count("更改，公众立即看到") == 2
    assert html.count("更改，存为草稿") == 1
    assert "将更改 3 条" in html
    assert {now(project).category.ordinal for project in projects} == {8}
    assert not BulkRun.objects.exists()


def test_confirmed_action_makes_revisions_and_is_taken_back(
    as_reviewer: Client, projects: list[HeritageProject]
) -> None:
    folk = Category.objects.get(ordinal=10)
    revisions = {project.pk: project.revisions.count() for project in projects}
    data = {"value": folk.pk, "confirm": "1"}
    response = as_reviewer.post(address("category", projects), data, follow=True)
    assert "已处理 3 条" in response.content.decode()
    assert {draft(project).category.ordinal for project in projects} == {10}
    assert [now(project).live for project in projects] == [True, True, False]
    assert all(now(one).revisions.count() == revisions[one.pk] + 1 for one in projects)
    run = BulkRun.objects.get()
    preview = as_reviewer.get(f"/admin/registry/bulk/{run.pk}/undo/").content.decode()
    assert preview.count("传统技艺") == 3
    assert {draft(project).category.ordinal for project in projects} == {10}
    as_reviewer.post(f"/admin/registry/bulk/{run.pk}/undo/")
    assert {draft(project).category.ordinal for project in projects} == {8}
    assert [now(project).live for project in projects] == [True, True, False]
    assert "已恢复" in as_reviewer.get("/admin/registry/bulk/").content.decode()


def test_what_was_changed_since_stays(as_reviewer: Client, projects: list[HeritageProject]) -> None:
    as_reviewer.post(address("viability", projects), {"value": "fragile", "confirm": "1"})
    data = {**project_data("拦手门", viability="endangered"), "action-publish": "1"}
    assert as_reviewer.post(edit_url(projects[0]), data).status_code == 302
    run = BulkRun.objects.get()
    as_reviewer.post(f"/admin/registry/bulk/{run.pk}/undo/")
    assert now(projects[0]).viability == "endangered"
    assert now(projects[1]).viability == "unknown"
    assert "之后又有人改过" in run.rows.get(object_id=projects[0].pk).undo_note


def test_only_ones_own_last_action_is_taken_back(
    as_reviewer: Client, as_administrator: Client, projects: list[HeritageProject]
) -> None:
    as_reviewer.post(address("viability", projects[:1]), {"value": "stable", "confirm": "1"})
    first = BulkRun.objects.get()
    as_reviewer.post(address("viability", projects[1:2]), {"value": "stable", "confirm": "1"})
    as_administrator.post(f"/admin/registry/bulk/{first.pk}/undo/")
    as_reviewer.post(f"/admin/registry/bulk/{first.pk}/undo/")
    assert now(projects[0]).viability == "stable"
    second = BulkRun.objects.exclude(pk=first.pk).get()
    as_reviewer.post(f"/admin/registry/bulk/{second.pk}/undo/")
    as_reviewer.post(f"/admin/registry/bulk/{first.pk}/undo/")
    assert now(projects[0]).viability == now(projects[1]).viability == "unknown"


def test_editor_changes_only_drafts(as_editor: Client, projects: list[HeritageProject]) -> None:
    hebei = Division.objects.get(code="130726")
    as_editor.post(address("division", projects), {"value": hebei.pk, "confirm": "1"})
    assert [now(project).division.code for project in projects[:2]] == ["120102", "120102"]
    assert {draft(project).division.code for project in projects} == {"130726"}
    assert all(now(project).has_unpublished_changes for project in projects)


def test_pending_draft_is_not_published_along(
    as_reviewer: Client, as_editor: Client, projects: list[HeritageProject]
) -> None:
    as_editor.post(edit_url(projects[0]), project_data("还没定的名称"))
    as_reviewer.post(address("viability", projects), {"value": "stable", "confirm": "1"})
    assert now(projects[0]).name == "拦手门"
    assert draft(projects[0]).name == "还没定的名称"
    assert draft(projects[0]).viability == "stable"


def test_tags_are_added_and_removed(as_reviewer: Client, projects: list[HeritageProject]) -> None:
    as_reviewer.post(address("add-tags", projects), {"value": "春节、武术", "confirm": "1"})
    assert {tag.name for tag in draft(projects[0]).tags.all()} == {"春节", "武术"}
    as_reviewer.post(address("remove-tags", projects), {"value": "武术", "confirm": "1"})
    assert {tag.name for tag in now(projects[0]).tags.all()} == {"春节"}
    last = BulkRun.objects.first()
    as_reviewer.post(f"/admin/registry/bulk/{last.pk}/undo/")
    assert {tag.name for tag in now(projects[0]).tags.all()} == {"春节", "武术"}


def test_publish_and_withdraw_and_back(
    as_reviewer: Client, projects: list[HeritageProject]
) -> None:
    as_reviewer.post(address("publish", projects), {"confirm": "1"})
    assert all(now(project).live for project in projects)
    run = BulkRun.objects.get()
    assert run.rows.count() == 1
    as_reviewer.post(f"/admin/registry/bulk/{run.pk}/undo/")
    assert [now(project).live for project in projects] == [True, True, False]
    as_reviewer.post(address("withdraw", projects), {"confirm": "1"})
    assert not any(now(project).live for project in projects)
    as_reviewer.post(f"/admin/registry/bulk/{BulkRun.objects.first().pk}/undo/")
    assert [now(project).live for project in projects] == [True, True, False]


def test_whole_listing_means_the_listing_as_filtered(
    as_reviewer: Client, projects: list[HeritageProject]
) -> None:
    music = make_project("直沽音乐", category=2)
    more = f"&id=all&category={music.category.pk}"
    preview = as_reviewer.get(f"{BULK}withdraw/?{NEXT}{more}").content.decode()
    assert "直沽音乐" in preview
    assert "拦手门" not in preview
    preview = as_reviewer.get(f"{BULK}withdraw/?{NEXT}&id=all&q=剪纸").content.decode()
    assert "蔚县剪纸" in preview
    assert "拦手门" not in preview


@pytest.mark.parametrize("keys", ["id=abc", "id=-1", "id=999999", "id=1&id=%00", ""])
def test_odd_keys_are_no_error(as_reviewer: Client, keys: str) -> None:
    assert as_reviewer.get(f"{BULK}withdraw/?{keys}").status_code == 200


@pytest.mark.parametrize(
    ("action", "value"),
    [("category", ""), ("category", "999"), ("viability", "splendid"), ("add-tags", "、，")],
)
def test_wrong_choice_comes_back_with_the_reason(
    as_reviewer: Client, projects: list[HeritageProject], action: str, value: str
) -> None:
    response = as_reviewer.post(address(action, projects), {"value": value, "confirm": "1"})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not BulkRun.objects.exists()


def test_kinds_without_the_field_offer_no_action(as_reviewer: Client) -> None:
    product = make_product("灯笼")
    url = f"/admin/bulk/registry/creativeproduct/registry-category/?id={product.pk}"
    assert as_reviewer.get(url).status_code == 404


def test_too_many_are_refused_in_words(
    as_reviewer: Client, projects: list[HeritageProject], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.domain.bulk_actions.MOST_ROWS", 2)
    response = as_reviewer.post(address("withdraw", projects), {"confirm": "1"}, follow=True)
    assert "一次最多处理 2 条" in response.content.decode()
    assert now(projects[0]).live


def test_incomplete_record_is_skipped_and_named(reviewer: User) -> None:
    whole, broken = make_project("拦手门"), make_project("缺了类别", publish=False)
    revision = broken.latest_revision
    revision.content["category"] = None
    revision.save()
    operation = domain.OPERATIONS["publish"]()
    plan = domain.plan(operation=operation, records=[broken], by=reviewer)
    assert "内容不完整" in plan[0].objection
    done = domain.perform(
        operation=domain.OPERATIONS["viability"]("stable"), records=[whole, broken], by=reviewer
    )
    assert [name for name, _why in done.skipped] == ["缺了类别"]
    assert now(whole).viability == "stable"
