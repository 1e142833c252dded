"""The experts' pages: what they are asked to review, declarations, dossiers, files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from applications import queries
from applications.domain import reviewing
from applications.enums import MemberState
from applications.expert_dossier import dossier_for, version_for, visible_attachments
from applications.forms.review import DeclarationForm, SteppingBackForm
from applications.models import Attachment, PanelMember
from media.private_serving import answer_private


@never_cache
@login_required
@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """/review/: invitations, what is to be scored, what was scored."""
    found = sorted(queries.invitations_of(request.user), key=lambda one: one.panel.due_on)
    context = {
        "invited": [one for one in found if one.state == MemberState.INVITED],
        "assigned": [one for one in found if one.state == MemberState.DECLARED],
        "scored": [one for one in found if one.state == MemberState.SCORED],
        "finished": queries.finished_by(request.user).order_by("-panel__closed_at")[:50],
        "today": timezone.localdate(),
        "title": _("我的评审"),
    }
    return render(request, "applications/review/list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def declaration(request: HttpRequest, pk: int) -> HttpResponse:
    """Before anything is shown of the dossier: does something bind the expert to the applicant?"""
    member = get_object_or_404(queries.invitations_of(request.user), pk=pk)
    if member.state != MemberState.INVITED:
        return redirect("review:dossier", pk=pk)
    form = DeclarationForm(_sent(request))
    if form.is_valid():
        try:
            reviewing.declare(member_id=pk, by=member.expert.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("声明已记录。现在可以查看申报材料并评分。"))
            return redirect("review:dossier", pk=pk)
    return _page(request, "declaration", member, form=form, title=_("利害关系声明"))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def stepping_back(request: HttpRequest, pk: int) -> HttpResponse:
    """回避 or 谢绝, with the reason."""
    member = get_object_or_404(queries.invitations_of(request.user), pk=pk)
    may_decline = member.state != MemberState.SCORED
    form = SteppingBackForm(_sent(request), may_decline=may_decline)
    if form.is_valid():
        recuses = form.cleaned_data["state"] == MemberState.RECUSED
        act = reviewing.recuse if recuses else reviewing.decline
        try:
            act(member_id=pk, by=member.expert.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已告诉评审秘书，您不用再评审这件申报。谢谢您及时说明。"))
            return redirect("review:list")
    return _page(request, "stepping_back", member, form=form, title=_("回避或谢绝"))


@never_cache
@login_required
@require_GET
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier as it was handed in, without identity and contact."""
    member = get_object_or_404(queries.invitations_of(request.user), pk=pk)
    if member.state == MemberState.INVITED:
        return redirect("review:declaration", pk=pk)
    found = dossier_for(member.panel)
    title = member.panel.case.title
    return _page(request, "dossier", member, dossier=found, title=title)


@login_required
@require_GET
def attachment(request: HttpRequest, pk: int, attachment: int) -> HttpResponseBase:
    """One file of the dossier; every reading is noted."""
    member = get_object_or_404(queries.assigned_to(request.user), pk=pk)
    version = version_for(member.panel)
    if version is None or attachment not in visible_attachments(version, member.panel.case.form):
        raise Http404
    found = get_object_or_404(
        Attachment.objects.select_related("file"), pk=attachment, case=member.panel.case
    )
    purpose = _("专家评审 %(number)s") % {"number": member.panel.case.number}
    return answer_private(request, found.file, purpose=purpose)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, even when it is empty."""
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, name: str, member: PanelMember, **more: Any) -> HttpResponse:
    context = {
        "member": member,
        "case": member.panel.case,
        "late": member.panel.due_on < timezone.localdate(),
        **more,
    }
    form = more.get("form")
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, f"applications/review/{name}.html", context, status=status)
