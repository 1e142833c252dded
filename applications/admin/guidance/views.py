"""What guides work with: open questions, shared drafts, their times, and the count of a year."""

from __future__ import annotations

import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.models import User
from accounts.views.guard import SignedInRequest
from applications import queries, rules
from applications.admin.guidance.counting import count_guidance, guidance_spreadsheet
from applications.answering import in_words
from applications.domain import appointments, guiding
from applications.domain.transitioning import transition
from applications.enums import AppointmentState, State
from applications.forms.guidance import ItemForm, OutcomeForm, SlotSeriesForm, items_of
from applications.models import (
    Case,
    GuidanceAppointment,
    GuidanceMessage,
    GuidanceSlot,
    Remark,
    Round,
)


class GuidancePage(WagtailAdminTemplateMixin, TemplateView):
    """What all pages of guides share."""

    header_icon = "help"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(rules.GUIDE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def _tell(self, error: ValidationError) -> None:
        messages.error(self.request, " ".join(error.messages))


def open_questions(user: Any) -> QuerySet[GuidanceMessage]:
    """Questions nobody has answered, but for those in one's own cases; oldest first."""
    waiting = GuidanceMessage.objects.filter(from_staff=False, answered=False)
    own = queries.cases_of(user).values("pk")
    return waiting.exclude(case__in=own).select_related("case__version", "case__guide")


class InboxView(GuidancePage):
    """Questions to be answered and drafts to be looked at."""

    template_name = "applications/admin/guidance/inbox.html"
    page_title = gettext_lazy("申报指导")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        shared = queries.visible_to(user).filter(state=State.GUIDED)
        shared = shared.exclude(pk__in=queries.cases_of(user).values("pk"))
        return super().get_context_data(
            questions=[
                {"row": one, "about": _about(one.case, one)} for one in open_questions(user)[:200]
            ],
            shared=shared.select_related("guide", "round").order_by("state_since")[:200],
            **kwargs,
        )

    def post(self, request: SignedInRequest) -> HttpResponse:
        """Answer one question."""
        question = get_object_or_404(open_questions(request.user), pk=request.POST.get("question"))
        try:
            guiding.answer(question=question, text=request.POST.get("text", ""), by=request.user)
        except ValidationError as error:
            self._tell(error)
            return self.render_to_response(
                self.get_context_data(kept={"pk": question.pk, "text": request.POST.get("text")})
            )
        messages.success(request, _("已答复，并通知了申报人。"))
        return redirect("applications_guidance:inbox")


class RemarksView(GuidancePage):
    """A shared draft, item by item, with what the guide would mend."""

    template_name = "applications/admin/guidance/remarks.html"
    page_title = gettext_lazy("逐项意见")

    def _case(self) -> Case:
        cases = queries.visible_to(self.request.user).select_related("version", "round")
        case = get_object_or_404(cases, pk=self.kwargs["pk"], state=State.GUIDED)
        if not rules.may_guide(self.request.user, case):
            raise Http404
        return case

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self._case()
        answers = {one.question: one.text for one in case.answers.all()}
        open_ones = [one for one in case.form.questions if not one.private]
        words = in_words(open_ones, answers)
        labels = dict(items_of(case))
        return super().get_context_data(
            case=case,
            form=kwargs.pop("form", None) or ItemForm(case),
            answers=[
                {"label": one.label, "text": words.get(one.key, ""), "private": one.private}
                for one in case.form.questions
            ],
            remarks=[
                {"row": one, "label": labels.get(f"{one.item_type}:{one.item}", "")}
                for one in case.remarks.filter(done_at__isnull=True)
            ],
            **kwargs,
        )

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Add a remark, take one back, become the guide, or send them all to the applicant."""
        case = self._case()
        try:
            if "withdraw" in request.POST:
                remark = get_object_or_404(Remark, pk=request.POST["withdraw"], case=case)
                guiding.withdraw_remark(remark=remark, by=request.user)
            elif "take" in request.POST:
                guiding.take_over(case=case, by=request.user)
            elif "send" in request.POST:
                transition(case_id=case.pk, name="return_guidance", by=request.user)
                messages.success(request, _("意见已发给申报人，申报书回到申报人手里。"))
                return redirect("applications_guidance:inbox")
            else:
                form = ItemForm(case, request.POST)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(form=form))
                item_type, item = form.item()
                guiding.remark(
                    case=case,
                    item_type=item_type,
                    item=item,
                    text=form.cleaned_data["text"],
                    by=request.user,
                )
        except ValidationError as error:
            self._tell(error)
        return redirect("applications_guidance:remarks", pk)


class SlotsView(GuidancePage):
    """A guide's times and who has booked them."""

    template_name = "applications/admin/guidance/slots.html"
    page_title = gettext_lazy("我的指导时段")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.now() - datetime.timedelta(days=14)
        slots = GuidanceSlot.objects.filter(
            guide=cast("User", self.request.user), withdrawn_at__isnull=True, starts_at__gte=today
        )
        booked = {
            one.slot_id: one
            for one in GuidanceAppointment.objects.filter(slot__in=slots)
            .exclude(state=AppointmentState.CANCELLED)
            .select_related("booked_by", "case")
        }
        return super().get_context_data(
            rows=[{"slot": slot, "appointment": booked.get(slot.pk)} for slot in slots],
            form=kwargs.pop("form", None) or SlotSeriesForm(initial={"weekdays": [0, 1, 2, 3, 4]}),
            outcome_form=OutcomeForm(),
            **kwargs,
        )

    def post(self, request: SignedInRequest) -> HttpResponse:
        """Offer times, take one back, or note what came of an appointment."""
        try:
            if "withdraw" in request.POST:
                slot = get_object_or_404(
                    GuidanceSlot, pk=request.POST["withdraw"], guide=request.user
                )
                appointments.withdraw_slot(slot=slot, by=request.user)
                messages.success(request, _("时段已收回。"))
            elif "appointment" in request.POST:
                self._note(request)
            else:
                form = SlotSeriesForm(request.POST)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(form=form))
                try:
                    made = appointments.offer_slots(by=request.user, **form.cleaned_data)
                except ValidationError as error:
                    form.add_error(None, error)
                    return self.render_to_response(self.get_context_data(form=form))
                messages.success(request, _("已提供 %(count)d 个时段。") % {"count": len(made)})
        except ValidationError as error:
            self._tell(error)
        return redirect("applications_guidance:slots")

    def _note(self, request: SignedInRequest) -> None:
        appointment = get_object_or_404(
            GuidanceAppointment.objects.select_related("slot"),
            pk=request.POST["appointment"],
            slot__guide=request.user,
        )
        form = OutcomeForm(request.POST)
        if not form.is_valid():
            raise ValidationError(_("请选择结果。"))
        appointments.note_outcome(
            appointment=appointment,
            held=form.cleaned_data["held"] == "yes",
            outcome=form.cleaned_data["outcome"],
            by=request.user,
        )
        messages.success(request, _("已登记。"))


