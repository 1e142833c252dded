"""委员会审议: recording one decision, or one sitting on several cases; reading the minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from applications import queries, rules
from applications.admin.review.desk import ReviewPage, candidates, numbers
from applications.domain.deciding import Meeting, record_decision, record_sitting
from applications.domain.drawing import draw_experts
from applications.enums import MemberState, State
from applications.forms.committee import DecisionForm, MeetingForm, SittingForm
from applications.models import Case, CommitteeDecision, Panel, PanelMember
from media.domain.uploads import remove
from media.private_serving import answer_private
from registry.admin.people import staff


def may_organise(user: Any) -> bool:
    """Whether the user organises reviews at all."""
    return bool(user.is_active and user.has_perm(rules.REVIEW))


def written(form: MeetingForm, by: Any, write: Callable[[Meeting], Any]) -> bool:
    """Store the minutes' file and write; a refusal is shown by the form, and its file is not kept."""
    meeting = None
    try:
        meeting = form.meeting(by)
        write(meeting)
    except ValidationError as error:
        form.add_error(None, error.messages)
        if meeting is not None and meeting.minutes_file is not None:
            remove(file=meeting.minutes_file)
        if form.files:
            form.add_error("minutes_file", _("请再选择一次纪要扫描件。"))
        return False
    return True


class DecisionView(ReviewPage):
    """Minutes, votes and decision on one case."""

    template_name = "applications/admin/review/decision.html"
    page_title = gettext_lazy("登记委员会决定")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.case.state != State.COMMITTEE:
            messages.error(request, _("这件申报不在委员会审议中，请看最新情况。"))
            return redirect(self.review_url())
        return self._show(DecisionForm(initial={"seen": self.case.events_written}), self._last())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = numbers(request.POST.getlist("experts"))
        if request.POST.get("action") == "draw":
            return self._draw(chosen)
        form = DecisionForm(request.POST, request.FILES)
        done = form.is_valid() and written(
            form,
            self.user,
            lambda meeting: record_decision(
                meeting=meeting,
                outcome=form.outcome(self.case, chosen),
                by=self.user,
                seen=form.cleaned_data["seen"],
            ),
        )
        if not done:
            # What was typed stays; the next try is measured against the log as it is now.
            self.case.refresh_from_db()
            data = request.POST.copy()
            data["seen"] = str(self.case.events_written)
            form.data = data
            return self._show(form, chosen)
        messages.success(request, _("委员会的决定已登记。"))
        return redirect(self.review_url())

    def _draw(self, chosen: list[int]) -> HttpResponse:
        """Other experts by lot; what was typed stays, and is not judged yet."""
        problems: list[str] = []
        try:
            size = self.case.terms.panel_size
            drawn = draw_experts(case_id=self.case.pk, count=size, by=self.user)
            chosen = [expert.pk for expert in drawn]
        except ValidationError as error:
            problems = error.messages
        self.case.refresh_from_db()
        typed = {name: self.request.POST.get(name, "") for name in DecisionForm.base_fields}
        form = DecisionForm(initial={**typed, "seen": self.case.events_written})
        return self._show(form, chosen, problems)

    def _last(self) -> list[int]:
        """Those who scored before know the case."""
        panel = self.case.panels.order_by("-number").first()
        members = PanelMember.objects.filter(panel=panel, state=MemberState.SCORED)
        return list(members.values_list("expert_id", flat=True))

    def _show(
        self, form: DecisionForm, chosen: list[int], problems: list[str] | None = None
    ) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            problems=problems or [],
            candidates=candidates(case=self.case, user=self.user, chosen=chosen),
            size=self.case.terms.panel_size,
        )
        return self.render_to_response(context)


@method_decorator(never_cache, name="dispatch")
class SittingView(WagtailAdminTemplateMixin, TemplateView):
    """One meeting of the committee on every case that lies before it."""

    template_name = "applications/admin/review/sitting.html"
    page_title = gettext_lazy("委员会会议")
    header_icon = "clipboard-list"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_organise(staff(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    @cached_property
    def cases(self) -> list[Case]:
        """Those before the committee, but for one's own; with the experts' votes and what is recorded."""
        user = staff(self.request)
        last = Panel.objects.filter(case=OuterRef("pk")).order_by("-number").values("pk")[:1]
        recorded = CommitteeDecision.objects.filter(
            case=OuterRef("pk"), recorded_at__gte=OuterRef("state_since")
        ).order_by("-pk")
        scored = Q(panels__pk=Subquery(last), panels__members__state=MemberState.SCORED)
        found = queries.visible_to(user).filter(state=State.COMMITTEE)
        return list(
            found.exclude(pk__in=queries.cases_of(user))
            .select_related("category", "round")
            .annotate(
                scored=Count("panels__members", filter=scored),
                in_favour=Count(
                    "panels__members", filter=scored & Q(panels__members__in_favour=True)
                ),
                recorded=Subquery(recorded.values("decision")[:1]),
            )
            .order_by("round", "kind", "number")
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=SittingForm(cases=self.cases)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = staff(request)
        form = SittingForm(request.POST, request.FILES, cases=self.cases)
        done = form.is_valid() and written(
            form,
            user,
            lambda meeting: record_sitting(meeting=meeting, outcomes=form.outcomes(), by=user),
        )
        if not done:
            return self.render_to_response(self.get_context_data(form=form))
        count = len(form.outcomes())
        messages.success(request, _("已登记 %(count)d 件申报的决定。") % {"count": count})
        return redirect(request.path)


class MinutesView(ReviewPage):
    """The scanned minutes of a decision, after a line in the log."""

    def get(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        decisions = self.case.decisions.select_related("minutes_file")
        decision = get_object_or_404(decisions, pk=kwargs["decision"])
        if decision.minutes_file is None:
            raise Http404
        purpose = _("委员会纪要 %(number)s") % {"number": self.case.number}
        return answer_private(request, decision.minutes_file, purpose=purpose)
