"""Browsers of the offices of outreach."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.models import User
from workcalendar.models import CalendarDay

# Wagtail fixes some of its words when its hooks are loaded, in the language that is active then.
get_resolver().url_patterns  # noqa: B018


def client_of(user: User) -> Client:
    """A browser this user is signed in with."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _no_holidays(db: None) -> None:
    """Days are counted from today here; whether one of them is a holiday must not matter."""
    CalendarDay.objects.all().delete()
