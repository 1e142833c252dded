"""Addresses of this site as messages, calendars and codes on paper write them: with the site's own name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse


def full_address(name: str, *args: Any) -> str:
    """Of the page with this name."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=args)}"
