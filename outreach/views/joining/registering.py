"""报名: the form, and the page on which one types the code that was sent."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from outreach import queries
from outreach.domain.joining import confirm_by_code, proved_contacts, register
from outreach.domain.refusals import AlreadyJoined, JoiningRefused
from outreach.domain.tokens import Purpose
from outreach.enums import TAKES_PART
from outreach.forms.joining import CodeForm, JoinForm
from outreach.joining_messages import link
from outreach.models import Registration, Session
from outreach.models.registrations import new_registration_id
from outreach.seats import standing_of
from safeguards.limiting import TooManyTries


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """/classes/<id>/join/: what was typed stays there until it was taken."""
    session = get_object_or_404(queries.public_sessions(), pk=pk)
    user = request.user if isinstance(request.user, User) else None
    proved = proved_contacts(user) if user is not None else []
    if request.method != "POST":
        own = _own(session, user)
        if own is not None:
            return redirect(link(own, Purpose.VIEW))
        initial = (
            {"name": user.display_name, "contact": proved[0] if proved else ""} if user else {}
        )
        return _page(request, session, JoinForm(initial=initial, proved=bool(proved)))
    form = JoinForm(request.POST, proved=bool(proved))
    if not form.is_valid():
        return _page(request, session, form)
    try:
        registration = register(
            session_id=session.pk,
            party=form.party(),
            person=form.person(),
            by=user,
            address=request.META.get("REMOTE_ADDR", ""),
        )
    except TooManyTries as error:
        form.add_error(None, error)
        return _page(request, session, form, status=429)
    except AlreadyJoined as error:
        messages.info(request, error.message)
        return redirect(link(error.registration, Purpose.VIEW))
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, session, form)
    if registration is not None and registration.confirmed_at is not None:
        return redirect(link(registration, Purpose.VIEW))
    # Who registers a contact that is known already sees the same as everybody else.
    public_id = registration.public_id if registration is not None else new_registration_id()
    return redirect("outreach:join-code", session.pk, public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
    """The code is typed; what is no registration looks like one whose code is wrong."""
    session = get_object_or_404(queries.public_sessions(), pk=pk)
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            registration = confirm_by_code(
                session_id=session.pk,
                public_id=public_id,
                code=form.cleaned_data["code"],
                address=request.META.get("REMOTE_ADDR", ""),
            )
        except TooManyTries as error:
            form.add_error(None, error)
            status = 429
        except AlreadyJoined as error:
            messages.info(request, error.message)
            return redirect(link(error.registration, Purpose.VIEW))
        except JoiningRefused as error:
            form.add_error(None, error)
        else:
            return redirect(link(registration, Purpose.VIEW))
    context = {"session": session, "form": form, "title": _("确认报名"), "section": "classes"}
    return render(request, "outreach/joining/code.html", context, status=status)


def _own(session: Session, user: User | None) -> Registration | None:
    """What whoever is signed in has already; going back from there leads there again."""
    if user is None:
        return None
    return session.registrations.filter(user=user, state__in=TAKES_PART).first()


def _page(
    request: HttpRequest, session: Session, form: JoinForm, status: int = 200
) -> HttpResponse:
    context = {
        "session": session,
        "form": form,
        "joining": standing_of(session, now=timezone.now()),
        "title": _("报名：%(title)s") % {"title": session.read_title},
        "section": "classes",
    }
    return render(request, "outreach/joining/join.html", context, status=status)
