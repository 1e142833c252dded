"""The experts' pages: the sheet of scores, and the scores afterwards."""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from applications import panels, queries
from applications.domain import reviewing
from applications.enums import MemberState
from applications.forms.review import SheetForm, values_of
from applications.models import PanelMember, Score
from applications.sheets import sheet_of
from applications.terms import RubricItem


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Score, save as one goes, hand in."""
    member = get_object_or_404(queries.assigned_to(request.user), pk=pk)
    if request.method == "POST":
        return _posted(request, member)
    initial = {
        **values_of(sheet_of(member)),
        "revision": member.revision,
        "tab": secrets.token_hex(8),
    }
    form = SheetForm(rubric=member.panel.case.form, initial=initial)
    return _page(request, member, form)


def _posted(request: HttpRequest, member: PanelMember) -> HttpResponse:
    action = request.POST.get("action", "save")
    whole = action == "hand-in"
    form = SheetForm(request.POST, rubric=member.panel.case.form, whole=whole)
    saved = None
    if form.is_valid():
        act: Any = reviewing.hand_in if whole else reviewing.save_sheet
        try:
            # An autosave may still be on its way when the button is pressed: same window, no quarrel.
            saved = act(
                member_id=member.pk,
                by=member.expert.user,
                sheet=form.sheet,
                seen=form.cleaned_data["revision"] or 0,
                window=form.cleaned_data["tab"],
            )
        except ValidationError as error:
            form.blame(error)
            member.refresh_from_db()
    if action == "autosave":
        context = {"saved": saved, "form": form, "now": timezone.localtime()}
        return render(request, "applications/review/_saved.html", context)
    if saved is None:
        return _page(request, member, form, status=422)
    if whole:
        messages.success(request, _("评分已提交。专家组结束之前，您还可以修改后再次提交。"))
        return redirect("review:scores", pk=member.pk)
    messages.success(request, _("已保存，还没有提交。"))
    return redirect("review:sheet", pk=member.pk)


@never_cache
@login_required
@require_GET
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own scores; while the panel is at work, also the others' that are in."""
    member = queries.invitations_of(request.user).filter(state=MemberState.SCORED, pk=pk).first()
    if member is None:
        member = get_object_or_404(queries.finished_by(request.user), pk=pk)
    visible = list(panels.scores_visible_to(member))
    if member.panel.closed_at is not None:
        visible = [one for one in visible if one.member_id == member.pk]
    rubric = member.panel.case.form.rubric
    others = sorted({one.member_id for one in visible} - {member.pk})
    context = {
        "member": member,
        "case": member.panel.case,
        "rows": [_row(item, visible, member.pk, others) for item in rubric],
        "others": [
            _("其他专家 %(number)d") % {"number": number} for number, _one in enumerate(others, 1)
        ],
        "total": _sum(visible, member.pk),
        "sums": [_sum(visible, one) for one in others],
        "full": member.panel.case.form.full_score,
        "title": _("我的评分"),
    }
    return render(request, "applications/review/scores.html", context)


def _sum(scores: list[Score], member: int) -> Decimal:
    return sum((one.points or Decimal() for one in scores if one.member_id == member), Decimal())


def _row(item: RubricItem, scores: list[Score], own: int, others: list[int]) -> dict[str, Any]:
    by_member = {one.member_id: one for one in scores if one.item == item.key}
    return {
        "item": item,
        "own": by_member.get(own),
        "others": [by_member[pk].points if pk in by_member else None for pk in others],
    }


def _page(
    request: HttpRequest, member: PanelMember, form: SheetForm, status: int = 200
) -> HttpResponse:
    if form.is_bound:
        # What was typed stays; the next try is measured against what is stored now.
        data = request.POST.copy()
        data["revision"] = str(member.revision)
        form.data = data
    context = {
        "member": member,
        "case": member.panel.case,
        "form": form,
        "late": member.panel.due_on < timezone.localdate(),
        "handed_in": member.state == MemberState.SCORED,
        "full": member.panel.case.form.full_score,
        "title": _("评分"),
    }
    return render(request, "applications/review/sheet.html", context, status=status)
