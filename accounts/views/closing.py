"""Ending one's account."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from ..domain.closing import close_account, obstacles
from ..domain.personal_data import Retention, kept_of
from ..forms import ConfirmDeletionForm
from .guard import SignedInRequest, fresh_page, sent

KEPT = "kept_of_closed_account"


@fresh_page
@require_http_methods(["GET", "POST"])
def delete(request: SignedInRequest) -> HttpResponse:
    """Says what would be kept, by which rule and how long; then does it."""
    form = ConfirmDeletionForm(sent(request))
    standing = obstacles(request.user)
    if request.method == "POST" and form.is_valid() and not standing:
        try:
            kept = close_account(user=request.user, by=request.user)
        except ValidationError as error:
            standing = error.messages
        else:
            logout(request)
            request.session[KEPT] = [[one.what, one.rule, one.until] for one in kept]
            return redirect("account:deleted")
    context = {
        "form": form,
        "obstacles": standing,
        "kept": kept_of(request.user),
        "log_days": settings.SIGN_IN_LOG_DAYS,
    }
    return render(request, "accounts/delete.html", context)


@never_cache
@require_GET
def deleted(request: HttpRequest) -> HttpResponse:
    """What became of it; shown once, to whoever has just done it."""
    kept = request.session.pop(KEPT, None)
    if kept is None:
        return redirect("/")
    context = {"kept": [Retention(*one) for one in kept], "log_days": settings.SIGN_IN_LOG_DAYS}
    return render(request, "accounts/deleted.html", context)
