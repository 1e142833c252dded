"""What every template may show of the site itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from heritage_site.display import ELDER_COOKIE

SECTIONS = {"applications": "apply", "notices": "notices"}
"""Ways in at the head of the page, by the room of addresses all of whose pages belong to them."""


def site(request: HttpRequest) -> dict[str, Any]:
    """The operator's name, numbers and contacts, which a government site must show in its footer."""
    return {
        "site_name": settings.SITE_NAME,
        "site_operator": settings.SITE_OPERATOR,
        "icp_number": settings.ICP_NUMBER,
        "public_security_number": settings.PUBLIC_SECURITY_NUMBER,
        "site_identification_code": settings.SITE_IDENTIFICATION_CODE,
        "contact_email": settings.CONTACT_EMAIL,
        "contact_phone": settings.CONTACT_PHONE,
        "languages": offered_languages(),
        "section": _section(request),
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
    }


def _section(request: HttpRequest) -> str:
    """What the head of the page marks as current, unless the view says something else."""
    match = request.resolver_match
    return SECTIONS.get(match.namespace, "") if match is not None else ""


@cache
def offered_languages() -> tuple[tuple[str, str], ...]:
    """The source language, and those whose translation has been compiled."""
    return tuple(
        (code, name)
        for code, name in settings.LANGUAGES
        if code == settings.LANGUAGE_CODE or any(_compiled(code))
    )


def _compiled(code: str) -> list[Path]:
    places = [Path(root) / code / "LC_MESSAGES" / "django.mo" for root in settings.LOCALE_PATHS]
    return [place for place in places if place.exists()]
