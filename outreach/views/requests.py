"""A school, community or mall asks for a class, gets a receipt, and may take the request back."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.views.guard import SignedInRequest, own_page
from outreach.domain.requesting import make_request, withdraw
from outreach.forms.requesting import ClassRequestForm
from outreach.models import ClassRequest
from outreach.request_progress import may_be_withdrawn, progress_of, wished_days
from safeguards.forms import TrackForm
from safeguards.limiting import Limit, TooManyTries, count_try
from safeguards.tracking import prove

RECEIPT = "class-request-receipt"
REQUEST_BY_ADDRESS = Limit("request-address", most=20, minutes=60)
SECTION = "classes"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; what was typed stays there until it was taken."""
    user = request.user if isinstance(request.user, User) else None
    if request.method != "POST":
        return _ask_page(request, ClassRequestForm(initial=_begin(request, user)))
    form = ClassRequestForm(request.POST)
    if not form.is_valid() or form.cleaned_data["website"]:
        return _ask_page(request, form, status=422)
    try:
        count_try(REQUEST_BY_ADDRESS, request.META.get("REMOTE_ADDR", ""), now=timezone.now())
        made = make_request(asked=form.asked, by=user, once=form.cleaned_data["once"])
    except TooManyTries as error:
        form.add_error(None, error)
        return _ask_page(request, form, status=429)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return _ask_page(request, form, status=422)
    request.session[RECEIPT] = made.pk
    return redirect("outreach:request-receipt")


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and code, shown to whoever has just asked, in this browser only."""
    row = get_object_or_404(ClassRequest, pk=request.session.get(RECEIPT))
    context = {"asked": row, "title": _("申请已收到"), "section": SECTION}
    return render(request, "outreach/requests/receipt.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest) -> HttpResponse:
    """Withdraw by number and code, which are counted as tries just as on the page of progress."""
    posted = request.POST if request.method == "POST" else None
    form = TrackForm(posted, initial={"number": request.GET.get("number", "")[:40]})
    if posted is None or not form.is_valid():
        return _take_back_page(request, form, status=200 if posted is None else 422)
    try:
        matter = prove(
            number=form.cleaned_data["number"],
            code=form.cleaned_data["code"],
            address=request.META.get("REMOTE_ADDR", ""),
        )
    except TooManyTries as error:
        form.add_error(None, error)
        return _take_back_page(request, form, status=429)
    if matter is None or not isinstance(matter.row, ClassRequest):
        form.add_error(None, _("编号或查询码不对，请对照回执再试一次。"))
        return _take_back_page(request, form, status=422)
    try:
        withdraw(request=matter.row)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return _take_back_page(request, form, status=409)
    context = {"number": matter.row.number, "title": _("申请已撤回"), "section": SECTION}
    return render(request, "outreach/requests/withdrawn.html", context)


@own_page
@require_safe
def own_requests(request: SignedInRequest) -> HttpResponse:
    """The requests made while signed in."""
    rows = request.user.class_requests.all()  # type: ignore[attr-defined]
    context = {"requests": rows, "title": _("我的上课申请"), "section": SECTION}
    return render(request, "outreach/requests/own.html", context)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_request(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One of them; somebody else's is not there."""
    row = get_object_or_404(ClassRequest, public_id=public_id, user=request.user)
    if request.method == "POST":
        if request.POST.get("act") != "withdraw":
            raise Http404
        try:
            withdraw(request=row, by=request.user)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, _("申请已撤回。"))
        return redirect("outreach:own-request", public_id)
    context = {
        "asked": row,
        "progress": progress_of(row),
        "wished": wished_days(row),
        "withdrawable": may_be_withdrawn(row),
        "title": _("上课申请 %(number)s") % {"number": row.number},
        "section": SECTION,
    }
    return render(request, "outreach/requests/one.html", context)


def _begin(request: HttpRequest, user: User | None) -> dict[str, Any]:
    begin: dict[str, Any] = {"once": secrets.token_hex(16)}
    programme = request.GET.get("programme", "")
    if programme.isdigit():
        begin["programme"] = programme
    if user is not None:
        begin |= {"contact_name": user.get_full_name(), "contact": user.email}
    return begin


def _ask_page(request: HttpRequest, form: ClassRequestForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "title": _("申请到校、到社区上课"), "section": SECTION}
    return render(request, "outreach/requests/ask.html", context, status=status)


def _take_back_page(request: HttpRequest, form: TrackForm, *, status: int) -> HttpResponse:
    context = {"form": form, "title": _("撤回上课申请"), "section": SECTION}
    return render(request, "outreach/requests/take_back.html", context, status=status)