class CountView(GuidancePage):
    """How much guidance was given: by year, round and guide."""

    template_name = "applications/admin/guidance/count.html"
    page_title = gettext_lazy("指导统计")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "xlsx":
            return guidance_spreadsheet(year=self.year(), round_=self.round())
        return super().get(request, *args, **kwargs)

    def years(self) -> list[int]:
        """This year and the five before."""
        this = timezone.localdate().year
        return list(range(this, this - 6, -1))

    def year(self) -> int:
        """The one asked for; this year when that is none of them."""
        told = self.request.GET.get("year")
        return next((one for one in self.years() if str(one) == told), self.years()[0])

    @cached_property
    def rounds(self) -> list[Round]:
        return list(Round.objects.all()[:50])

    def round(self) -> Round | None:
        told = self.request.GET.get("round")
        return next((one for one in self.rounds if str(one.pk) == told), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, round_ = self.year(), self.round()
        export = {"year": year, "round": round_.pk if round_ else "", "export": "xlsx"}
        return super().get_context_data(
            rows=count_guidance(year=year, round_=round_),
            year=year,
            chosen=round_,
            years=self.years(),
            rounds=self.rounds,
            export=urlencode(export),
            **kwargs,
        )


def _about(case: Case, row: GuidanceMessage) -> str:
    return str(dict(items_of(case)).get(f"{row.item_type}:{row.item}", _("整份申报书")))
