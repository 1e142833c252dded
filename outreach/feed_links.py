"""The addresses of calendars: calendar programs have no cookie, so the address tells the language."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from outreach.naming import in_chinese

LANGUAGE = "lang"
OTHER = next(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


def feed_address(asked: str = "") -> str:
    """Of the calendar to subscribe to, narrowed as ``asked`` says, in the language being read."""
    return reverse("outreach:feed") + _spoken(asked)


def session_feed_address(session_id: int) -> str:
    """Of one session's own calendar."""
    return reverse("outreach:session-feed", args=[session_id]) + _spoken("")


def _spoken(asked: str) -> str:
    """Chinese goes without saying: addresses that are in use stay as they are."""
    if in_chinese():
        return asked
    return f"{asked}{'&' if asked else '?'}{LANGUAGE}={OTHER}"
