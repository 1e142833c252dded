"""What every page of one's own account shares: signed in, and in nobody's cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from ..models import User

View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    user: User


def own_page(view: View) -> View:
    """Signed in, and never kept by a cache: it shows one person's data."""
    return never_cache(login_required(view))


def fresh_page(view: View) -> View:
    """The same, and who asks has just shown the password or a code once more."""
    return never_cache(login_required(reauthentication_required(view)))


def not_yours_is_not_there(view: View) -> View:
    """What the domain refuses is answered as if it did not exist: it tells a stranger nothing."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except PermissionDenied as error:
            raise Http404 from error

    return guarded


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, an empty one too; nothing where it is only looked at."""
    return request.POST if request.method == "POST" else None


def said(request: HttpRequest, action: Callable[[], Any], done: str) -> bool:
    """Do it and say so, or say what stands against it."""
    try:
        action()
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return False
    messages.success(request, done)
    return True
