"""The applicant's page of his case: where it stands, what is wanted, what was and comes."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.views.guard import SignedInRequest, not_yours_is_not_there, own_page
from applications import progress, wording
from applications.domain.completeness import what_is_missing
from applications.domain.editing import open_correction, scope_of
from applications.domain.transitioning import possible_steps, transition
from applications.dossier_pdf import dossier_pdf
from applications.enums import ItemType, NoticeState, State
from applications.letter_pdf import letter_pdf, tracking_address
from applications.models import Case, DossierVersion, Notice
from applications.records import addresses_of
from applications.tasks import task_list
from applications.views.access import own_case
from printing.responses import pdf_response

HANDING_IN = {
    State.DRAFT: "submit",
    State.GUIDED: "submit",
    State.CORRECTING: "answer_correction",
}


@own_page
@require_safe
def case(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Everything about the case in one place."""
    found = own_case(request, public_id)
    scope = scope_of(found)
    steps = possible_steps(request.user, found)
    context = {
        "case": found,
        "standing": wording.standing(found),
        "wanted": progress.wanted_of(found),
        "tasks": task_list(found, scope) if scope.anything else None,
        "hand_in": HANDING_IN.get(State(found.state)) in steps,
        "may_withdraw": "withdraw" in steps,
        "defects": _defects(found),
        "notice": _running_notice(found),
        "record_url": addresses_of([found]).get(found.pk, ""),
        "history": progress.history_of(found),
        "to_come": wording.still_to_come(found),
        "letters": found.letters.all(),
        "versions": found.dossier_versions.defer("content", "sealed"),
        "remarks": found.remarks.filter(done_at__isnull=True).count(),
        "answers": found.guidance_messages.filter(from_staff=True).count(),
        "title": found.title or _("未命名的申报"),
        **_receipt(found),
    }
    return render(request, "applications/dossier/case.html", context)


@own_page
@require_http_methods(["GET", "POST"])
@not_yours_is_not_there
def submit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Look once more, then hand in the dossier or the correction."""
    found = own_case(request, public_id)
    step = HANDING_IN.get(State(found.state))
    if step is None:
        messages.info(request, _("这件申报已经提交，不用再提交一次。"))
        return redirect("applications:case", public_id)
    errors: list[str] = []
    if request.method == "POST":
        try:
            transition(case_id=found.pk, name=step, by=request.user)
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, _("已提交。受理编号和查询码在下面，请记下。"))
            return redirect("applications:case", public_id)
    context = {
        "case": found,
        "missing": what_is_missing(found),
        "errors": errors,
        "is_correction": step == "answer_correction",
        "title": capfirst(_("提交补正") if step == "answer_correction" else _("提交申报")),
    }
    return render(
        request, "applications/dossier/submit.html", context, status=422 if errors else 200
    )


@own_page
@require_http_methods(["GET", "POST"])
@not_yours_is_not_there
def withdraw(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take the application back, with the reason."""
    found = own_case(request, public_id)
    if "withdraw" not in possible_steps(request.user, found):
        raise Http404
    reason, errors = request.POST.get("reason", ""), []
    if request.method == "POST":
        try:
            transition(case_id=found.pk, name="withdraw", by=request.user, reason=reason[:2000])
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, _("申报已撤回。填写的内容都保留着。"))
            return redirect("applications:case", public_id)
    context = {"case": found, "reason": reason, "errors": errors, "title": _("撤回申报")}
    return render(
        request, "applications/dossier/withdraw.html", context, status=422 if errors else 200
    )


@own_page
@require_GET
def letter(request: SignedInRequest, public_id: str, pk: int) -> HttpResponse:
    """A letter as PDF."""
    found = own_case(request, public_id)
    row = get_object_or_404(found.letters, pk=pk)
    return pdf_response(letter_pdf(row), f"{row.subject} {row.number}".strip())


@own_page
@require_GET
def dossier(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The 申报书 as PDF: ``?version=2``, without it what is being written, or the last version."""
    found = own_case(request, public_id)
    content = dossier_pdf(found, _version(request, found), private=True)
    return pdf_response(content, _("申报书 %(case)s") % {"case": found.title or public_id})


def _version(request: HttpRequest, case: Case) -> DossierVersion | None:
    wanted = request.GET.get("version", "")
    if wanted:
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 5):
            raise Http404
        return get_object_or_404(case.dossier_versions, number=int(wanted))
    if case.is_unsubmitted or case.state == State.CORRECTING:
        return None
    return case.dossier_versions.order_by("-number").first()


def _defects(case: Case) -> list[dict[str, Any]]:
    """What the open correction asks for, each with the place where it is mended."""
    correction = open_correction(case) if case.state == State.CORRECTING else None
    rows = []
    for item in correction.items.all() if correction else []:
        if item.item_type == ItemType.QUESTION and (question := case.form.question(item.item)):
            place = reverse("applications:section", args=[case.public_id, question.section.value])
            label, url = question.label, f"{place}#id_{question.key}"
        else:
            material = case.material(item.item)
            label = material.name if material else _("附件材料")
            url = reverse("applications:materials", args=[case.public_id])
        rows.append({"label": label, "text": item.defect, "url": url})
    return rows


def _running_notice(case: Case) -> Notice | None:
    """The public page where everybody may read of it now."""
    if case.state != State.ON_NOTICE:
        return None
    names = case.candidacies.filter(removed_at__isnull=True).select_related("notice")
    last = names.filter(notice__state=NoticeState.PUBLISHED).order_by("-pk").first()
    return last.notice if last else None


def _receipt(case: Case) -> dict[str, Any]:
    """Number, code and a picture of the address where the two are typed in."""
    if not case.number:
        return {}
    address = tracking_address(case)
    return {
        "tracking": address,
        "qr": segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2),
    }
