"""What every template may show of the site itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from heritage_site.display import ELDER_COOKIE


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
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
    }


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
