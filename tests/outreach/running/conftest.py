"""Browsers of the offices of outreach."""

from __future__ import annotations

from django.test import Client
from django.urls import get_resolver

from accounts.models import User

# Wagtail fixes some of its words when its hooks are loaded, in the language that is active then.
get_resolver().url_patterns  # noqa: B018


def client_of(user: User) -> Client:
    """A browser this user is signed in with."""
    client = Client()
    client.force_login(user)
    return client
