"""One's units: registering one, letting people in, leaving."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ..domain import admissions, units
from ..enums import UnitRole
from ..forms import InviteForm, NewUnitForm, UnitForm
from ..models import Invitation, JoinRequest, Membership, Organisation
from ..queries import invitations_for, is_head, open_invitations, open_requests, organisations_of
from .guard import SignedInRequest, not_yours_is_not_there, own_page, said, sent


@own_page
@require_http_methods(["GET", "POST"])
def new_unit(request: SignedInRequest) -> HttpResponse:
    """Register a unit, or ask to be let into the one with this code."""
    form = NewUnitForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if limited := ratelimit.consume_or_429(request, action="join_unit"):
            return limited
        values = form.cleaned_data
        try:
            found = units.found_or_ask(by=request.user, **values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _registered_or_asked(request, found)
    return render(request, "accounts/new_unit.html", {"form": form})


@own_page
@require_GET
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The unit, its people, and who waits to be let in."""
    return _unit_page(request, _own_unit(request, pk), InviteForm())


@own_page
@not_yours_is_not_there
@require_http_methods(["GET", "POST"])
def edit_unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Heads change its name, address and contact."""
    organisation = _headed_unit(request, pk)
    form = UnitForm(sent(request), instance=organisation)
    if request.method == "POST" and form.is_valid():
        units.change_unit(organisation=organisation, by=request.user, **form.cleaned_data)
        messages.success(request, _("单位信息已保存。"))
        return redirect("account:unit", pk=pk)
    return render(request, "accounts/edit_unit.html", {"form": form, "unit": organisation})


@own_page
@not_yours_is_not_there
@require_POST
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    organisation = _headed_unit(request, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _unit_page(request, organisation, form)
    if limited := ratelimit.consume_or_429(request, action="invite"):
        return limited
    try:
        admissions.invite(organisation=organisation, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _unit_page(request, organisation, form)
    messages.success(request, _("邀请已发出，14 天内有效。"))
    return redirect("account:unit", pk=pk)


@own_page
@require_POST
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership, organisation=pk, user=request.user)
    left = said(
        request,
        lambda: units.remove(membership=membership, by=request.user),
        _("您已退出这个单位。"),
    )
    return redirect("account:overview") if left else redirect("account:unit", pk=pk)


@own_page
@not_yours_is_not_there
@require_POST
def change_member(request: SignedInRequest, pk: int, member: int) -> HttpResponse:
    """``do``: remove, head, agent, hand-over."""
    membership = get_object_or_404(_headed_unit(request, pk).memberships, pk=member)
    name, by = str(membership.user), request.user
    match request.POST.get("do"):
        case "remove":
            done = _("已将%(name)s移出单位。") % {"name": name}
            said(request, lambda: units.remove(membership=membership, by=by), done)
        case "head" | "agent" as role:
            label = UnitRole(role).label
            done = _("%(name)s现在是%(role)s。") % {"name": name, "role": label}
            said(request, lambda: units.change_role(membership=membership, role=role, by=by), done)
        case "hand-over":
            done = _("负责人已交给%(name)s，您现在是经办人。") % {"name": name}
            said(request, lambda: units.hand_over(membership=membership, by=by), done)
        case _other:
            raise Http404
    if organisations_of(by).filter(pk=pk).exists():
        return redirect("account:unit", pk=pk)
    return redirect("account:overview")


@own_page
@not_yours_is_not_there
@require_POST
def answer_request(request: SignedInRequest, pk: int, request_pk: int) -> HttpResponse:
    """A head lets somebody in, or does not."""
    asked = get_object_or_404(_headed_unit(request, pk).join_requests, pk=request_pk)
    if request.POST.get("do") == "admit":
        done = _("%(name)s已加入。") % {"name": asked.user}
        said(request, lambda: admissions.admit(request=asked, by=request.user), done)
    else:
        said(request, lambda: admissions.refuse(request=asked, by=request.user), _("已谢绝。"))
    return redirect("account:unit", pk=pk)


@own_page
@not_yours_is_not_there
@require_POST
def withdraw(request: SignedInRequest, pk: int, invitation: int) -> HttpResponse:
    row = get_object_or_404(_headed_unit(request, pk).invitations, pk=invitation)
    said(
        request,
        lambda: admissions.withdraw_invitation(invitation=row, by=request.user),
        _("邀请已撤回。"),
    )
    return redirect("account:unit", pk=pk)


@own_page
@not_yours_is_not_there
@require_POST
def answer_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whoever is invited joins, or declines."""
    row: Invitation = get_object_or_404(invitations_for(request.user), pk=pk)
    if request.POST.get("do") == "accept":
        done = _("您已加入%(unit)s。") % {"unit": row.organisation}
        said(request, lambda: admissions.accept_invitation(invitation=row, by=request.user), done)
    else:
        said(
            request,
            lambda: admissions.decline_invitation(invitation=row, by=request.user),
            _("已谢绝邀请。"),
        )
    return redirect("account:overview")


@own_page
@require_POST
def withdraw_request(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(JoinRequest, pk=pk, user=request.user)
    said(
        request,
        lambda: admissions.withdraw_request(request=row, by=request.user),
        _("申请已撤回。"),
    )
    return redirect("account:overview")


def _registered_or_asked(request: SignedInRequest, found: Membership | JoinRequest) -> HttpResponse:
    """The name as registered is nowhere in the answer to who only asked."""
    if isinstance(found, Membership):
        messages.success(request, _("单位已登记，您是它的负责人。"))
        return redirect("account:unit", pk=found.organisation_id)
    messages.info(request, _("这个单位已经登记，您的申请已转给单位负责人，请等候答复。"))
    return redirect("account:overview")


def _own_unit(request: SignedInRequest, pk: int) -> Organisation:
    """A unit the person belongs to; any other is not there."""
    return get_object_or_404(organisations_of(request.user), pk=pk)


def _headed_unit(request: SignedInRequest, pk: int) -> Organisation:
    organisation = _own_unit(request, pk)
    if not is_head(request.user, organisation):
        raise Http404
    return organisation


def _unit_page(
    request: SignedInRequest, organisation: Organisation, form: InviteForm
) -> HttpResponse:
    head = is_head(request.user, organisation)
    context = {
        "unit": organisation,
        "members": list(organisation.memberships.select_related("user")),
        "head": head,
        "form": form,
        "requests": list(open_requests(organisation)) if head else [],
        "invitations": (list(open_invitations().filter(organisation=organisation)) if head else []),
    }
    return render(request, "accounts/unit.html", context)
