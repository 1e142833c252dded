"""Browsers of the offices."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.models import User
from tests.factories.applications import make_staff

# Wagtail fixes some of its words when its hooks are loaded, in the language that is active then.
get_resolver().url_patterns  # noqa: B018


def client_of(user: User) -> Client:
    """A browser this user is signed in with."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(db: Any) -> User:
    return make_staff("officer")


@pytest.fixture
def as_officer(officer: User) -> Client:
    return client_of(officer)
