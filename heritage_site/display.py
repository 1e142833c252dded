"""How a visitor wants the site shown: the elder-friendly version and the language, kept in cookies."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

ELDER_COOKIE = "elder"
ONE_YEAR = 365 * 24 * 60 * 60


@csrf_exempt
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Set what was asked for and go back to where the visitor was.

    Exempt from the CSRF check on purpose: it only chooses how pages look, and a token would set a
    cookie on, and forbid caching of, every page that shows the switch.
    """
    response = HttpResponseRedirect(_back(request))
    elder = request.POST.get("elder")
    if elder == "1":
        _remember(request, response, ELDER_COOKIE, "1")
    elif elder == "0":
        response.delete_cookie(ELDER_COOKIE)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        _remember(request, response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def vary_on_display(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: tell caches that a page looks different to those who chose how it looks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def _remember(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )


def _back(request: HttpRequest) -> str:
    """The page the browser says it came from, which knows filters set since it was rendered."""
    for address in (request.META.get("HTTP_REFERER", ""), request.POST.get("next", "")):
        if address and url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            parts = urlsplit(address)
            # The path alone: behind a proxy the scheme and host may be others than seen here.
            path = "/" + parts.path.lstrip("/\\")
            return path + (f"?{parts.query}" if parts.query else "")
    return "/"
