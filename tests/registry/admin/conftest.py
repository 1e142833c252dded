"""People of the three roles, and a small registry for the admin's screens."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER
from accounts.models import User

# Wagtail fixes some of its words when its hooks are loaded, in the language that is active then:
# before the migrations of the test database, which run without a language.
get_resolver().url_patterns  # noqa: B018


def member(role: str, username: str) -> User:
    """A member of staff with one role."""
    user = User.objects.create_user(username, f"{username}@example.cn", "x-example-2026")
    user.display_name = {"编辑": "李编辑", "审核": "王审核", "管理": "赵管理"}[role]
    user.save()
    user.groups.add(Group.objects.get(name=role))
    return user


def client_of(user: User) -> Client:
    """A browser this user is signed in with."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor(db: Any) -> User:
    return member(ROLE_EDITOR, "bianji")


@pytest.fixture
def reviewer(db: Any) -> User:
    return member(ROLE_REVIEWER, "shenhe")


@pytest.fixture
def administrator(db: Any) -> User:
    return member(ROLE_ADMINISTRATOR, "guanli")


@pytest.fixture
def as_editor(editor: User) -> Client:
    return client_of(editor)


@pytest.fixture
def as_reviewer(reviewer: User) -> Client:
    return client_of(reviewer)


@pytest.fixture
def as_administrator(administrator: User) -> Client:
    return client_of(administrator)
