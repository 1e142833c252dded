"""进度查询 without an account: of whatever a room gave a number and a code for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from safeguards.forms import TrackForm
from safeguards.limiting import TooManyTries
from safeguards.tracking import track as find


@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """Number and code are sent by POST; an address may bring the number, never the code."""
    posted = request.POST if request.method == "POST" else None
    form = TrackForm(posted, initial={"number": request.GET.get("number", "")[:40]})
    progress, status = None, 200
    if posted is not None and form.is_valid():
        try:
            progress = find(
                number=form.cleaned_data["number"],
                code=form.cleaned_data["code"],
                address=request.META.get("REMOTE_ADDR", ""),
            )
        except TooManyTries as error:
            form.add_error(None, error)
            status = 429
        else:
            if progress is None:
                form.add_error(None, _("编号或查询码不对，请对照回执再试一次。"))
    context = {"form": form, "progress": progress, "title": _("进度查询"), "section": "track"}
    return render(request, "track.html", context, status=status)
