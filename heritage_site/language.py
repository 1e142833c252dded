"""In which language a request is answered."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

STAFF_PREFIX = "/admin/"


class LanguageMiddleware(LocaleMiddleware):
    """Visitors are answered as they or their browser ask; staff in Chinese.

    A browser set up in English must not turn half of the administration English. Who prefers it
    chooses so in the account, which Wagtail honours after this.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path_info.startswith(STAFF_PREFIX):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
