"""The applicant's side of guidance: questions, remarks, the check of completeness, appointments."""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.guard import SignedInRequest, own_page
from applications import queries
from applications.domain import appointments, guiding
from applications.domain.completeness import what_is_missing
from applications.domain.transitioning import transition
from applications.enums import ItemType
from applications.forms.guidance import BookingForm, QuestionForm, items_of
from applications.models import GuidanceAppointment, GuidanceSlot, Remark
from applications.views.access import own_case


@own_page
def questions(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Questions and answers, and the remarks of the guide."""
    case = own_case(request, public_id)
    about = request.GET.get("item", "")
    form = QuestionForm(case, request.POST or None, initial={"about": about})
    if request.method == "POST" and form.is_valid():
        item_type, item = form.item()
        try:
            guiding.ask(
                case=case,
                item_type=item_type,
                item=item,
                text=form.cleaned_data["text"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已经发出。有了答复会通知您。"))
            return redirect("applications:guidance", public_id)
    labels = dict(items_of(case))
    return render(
        request,
        "applications/guidance/questions.html",
        {
            "case": case,
            "form": form,
            "title": _("申报指导"),
            "talk": [_labelled(one, labels) for one in case.guidance_messages.all()],
            "remarks": [_labelled(one, labels) for one in case.remarks.all()],
            "may_share": case.state == "draft",
        },
    )


@own_page
@require_POST
def remark_done(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    """A remark has been dealt with."""
    case = own_case(request, public_id)
    remark = get_object_or_404(Remark, pk=pk, case=case)
    guiding.finish_remark(remark=remark, by=request.user)
    return redirect("applications:guidance", public_id)


@own_page
@require_POST
def share(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Ask a guide to look at the whole draft."""
    case = own_case(request, public_id)
    try:
        transition(case_id=case.pk, name="ask_guidance", by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("指导员会看到您现在填写的内容，看完后通知您。您仍可以继续修改。")
        )
    return redirect("applications:guidance", public_id)


@own_page
@require_safe
def check(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What the dossier still lacks, with the article that asks for it."""
    case = own_case(request, public_id)
    return render(
        request,
        "applications/guidance/check.html",
        {"case": case, "missing": what_is_missing(case), "title": _("检查是否填齐")},
    )


@own_page
@require_safe
def slots(request: SignedInRequest) -> HttpResponse:
    """Times that can be booked, by day, and one's own appointments."""
    return render(request, "applications/guidance/slots.html", _slots_context(request))


@own_page
@require_POST
def book_slot(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one."""
    form = BookingForm(request.POST)
    case = None
    if wanted := request.POST.get("case"):
        case = own_case(request, wanted)
    try:
        appointments.book(
            slot_id=pk,
            by=request.user,
            case=case,
            topic=form.cleaned_data["topic"] if form.is_valid() else "",
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("预约成功。前一天会提醒您。"))
    return redirect("applications:slots")


@own_page
@require_POST
def cancel_slot(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give one's time back."""
    appointment = get_object_or_404(GuidanceAppointment, pk=pk, booked_by=request.user)
    try:
        appointments.cancel(appointment=appointment, by=request.user)
    except (ValidationError, PermissionDenied) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        messages.success(request, _("预约已取消。"))
    return redirect("applications:slots")


def _slots_context(request: SignedInRequest) -> dict[str, Any]:
    now = timezone.now()
    free = (
        GuidanceSlot.objects.filter(
            withdrawn_at__isnull=True, starts_at__gte=now + appointments.NOTICE
        )
        .exclude(appointments__state__in=["booked", "held", "missed"])
        .exclude(guide=request.user)
        .select_related("guide")[:200]
    )
    mine = GuidanceAppointment.objects.filter(booked_by=request.user, slot__ends_at__gt=now)
    days = itertools.groupby(free, key=lambda slot: timezone.localtime(slot.starts_at).date())
    return {
        "title": _("预约申报指导"),
        "days": [(day, list(times)) for day, times in days],
        "mine": mine.exclude(state="cancelled").select_related("slot__guide", "case"),
        "cases": queries.cases_of(request.user).filter(state__in=["draft", "guided"]),
        "form": BookingForm(),
    }


def _labelled(row: Any, labels: dict[str, Any]) -> dict[str, Any]:
    item = f"{row.item_type}:{row.item}"
    return {"row": row, "label": labels.get(item, labels[f"{ItemType.WHOLE}:"])}
