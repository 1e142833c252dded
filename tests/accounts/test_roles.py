"""The three roles, as a new installation has them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as picture_policy
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow

from accounts.domain.roles import create_roles, grant, permission_row
from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER, ROLES
from accounts.models import User

pytestmark = pytest.mark.django_db


def member(role: str) -> User:
    user = User.objects.create_user(f"user-{role}", display_name=role)
    user.groups.add(Group.objects.get(name=role))
    return user


def test_a_new_installation_has_our_roles_and_no_english_ones() -> None:
    names = set(Group.objects.values_list("name", flat=True))
    assert set(ROLES) <= names  # rooms above add their own
    assert [name for name in names if name.isascii()] == []


@pytest.mark.parametrize("role", ROLES)
def test_each_role_enters_the_administration(client: Client, role: str) -> None:
    client.force_login(member(role))
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_somebody_without_a_role_does_not(client: Client) -> None:
    client.force_login(User.objects.create_user("nobody"))
    assert client.get(reverse("wagtailadmin_home")).status_code == 403


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("policy", [picture_policy, document_policy])
def test_each_role_works_with_files_and_only_the_administrator_deletes(
    role: str, policy: object
) -> None:
    user = member(role)
    for action in ("add", "change", "choose"):
        assert policy.user_has_permission(user, action), action
    assert user.has_perm("media.change_recording")
    deletes = user.has_perm("media.delete_recording")
    assert deletes == (role == ROLE_ADMINISTRATOR)


def test_pages_are_published_by_reviewers_not_by_editors() -> None:
    def may(role: str) -> set[str]:
        rows = GroupPagePermission.objects.filter(group__name=role)
        return set(rows.values_list("permission__codename", flat=True))

    assert "publish_page" not in may(ROLE_EDITOR)
    assert "publish_page" in may(ROLE_REVIEWER)
    assert "publish_page" in may(ROLE_ADMINISTRATOR)


@pytest.mark.parametrize("role", [ROLE_EDITOR, ROLE_REVIEWER])
def test_only_the_administrator_sees_accounts(client: Client, role: str) -> None:
    client.force_login(member(role))
    for name in ("wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index"):
        assert client.get(reverse(name)).status_code in {302, 403}


def test_the_workflow_of_pages_is_ours() -> None:
    assert Workflow.objects.filter(name="发布前审核").exists()
    assert not Workflow.objects.filter(name__icontains="moderators").exists()
    task = GroupApprovalTask.objects.get(name="审核")
    assert list(task.groups.values_list("name", flat=True)) == [ROLE_REVIEWER]


def test_granting_again_changes_nothing() -> None:
    before = set(Group.permissions.through.objects.values_list("group", "permission"))
    count = Permission.objects.count()
    create_roles(apps)
    grant(ROLE_EDITOR, ["media.add_recording", "media.change_recording"])
    assert set(Group.permissions.through.objects.values_list("group", "permission")) == before
    assert Permission.objects.count() == count


def test_a_permission_that_django_has_not_made_yet_is_made_as_django_would() -> None:
    Permission.objects.filter(codename="view_recording").delete()
    made = permission_row("media.view_recording")
    assert made.content_type.model == "recording"
    assert made.name == "Can view 音视频"
    with pytest.raises(LookupError):
        permission_row("media.view_nosuchmodel")
