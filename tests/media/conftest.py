"""Who comes asking for a file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.enums import ROLE_EDITOR
from accounts.models import User

ClientFor = Callable[[str], Client]


@pytest.fixture
def client_for(db: None) -> ClientFor:
    """A browser: of nobody, of somebody who only signed in, of a dismissed editor, of a role."""

    def make(who: str) -> Client:
        client = Client()
        if who == "nobody":
            return client
        user = User.objects.create_user(username=f"user-{who}", display_name="测试")
        if who == "dismissed":
            user.groups.add(Group.objects.get(name=ROLE_EDITOR))
        elif who != "visitor":
            user.groups.add(Group.objects.get(name=who))
        client.force_login(user)
        if who == "dismissed":
            User.objects.filter(pk=user.pk).update(is_active=False)
        return client

    return make
