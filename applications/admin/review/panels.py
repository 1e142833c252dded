"""The secretary's pages of a case: the panel in figures, naming experts, asking another one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from applications import panels, queries, rules
from applications.admin.review.desk import ReviewPage, candidates, numbers
from applications.domain.drawing import draw_experts
from applications.domain.reviewing import replace_expert
from applications.domain.table import TABLE
from applications.domain.transitioning import in_the_way, possible_steps, transition
from applications.models import Case, PanelMember

ENDINGS = ("close_review", "fail_review", "undo_review")
"""How a panel's work ends."""


def review_context(case: Case, user: Any) -> dict[str, Any]:
    """Panels with their figures, the committee's decisions, and what can be done now."""
    found = list(case.panels.order_by("-number"))
    for panel in found:
        panel.case = case
    summaries = [
        {"summary": panels.panel_summary(panel), "open_scores": rules.may_read_scores(user, panel)}
        for panel in found
    ]
    possible = possible_steps(user, case)
    problems = {
        name: in_the_way(case=case, name=name, by=user) for name in possible if name in ENDINGS
    }
    return {
        "case": case,
        "summaries": summaries,
        "decisions": list(case.decisions.select_related("recorded_by").order_by("-pk")),
        "possible": [name for name in possible if not problems.get(name)],
        "blocked": [
            {"label": TABLE[name].label, "problems": found}
            for name, found in problems.items()
            if found
        ],
        "may_review": rules.may_review(user, case),
    }


class ReviewView(ReviewPage):
    """Everything about the review of one case."""

    template_name = "applications/admin/review/review.html"
    page_title = gettext_lazy("专家评审与委员会审议")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *items, _review, _here = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": _("评审")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **review_context(self.case, self.user)}


class ChooseView(ReviewPage):
    """Name the panel: by hand, or by lot and then looked over."""

    template_name = "applications/admin/review/choose.html"
    page_title = gettext_lazy("组织专家评审")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "open_review" not in possible_steps(self.user, self.case):
            messages.error(request, _("这件申报现在不能组织专家评审，请看最新情况。"))
            return redirect(self.review_url())
        return self._show(numbers(request.GET.getlist("chosen")))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = numbers(request.POST.getlist("experts"))
        seen = numbers([request.POST.get("seen", "")])
        try:
            if request.POST.get("action") == "draw":
                return self._draw()
            transition(
                case_id=self.case.pk,
                name="open_review",
                by=self.user,
                wanted={"experts": chosen},
                seen=seen[0] if seen else None,
            )
        except ValidationError as error:
            self.case.refresh_from_db()
            return self._show(chosen, problems=error.messages)
        messages.success(request, _("专家组已成立，邀请已发给各位专家。"))
        return redirect(self.review_url())

    def _draw(self) -> HttpResponse:
        size = self.case.terms.panel_size
        drawn = draw_experts(case_id=self.case.pk, count=size, by=self.user)
        messages.success(
            self.request,
            _("已抽取 %(count)d 位专家并勾选，种子已记入办理记录。请核对后发出邀请。")
            % {"count": len(drawn)},
        )
        query = urlencode({"chosen": [expert.pk for expert in drawn]}, doseq=True)
        return redirect(f"{self.request.path}?{query}")

    def _show(self, chosen: list[int], problems: list[str] | None = None) -> HttpResponse:
        context = self.get_context_data(
            candidates=candidates(case=self.case, user=self.user, chosen=chosen),
            problems=problems or [],
            size=self.case.terms.panel_size,
        )
        return self.render_to_response(context)


class ReplaceView(ReviewPage):
    """Ask somebody else in place of one who stepped back or does not answer."""

    template_name = "applications/admin/review/replace.html"
    page_title = gettext_lazy("更换专家")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(numbers(request.GET.getlist("chosen")))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = self._member()
        chosen = numbers(request.POST.getlist("experts"))[:1]
        reason = request.POST.get("reason", "")
        try:
            if request.POST.get("action") == "draw":
                drawn = draw_experts(case_id=self.case.pk, count=1, by=self.user)
                return self._show([drawn[0].pk], reason=reason)
            if not chosen:
                raise ValidationError(_("请选择一位专家。"))
            new = replace_expert(
                member_id=member.pk, expert_id=chosen[0], by=self.user, reason=reason
            )
        except ValidationError as error:
            return self._show(chosen, reason=reason, problems=error.messages)
        messages.success(request, _("已邀请%(name)s。") % {"name": new.expert.name})
        return redirect(self.review_url())

    def _member(self) -> PanelMember:
        panel = queries.open_panel(self.case)
        if panel is None:
            raise Http404
        members = panel.members.select_related("expert")
        return get_object_or_404(members, pk=self.kwargs["member"])

    def _show(
        self, chosen: list[int], reason: str = "", problems: list[str] | None = None
    ) -> HttpResponse:
        member = self._member()
        context = self.get_context_data(
            candidates=candidates(
                case=self.case, user=self.user, chosen=chosen, within=member.panel
            ),
            member=member,
            reason=reason,
            problems=problems or [],
            single=True,
        )
        return self.render_to_response(context)


def choose_url(case: Case) -> str:
    """Where the step ``open_review`` is taken."""
    return reverse("applications_choose_experts", args=[case.pk])


def decision_url(case: Case) -> str:
    """Where the committee's decision is recorded: the steps ``reject`` and ``send_back`` follow from it."""
    return reverse("applications_decision", args=[case.pk])
