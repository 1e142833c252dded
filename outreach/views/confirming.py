"""The page behind the link a teacher or a venue gets: what is asked, and the answer. No account."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.signing import SignatureExpired
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from outreach.confirmation_links import read_token
from outreach.domain.confirming import give_answer, why_not
from outreach.forms.confirming import AnswerForm
from outreach.models import Confirmation

GONE = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, so that programs which open links in mails answer for nobody."""
    try:
        asked = _asked(token)
    except SignatureExpired:
        return _show(request, None, closed="expired", status=GONE)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            give_answer(
                confirmation_id=asked.pk, agreed=form.agreed, note=form.cleaned_data["note"]
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("outreach:confirm", token)
    closed = why_not(asked)
    if closed and request.method == "POST":
        return _show(request, asked, closed=closed, form=form, status=409)
    status = GONE if closed not in ("", "answered") else 422 if form.is_bound else 200
    return _show(request, asked, closed=closed, form=form, status=status)


def _asked(token: str) -> Confirmation:
    """The asking the token names. Http404 for what we did not sign, SignatureExpired for the old."""
    key = read_token(token)
    rows = Confirmation.objects.select_related(
        *("session", "session__programme", "session__venue", "session__venue__division"),
        *("session__room", "session__teacher", "session__replaced_by"),
    )
    found = rows.filter(pk=key).first() if key is not None else None
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest,
    asked: Confirmation | None,
    *,
    closed: str,
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "asked": asked,
        "session": asked.session if asked else None,
        "form": form,
        "closed": closed,
        "title": _("确认上课安排"),
    }
    return render(request, "outreach/confirming/confirm.html", context, status=status)
