"""People who sign in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR
from accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "很长的口令-7391-灯笼"


@pytest.fixture
def administrator(client: Client) -> Client:
    user = User.objects.create_user("guanli", display_name="管理员")
    user.groups.add(Group.objects.get(name=ROLE_ADMINISTRATOR))
    client.force_login(user)
    return client


def new_account(**changes: object) -> dict[str, object]:
    return {
        "username": "zhangsan",
        "display_name": "张三",
        "email": "",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [Group.objects.get(name=ROLE_EDITOR).pk],
        **changes,
    }


def test_the_full_name_is_what_others_see() -> None:
    assert str(User(username="zs", display_name="张三")) == "张三"
    assert User(username="zs", display_name="张三").get_full_name() == "张三"
    assert User(username="zs").get_full_name() == "zs"


def test_an_address_belongs_to_one_person_whatever_its_case() -> None:
    User.objects.create_user("one", email="Zhang@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("two", email="zhang@EXAMPLE.org")
    with pytest.raises(ValidationError, match="请换一个邮箱"):
        User(username="two", password="x", email="ZHANG@example.org").full_clean()


def test_many_people_may_have_no_address() -> None:
    User.objects.create_user("one")
    User.objects.create_user("two")
    assert User.objects.filter(email="").count() == 2


def test_an_account_is_made_in_the_administration_with_one_full_name(administrator: Client) -> None:
    page = administrator.get(reverse("wagtailusers_users:add"))
    html = page.content.decode()
    assert "姓名" in html
    assert 'name="first_name"' not in html
    response = administrator.post(reverse("wagtailusers_users:add"), new_account())
    assert response.status_code == 302, response.context["form"].errors
    user = User.objects.get(username="zhangsan")
    assert (user.display_name, list(user.groups.values_list("name", flat=True))) == (
        "张三",
        [ROLE_EDITOR],
    )
    assert user.check_password(PASSWORD)


def test_the_full_name_is_required_and_a_taken_address_is_refused(administrator: Client) -> None:
    User.objects.create_user("one", email="a@example.org")
    response = administrator.post(
        reverse("wagtailusers_users:add"), new_account(display_name="", email="A@example.org")
    )
    errors = response.context["form"].errors
    assert "display_name" in errors
    response = administrator.post(
        reverse("wagtailusers_users:add"), new_account(email="A@example.org")
    )
    assert "请换一个邮箱" in str(response.context["form"].errors)
    assert not User.objects.filter(username="zhangsan").exists()


def test_an_account_is_changed(administrator: Client) -> None:
    user = User.objects.create_user("lisi", display_name="李四")
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    assert "李四" in administrator.get(url).content.decode()
    response = administrator.post(
        url, {"username": "lisi", "display_name": "李四光", "email": "", "is_active": "on"}
    )
    assert response.status_code == 302, response.context["form"].errors
    user.refresh_from_db()
    assert user.display_name == "李四光"


def test_the_role_of_administrator_makes_no_superuser_and_touches_none(
    administrator: Client,
) -> None:
    administrator.post(reverse("wagtailusers_users:add"), new_account(is_superuser="on"))
    assert not User.objects.get(username="zhangsan").is_superuser
    chief = User.objects.create_superuser("chief", display_name="超级")
    for name in ("edit", "delete"):
        url = reverse(f"wagtailusers_users:{name}", args=[chief.pk])
        for response in (administrator.get(url), administrator.post(url, new_account())):
            assert response.status_code in {302, 403}
    chief.refresh_from_db()
    assert (chief.username, chief.is_superuser, chief.display_name) == ("chief", True, "超级")


def test_people_change_their_own_name_on_their_account_page(client: Client) -> None:
    user = User.objects.create_user("lisi", display_name="李四")
    user.groups.add(Group.objects.get(name=ROLE_EDITOR))
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "李四" in page
    assert "name_email-last_name" not in page
    response = client.post(
        reverse("wagtailadmin_account"),
        {
            "name_email-display_name": "李四光",
            "name_email-email": "li@example.org",
            "locale-preferred_language": "",
            "locale-current_time_zone": "",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
        },
    )
    assert response.status_code == 302, response.content.decode()
    user.refresh_from_db()
    assert (user.display_name, user.first_name) == ("李四光", "李四光")
    assert user.email == "", "a mailbox is changed with a code, on /account/"
