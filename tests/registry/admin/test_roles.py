"""What each role may do, tried from the attacker's side: by posting to addresses no button shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from registry.models import (
    Act,
    BaseType,
    HeritageProject,
    Inheritor,
    PersonalDataReading,
    PersonalDetails,
    ProtectingUnit,
    YearlyTarget,
)
from tests.factories.registry import (
    make_base,
    make_inheritor,
    make_product,
    make_project,
    make_unit,
    make_workshop,
)
from tests.registry.admin.forms import LIST, create_project, edit_url, errors, project_data

pytestmark = pytest.mark.django_db
REFUSED = (302, 403)


def refused(response: Any) -> bool:
    """Wagtail answers a refusal with a redirect to the home page."""
    return response.status_code == 403 or (
        (response.status_code == 302 and response["Location"] == "/admin/")
        or (response.status_code == 302 and response["Location"].startswith("/account/login/"))
    )


@pytest.fixture
def published() -> HeritageProject:
    return make_project("拦手门")


@pytest.fixture
def draft() -> HeritageProject:
    return make_project("河东评书", publish=False)


def reread(project: Any) -> Any:
    return type(project).objects.get(pk=project.pk)


def test_editor_writes_and_submits_but_does_not_publish(
    as_editor: Client, draft: HeritageProject
) -> None:
    data = {**project_data("河东评书"), "action-publish": "1"}
    as_editor.post(edit_url(draft), data)
    assert not reread(draft).live
    created = create_project(as_editor, action="publish")
    assert not created.live
    data = {**project_data("河东评书"), "action-submit": "1"}
    response = as_editor.post(edit_url(draft), data)
    assert response.status_code == 302, errors(response)
    assert reread(draft).workflow_in_progress
    assert not reread(draft).live


@pytest.mark.parametrize("what", ["unpublish", "delete", "lock"])
def test_editor_is_refused_what_others_do(
    as_editor: Client, published: HeritageProject, what: str
) -> None:
    assert refused(as_editor.post(edit_url(published, what)))
    now = reread(published)
    assert now.live
    assert not now.locked


@pytest.mark.parametrize("action", ["registry-publish", "registry-withdraw", "delete"])
def test_editor_gains_nothing_by_bulk_actions(
    as_editor: Client, published: HeritageProject, draft: HeritageProject, action: str
) -> None:
    address = f"/admin/bulk/registry/heritageproject/{action}/?id={published.pk}&id={draft.pk}"
    as_editor.post(address, {"confirm": "1"})
    assert reread(published).live
    assert not reread(draft).live


def test_editor_cannot_approve_by_the_task_of_another(
    as_editor: Client, editor: User, draft: HeritageProject
) -> None:
    draft.get_workflow().start(draft, editor)
    task = draft.current_workflow_task_state
    for what in ("action", "collect_action_data"):
        address = f"{LIST}workflow/{what}/{draft.pk}/approve/{task.pk}/"
        as_editor.post(address, {"comment": ""})
    as_editor.post(
        edit_url(draft),
        {
            **project_data("河东评书"),
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
        },
    )
    assert not reread(draft).live


def test_editor_cannot_touch_what_is_being_moderated(
    as_editor: Client, editor: User, draft: HeritageProject
) -> None:
    draft.get_workflow().start(draft, editor)
    as_editor.post(edit_url(draft), project_data("改名"))
    assert reread(draft).get_latest_revision_as_object().name == "河东评书"


def test_reviewer_approves_and_the_record_is_public(
    as_reviewer: Client, editor: User, draft: HeritageProject
) -> None:
    draft.get_workflow().start(draft, editor)
    task = draft.current_workflow_task_state
    response = as_reviewer.post(f"{LIST}workflow/action/{draft.pk}/approve/{task.pk}/")
    assert response.status_code in (200, 302)
    assert reread(draft).live


def test_reviewer_publishes_and_withdraws(as_reviewer: Client, published: HeritageProject) -> None:
    assert as_reviewer.post(edit_url(published, "unpublish")).status_code == 302
    assert not reread(published).live
    data = {**project_data("拦手门"), "action-publish": "1"}
    response = as_reviewer.post(edit_url(published), data)
    assert response.status_code == 302, errors(response)
    assert reread(published).live


@pytest.mark.parametrize("model", ["category", "division", "basetype", "yearlytarget"])
@pytest.mark.parametrize("role", ["as_editor", "as_reviewer"])
def test_vocabularies_are_the_administrators(
    request: pytest.FixtureRequest, role: str, model: str
) -> None:
    client: Client = request.getfixturevalue(role)
    assert refused(client.get(f"/admin/snippets/registry/{model}/add/"))
    assert refused(client.post(f"/admin/snippets/registry/{model}/add/", {"name": "改"}))
    assert not BaseType.objects.filter(name="改").exists()
    target = YearlyTarget.objects.create(year=2026, metric="registered-projects", value=160)
    assert refused(client.post(edit_url(target), {"year": "2026", "value": "1"}))
    assert refused(client.post(edit_url(target, "delete")))
    assert YearlyTarget.objects.get(pk=target.pk).value == 160


def test_administrator_writes_vocabularies(as_administrator: Client) -> None:
    data = {"year": "2027", "metric": "registered-projects", "value": "160", "source": "工作计划"}
    response = as_administrator.post("/admin/snippets/registry/yearlytarget/add/", data)
    assert response.status_code == 302
    assert YearlyTarget.objects.filter(year=2027, value=160).exists()


def test_administrator_does_not_break_the_rules_of_a_vocabulary(as_administrator: Client) -> None:
    YearlyTarget.objects.create(year=2027, metric="registered-projects", value=160)
    data = {"year": "2027", "metric": "registered-projects", "value": "170", "source": ""}
    response = as_administrator.post("/admin/snippets/registry/yearlytarget/add/", data)
    assert response.status_code == 200
    assert "这一年的这项指标已经登记" in response.content.decode()


@pytest.mark.parametrize("role", ["as_editor", "as_reviewer"])
def test_users_and_groups_are_the_administrators(
    request: pytest.FixtureRequest, role: str, administrator: User
) -> None:
    client: Client = request.getfixturevalue(role)
    for address in (
        "/admin/users/",
        "/admin/users/new/",
        "/admin/groups/",
        "/admin/workflows/list/",
        f"/admin/users/edit/{administrator.pk}/",
    ):
        assert refused(client.get(address)), address


def test_administrator_reaches_users_groups_and_moderation(as_administrator: Client) -> None:
    for address in (
        "/admin/users/",
        "/admin/groups/",
        "/admin/workflows/list/",
        "/admin/registry/reading-log/",
    ):
        assert as_administrator.get(address).status_code == 200, address


@pytest.mark.parametrize("role", ["as_editor", "as_reviewer"])
def test_personal_data_is_the_administrators(request: pytest.FixtureRequest, role: str) -> None:
    client: Client = request.getfixturevalue(role)
    inheritor = make_inheritor("张大山")
    PersonalDetails.objects.create(inheritor=inheritor, phone="13812345678")
    page = f"/admin/registry/personal/{inheritor.pk}/"
    answers = [
        client.get(page),
        client.post(page, {"field": "phone", "reason": "就是想看看"}),
        client.get(page + "change/"),
        client.post(page + "change/", {"phone": "13900000000"}),
        client.get("/admin/registry/reading-log/"),
    ]
    assert all(refused(answer) for answer in answers)
    assert all(b"13812345678" not in answer.content for answer in answers)
    assert PersonalDetails.objects.get().phone == "13812345678"
    assert not PersonalDataReading.objects.exists()


def test_personal_data_is_nowhere_in_the_record(as_administrator: Client) -> None:
    inheritor = make_inheritor("张大山")
    PersonalDetails.objects.create(inheritor=inheritor, phone="13812345678")
    addresses = [
        edit_url(inheritor),
        edit_url(inheritor, "history"),
        edit_url(inheritor, "copy"),
        "/admin/snippets/registry/inheritor/",
        "/admin/snippets/registry/inheritor/?export=csv",
        f"/admin/registry/personal/{inheritor.pk}/",
        f"/admin/registry/personal/{inheritor.pk}/change/",
    ]
    for address in addresses:
        response = as_administrator.get(address)
        assert response.status_code == 200
        assert "13812345678" not in response.getvalue().decode(), address
    assert "138****5678" in as_administrator.get(addresses[5]).content.decode()


def test_nobody_writes_what_another_has_locked(
    as_reviewer: Client, as_editor: Client, administrator: User, published: HeritageProject
) -> None:
    published.locked, published.locked_by = True, administrator
    published.locked_at = timezone.now()
    published.save()
    for client in (as_editor, as_reviewer):
        client.post(edit_url(published), {**project_data("改名"), "action-publish": "1"})
        client.post(edit_url(published, "unpublish"))
        client.post(edit_url(published, "delete"))
        bulk = f"/admin/bulk/registry/heritageproject/registry-withdraw/?id={published.pk}"
        client.post(bulk, {"confirm": "1"})
        client.post(f"/admin/bulk/registry/heritageproject/delete/?id={published.pk}")
    now = reread(published)
    assert now.live
    assert now.name == "拦手门"


def test_drafts_do_not_leak_to_strangers(
    client: Client, as_editor: Client, published: HeritageProject
) -> None:
    secret = "尚未公开的一句话"
    as_editor.post(edit_url(published), project_data("拦手门", address=secret))
    preview = f"{LIST}preview/{published.pk}/"
    as_editor.post(preview, project_data("拦手门", address=secret))
    latest = reread(published).latest_revision_id
    for address in (
        preview + "?mode=",
        edit_url(published),
        f"{LIST}history/{published.pk}/revisions/{latest}/view/",
        f"{LIST}?export=csv",
        "/admin/registry/bulk/",
        "/admin/registry/personal/1/",
    ):
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/account/login/")


def test_preview_shows_the_public_page_of_the_draft(
    as_editor: Client, published: HeritageProject
) -> None:
    preview = f"{LIST}preview/{published.pk}/"
    posted = as_editor.post(preview, project_data("拦手门新名"))
    assert posted.json()["is_valid"], posted.content
    shown = as_editor.get(preview + "?mode=")
    assert shown.status_code == 200
    assert "拦手门新名" in shown.content.decode()
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert reread(published).name == "拦手门"


@pytest.mark.parametrize(
    "make", [make_project, make_inheritor, make_base, make_workshop, make_product]
)
def test_every_kind_can_be_seen_by_every_role(
    make: Any, as_editor: Client, as_reviewer: Client, as_administrator: Client
) -> None:
    record = make()
    for client in (as_editor, as_reviewer, as_administrator):
        for what in ("edit", "history", "usage", "workflow_history"):
            assert client.get(edit_url(record, what)).status_code == 200
        listing = f"/admin/snippets/registry/{record._meta.model_name}/"
        assert client.get(listing).status_code == 200
        assert client.get(listing + "add/").status_code == 200


def test_strangers_see_nothing(client: Client, published: HeritageProject) -> None:
    unit, act = make_unit(), Act.objects.first()
    for record in (published, unit, act):
        for what in ("edit", "delete", "history", "usage", "copy"):
            assert refused(client.get(edit_url(record, what)))
    assert ProtectingUnit.objects.filter(pk=unit.pk).exists()
    assert Inheritor.objects.count() == 0


def test_numbers_that_lead_nowhere_are_not_found(as_administrator: Client) -> None:
    for address in (
        LIST + "edit/999999/",
        LIST + "delete/999999/",
        "/admin/registry/personal/999999/",
        "/admin/registry/bulk/999999/undo/",
        LIST + "edit/abc/",
        "/admin/bulk/registry/heritageproject/nothing/?id=1",
    ):
        assert as_administrator.get(address).status_code in (302, 404), address
