"""Who counts as one attacker, and what somebody reads who is locked out (django-axes)."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..domain.phones import verified_owner
from ..models import User
from ..validators import normal_phone


def account_key(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The name attempts are counted under: the account's own, whichever of its names was typed.

    Else somebody would have the attempts three times over, by mailbox, number and user name. What
    belongs to no account is counted under what was typed, and locked out just the same, so that
    the answer tells nobody which accounts exist.
    """
    typed = _typed(request, credentials or {})
    kept: dict[str, str] = request.__dict__.setdefault("_account_keys", {}) if request else {}
    if typed not in kept:
        kept[typed] = _username_of(typed)
    return kept[typed]


def _typed(request: HttpRequest | None, credentials: dict[str, Any]) -> str:
    # Names before "login": re-authentication has no such field, and its account is known.
    for name in ("username", "email", "phone", "login"):
        if value := credentials.get(name):
            return str(value).strip().lower()
    return request.POST.get("login", "").strip().lower() if request else ""


def _username_of(typed: str) -> str:
    if "@" in typed:
        users = filter_users_by_email(typed, prefer_verified=True, for_login=True)
        if users:
            return str(users[0].get_username())
    user = User.objects.filter(username__iexact=typed).first() if typed else None
    if user is None:
        try:
            user = verified_owner(normal_phone(typed))
        except ValidationError:
            user = None
    return user.get_username() if user else typed[:255]


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address; behind proxies as many steps back as TRUSTED_PROXY_COUNT says."""
    return get_client_ip(request)


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Says how long to wait and what else helps; the same whether or not the account exists."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {"failures": settings.AXES_FAILURE_LIMIT, "minutes": minutes}
    return render(request, "accounts/locked_out.html", context, status=429)
