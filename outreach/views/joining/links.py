"""The pages behind the links of a registration. A link is looked at first; only a button does something."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outreach import rules
from outreach.domain import joining, waiting
from outreach.domain.answering import give_feedback, is_over
from outreach.domain.refusals import AlreadyJoined
from outreach.domain.tokens import (
    Purpose,
    TokenExpiredError,
    TokenInvalidError,
    registration_of,
    ticket_code,
)
from outreach.enums import GIVEN_UP, LIVE, TAKES_PART, RegistrationState
from outreach.forms.joining import FeedbackForm
from outreach.joining_messages import full_link, link
from outreach.languages import show_as_written
from outreach.models import Feedback, Registration
from printing.codes import qr_code

View = Callable[[HttpRequest, Registration], HttpResponse]


def by_token(purpose: Purpose) -> Callable[[View], Callable[..., HttpResponse]]:
    """The page of whoever holds this token: a wrong one is no address, an old one says that it is old."""

    def guard(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponse:
            try:
                registration = registration_of(token, purpose, now=timezone.now())
            except TokenInvalidError as error:
                raise Http404 from error
            except TokenExpiredError:
                context = {"title": _("链接已经过期"), "section": "classes"}
                return _private(
                    render(request, "outreach/joining/expired.html", context, status=410)
                )
            show_as_written(request, registration)
            return _private(view(request, registration))

        return never_cache(guarded)

    return guard


@require_http_methods(["GET", "HEAD", "POST"])
@by_token(Purpose.CONFIRM)
def confirm(request: HttpRequest, row: Registration) -> HttpResponse:
    """Mail programs look at links before people do: nothing happens until the button is pressed."""
    if row.state in TAKES_PART or row.session.state in GIVEN_UP:
        return redirect(link(row, Purpose.VIEW))
    if request.method == "POST":
        try:
            return redirect(link(joining.confirm(registration=row), Purpose.VIEW))
        except AlreadyJoined as error:
            _say(request, error)
            return redirect(link(error.registration, Purpose.VIEW))
        except ValidationError as error:
            _say(request, error)
    return _page(request, row, "confirm", _("确认报名"))


@require_safe
@by_token(Purpose.VIEW)
def view(request: HttpRequest, row: Registration) -> HttpResponse:
    """我的报名: how it stands, the code for the door, and what one can do."""
    session, now = row.session, timezone.now()
    context: dict[str, Any] = {"cancel": None, "public": rules.is_public(session)}
    if row.state in LIVE and now < session.begins_at:
        context["cancel"] = link(row, Purpose.CANCEL)
    if row.state == RegistrationState.WAITING:
        context["place"] = waiting.place_in_queue(row)
    if row.state == RegistrationState.OFFERED:
        context["offer"] = link(row, Purpose.OFFER)
    if row.state == RegistrationState.PLACED and now < session.ends_at:
        context |= _ticket(row)
    if row.state == RegistrationState.PLACED and is_over(session, now=now):
        context["feedback"] = link(row, Purpose.FEEDBACK)
    return _page(request, row, "registration", _("我的报名"), **context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_token(Purpose.CANCEL)
def cancel(request: HttpRequest, row: Registration) -> HttpResponse:
    """Give the seats back; nobody asks for a reason."""
    if request.method == "POST":
        try:
            joining.cancel(registration=row)
        except ValidationError as error:
            _say(request, error)
        else:
            return redirect(link(row, Purpose.VIEW))
    elif row.state not in LIVE:
        return redirect(link(row, Purpose.VIEW))
    return _page(request, row, "cancel", _("取消报名"))


@require_http_methods(["GET", "HEAD", "POST"])
@by_token(Purpose.OFFER)
def offer(request: HttpRequest, row: Registration) -> HttpResponse:
    """Take the seats that are kept, or let them go to the next one."""
    if request.method == "POST":
        try:
            if "decline" in request.POST:
                joining.cancel(registration=row)
            else:
                waiting.accept_offer(registration=row)
        except ValidationError as error:
            _say(request, error)
        return redirect(link(row, Purpose.VIEW))
    if row.state != RegistrationState.OFFERED:
        return redirect(link(row, Purpose.VIEW))
    return _page(request, row, "offer", _("有名额了"))


@require_safe
@by_token(Purpose.TICKET)
def ticket(request: HttpRequest, row: Registration) -> HttpResponse:
    """What any camera opens from the code: staff come to the door's page, others see no more than a class."""
    if rules.may_run(request.user, row.session):
        response = redirect("outreach_sign_in:session", row.session_id)
        response["Location"] += f"?code={ticket_code(row)}"
        return response
    return _page(request, row, "ticket", _("签到码"))


@require_http_methods(["GET", "HEAD", "POST"])
@by_token(Purpose.FEEDBACK)
def feedback(request: HttpRequest, row: Registration) -> HttpResponse:
    """课后反馈; what was said before can be said anew."""
    if row.state != RegistrationState.PLACED:
        return redirect(link(row, Purpose.VIEW))
    given = Feedback.objects.filter(registration=row).first()
    initial = {"rating": given.rating, "text": given.text} if given else {}
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial=initial)
    too_early = not is_over(row.session, now=timezone.now())
    if request.method == "POST" and form.is_valid() and not too_early:
        try:
            give_feedback(registration=row, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("谢谢您的反馈。"))
            return redirect(link(row, Purpose.VIEW))
    return _page(request, row, "feedback", _("这堂课怎么样"), form=form, too_early=too_early)


def _ticket(row: Registration) -> dict[str, Any]:
    drawing = qr_code(full_link(row, Purpose.TICKET))
    picture = f"data:image/svg+xml;base64,{base64.b64encode(drawing).decode()}"
    return {"qr": picture, "ticket_code": ticket_code(row)}


def _say(request: HttpRequest, error: ValidationError) -> None:
    for message in error.messages:
        messages.error(request, message)


def _page(
    request: HttpRequest, row: Registration, name: str, title: str, **context: Any
) -> HttpResponse:
    """The page knows the session and the number of people; name and contact are not shown again."""
    told = {"registration": row, "session": row.session, "title": title, "section": "classes"}
    return render(request, f"outreach/joining/{name}.html", told | context)


def _private(response: HttpResponse) -> HttpResponse:
    """Whoever has the address has the token: no search engine keeps it, no other site is told of it.

    Not ``no-referrer``: the forms of these pages would be sent without an origin, and refused.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
