"""Nobody makes himself more than he is."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER
from accounts.models import User
from registry.models import HeritageProject
from tests.factories.registry import make_project
from tests.security.conftest import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "很长的口令-7391-灯笼"


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("owner", display_name="所有者")


def signed_in(who: str) -> tuple[Client, User]:
    user = make_user(who)
    client = Client()
    client.force_login(user)
    return client, user


@pytest.mark.parametrize("address", ["/admin/users/new/", "/admin/users/copy/{}/"])
def test_an_administrator_makes_no_superuser(owner: User, address: str) -> None:
    client, _user = signed_in(ROLE_ADMINISTRATOR)
    client.post(
        address.format(owner.pk),
        {
            "username": "neu",
            "display_name": "新人",
            "first_name": "新",
            "last_name": "人",
            "email": "",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "is_active": "on",
            "is_superuser": "on",
        },
    )
    assert not User.objects.filter(username="neu", is_superuser=True).exists()


@pytest.mark.parametrize(
    ("action", "sent"),
    [
        ("set_active_state", {"mark_as_active": "False"}),
        ("assign_role", {"role": "?"}),
    ],
)
def test_a_bulk_action_of_an_administrator_leaves_superusers_alone(
    owner: User, action: str, sent: dict[str, str]
) -> None:
    client, _user = signed_in(ROLE_ADMINISTRATOR)
    colleague = make_user(ROLE_EDITOR)
    if "role" in sent:
        sent = {"role": str(Group.objects.get(name=ROLE_REVIEWER).pk)}
    client.post(f"/admin/bulk/accounts/user/{action}/?id={owner.pk}&id={colleague.pk}", sent)
    owner.refresh_from_db()
    colleague.refresh_from_db()
    assert (owner.is_active, owner.groups.count()) == (True, 0)
    assert colleague.is_active, "one refusal refuses the whole action"


def test_an_administrator_deletes_no_superuser_in_bulk(owner: User) -> None:
    client, _user = signed_in(ROLE_ADMINISTRATOR)
    client.post(f"/admin/bulk/accounts/user/delete/?id={owner.pk}")
    assert User.objects.filter(pk=owner.pk).exists()


def test_a_bulk_action_on_colleagues_still_works() -> None:
    client, _user = signed_in(ROLE_ADMINISTRATOR)
    colleague = make_user(ROLE_EDITOR)
    address = f"/admin/bulk/accounts/user/set_active_state/?id={colleague.pk}"
    client.post(address, {"mark_as_active": "False"})
    colleague.refresh_from_db()
    assert not colleague.is_active


@pytest.mark.parametrize("who", [ROLE_EDITOR, ROLE_REVIEWER])
def test_nobody_takes_a_role_himself(who: str) -> None:
    client, user = signed_in(who)
    wanted = Group.objects.get(name=ROLE_ADMINISTRATOR)
    client.post(f"/admin/bulk/accounts/user/assign_role/?id={user.pk}", {"role": wanted.pk})
    client.post(
        "/admin/account/",
        {
            "name_email-display_name": "我",
            "name_email-groups": wanted.pk,
            "name_email-is_superuser": "on",
            "groups": wanted.pk,
            "is_superuser": "on",
        },
    )
    client.post(f"/admin/users/edit/{user.pk}/", {"username": "x", "groups": wanted.pk})
    client.post(f"/admin/groups/edit/{wanted.pk}/", {"name": "管理"})
    user.refresh_from_db()
    assert [group.name for group in user.groups.all()] == [who]
    assert not user.is_superuser


@pytest.mark.parametrize("action", ["delete", "registry-publish", "registry-withdraw"])
def test_an_editor_publishes_withdraws_and_deletes_nothing_in_bulk(action: str) -> None:
    client, _user = signed_in(ROLE_EDITOR)
    shown, hidden = make_project(), make_project(publish=False)
    client.post(
        f"/admin/bulk/registry/heritageproject/{action}/?id={shown.pk}&id={hidden.pk}",
        {"confirm": "1"},
    )
    states = HeritageProject.objects.order_by("pk").values_list("live", flat=True)
    assert list(states) == [True, False]


def test_an_editor_withdraws_nothing() -> None:
    client, _user = signed_in(ROLE_EDITOR)
    shown = make_project()
    client.post(f"/admin/snippets/registry/heritageproject/unpublish/{shown.pk}/")
    shown.refresh_from_db()
    assert shown.live


def test_keys_no_database_holds_are_no_rows() -> None:
    client, _user = signed_in(ROLE_REVIEWER)
    answer = client.get(f"/admin/bulk/registry/heritageproject/delete/?id={'9' * 30}&id=x&id=²")
    assert answer.status_code == 200


def test_the_page_for_adding_documents_opens() -> None:
    client, _user = signed_in(ROLE_EDITOR)
    assert client.get("/admin/documents/multiple/add/").status_code == 200
