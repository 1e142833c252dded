"""One's own data: what is held, how one signs in, and a copy of it all."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import queries
from ..domain.personal_data import archive_of, everything_of
from ..forms import ProfileForm
from ..models import Phone
from ..own_pages import own_pages
from .guard import SignedInRequest, fresh_page, own_page, sent


@own_page
@require_GET
def overview(request: SignedInRequest) -> HttpResponse:
    """/account/: who one is here, one's units, and what waits for an answer."""
    user = request.user
    context = {
        "memberships": list(queries.units_of(user)),
        "invitations": list(queries.invitations_for(user)),
        "requests": list(queries.requests_of(user)),
        "own_pages": own_pages(),
        "enters_administration": queries.is_staff(user),
        **_contacts(request),
    }
    return render(request, "accounts/overview.html", context)


@own_page
@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """The name."""
    form = ProfileForm(sent(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("姓名已保存。"))
        return redirect("account:overview")
    return render(request, "accounts/profile.html", {"form": form})


@own_page
@require_GET
def security(request: SignedInRequest) -> HttpResponse:
    """How one signs in: password, mailbox, number, second factor; and where one is signed in."""
    sessions = UserSession.objects.purge_and_list(request.user)
    context = {
        "second_factor": queries.has_second_factor(request.user),
        "sessions": sorted(sessions, key=lambda one: one.created_at, reverse=True),
        **_contacts(request),
    }
    return render(request, "accounts/security.html", context)


@own_page
@require_POST
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign out one other device."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        return redirect("account_logout")
    session.end()
    messages.success(request, _("已退出那台设备上的登录。"))
    return redirect("account:security")


@own_page
@require_GET
def data(request: SignedInRequest) -> HttpResponse:
    """What a copy contains, before it is asked for."""
    context = {"kinds": list(everything_of(request.user))}
    return render(request, "accounts/data.html", context)


@fresh_page
@require_GET
def download(request: SignedInRequest) -> FileResponse:
    """The copy, made for this one answer and kept nowhere."""
    name = _("我的个人信息") + timezone.localdate().strftime("-%Y%m%d.zip")
    return FileResponse(archive_of(request.user), as_attachment=True, filename=name)


def _contacts(request: SignedInRequest) -> dict[str, object]:
    return {
        "email": EmailAddress.objects.filter(user=request.user).order_by("-primary", "pk").first(),
        "phone": Phone.objects.filter(user=request.user).first(),
    }
