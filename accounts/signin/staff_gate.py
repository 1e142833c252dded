"""The door to the administration: who may not pass, and who must show a second factor first."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ..queries import has_second_factor, is_staff

STAFF_PREFIX = "/admin/"
# What a page of the administration needs that anybody may have, and the ways out and in.
OPEN = ("/admin/login/", "/admin/logout/", "/admin/sprite/", "/admin/jsi18n/")
SIGNED_IN_AT = "signed_in_at"
DESTINATION = "staff_destination"


class StaffGate:
    """Middleware before every address of the administration.

    Wagtail sends those who may not enter to the log-in, which would send the signed-in back: they
    get a page that says so instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _behind_the_gate(request):
            return self._detour(request) or self.get_response(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Inside the view's reach, so that the refusal becomes the site's own page."""
        if _behind_the_gate(request) and not is_staff(request.user):
            raise PermissionDenied

    def _detour(self, request: HttpRequest) -> HttpResponse | None:
        if not is_staff(request.user):
            return None
        if _signed_in_too_long_ago(request):
            logout(request)
            hours = settings.STAFF_SESSION_HOURS
            words = _("登录已超过 %(hours)s 小时，为安全起见请重新登录。") % {"hours": hours}
            messages.info(request, words)
            return _to("account_login", request)
        if not settings.STAFF_SECOND_FACTOR:
            return None
        if not has_second_factor(request.user):
            request.session[DESTINATION] = _wanted(request)
            messages.info(request, _("进入后台前，请先开启两步验证，只需一两分钟。"))
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        if not _shown_second_factor(request):
            return _to("mfa_reauthenticate", request)
        return None


def _behind_the_gate(request: HttpRequest) -> bool:
    path = request.path_info
    inside = path.startswith(STAFF_PREFIX) and not path.startswith(OPEN)
    return inside and request.user.is_authenticated


def _to(name: str, request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': _wanted(request)})}")


def _wanted(request: HttpRequest) -> str:
    """Where he was going; what is sent with a form cannot be kept, so the form's page it is."""
    return request.get_full_path() if request.method == "GET" else request.path_info


def _shown_second_factor(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def _signed_in_too_long_ago(request: HttpRequest) -> bool:
    since = request.session.get(SIGNED_IN_AT)
    return since is None or time.time() - since > settings.STAFF_SESSION_HOURS * 60 * 60


@receiver(user_logged_in)
def note_time(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """A session's age is counted from here, whatever is done in it later."""
    request.session[SIGNED_IN_AT] = time.time()


@receiver(authenticator_added)
def note_second_factor(
    sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any
) -> None:
    """Who has just set up the app has shown a code of it: he is not asked for another at once."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
