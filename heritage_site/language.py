"""In which language a request is answered."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

STAFF_PREFIX = "/admin/"


class LanguageMiddleware(LocaleMiddleware):
    """Chinese, unless the visitor has chosen otherwise with the switch at the head of the page.

    What a browser is set up for does not count: it is a site of a Chinese bureau, and half of the
    browsers that visit it were installed in English by somebody else. Staff choose in their
    account, which Wagtail honours after this.
    """

    def process_request(self, request: HttpRequest) -> None:
        translation.activate(self._wanted(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Pages and API say themselves that they vary by cookie; files do not."""
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response

    @staticmethod
    def _wanted(request: HttpRequest) -> str:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if request.path_info.startswith(STAFF_PREFIX) or chosen not in dict(settings.LANGUAGES):
            return settings.LANGUAGE_CODE
        return chosen
