"""Taking a step: its form, then the letter as it will go out, then the step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as django_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from applications.admin.cases.desk import CasePage
from applications.admin.cases.panels.log import step_label
from applications.admin.cases.views import APPLICANTS_STEPS
from applications.domain.rehearsing import Rehearsal, rehearse
from applications.domain.steps import Transition
from applications.domain.table import TABLE
from applications.domain.transitioning import possible_steps, transition
from applications.enums import State
from applications.forms.steps import ELSEWHERE, LetterForm, StepForm, form_for
from applications.models import Case

MOVED_ON = "moved-on"


class StepView(CasePage, TemplateView):
    """First what the step asks, then the letter, which may be changed. Nothing typed is ever lost."""

    template_name = "applications/admin/cases/step.html"
    row: Transition

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = kwargs["name"]
        if name not in TABLE or name in APPLICANTS_STEPS or name in ELSEWHERE:
            raise Http404
        self.row = TABLE[name]
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.row.label)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.name not in possible_steps(self.desk.user, self.case):
            return self._not_now()
        form = self._form()
        if form.asks:
            return self._show(form)
        try:
            rehearsal = self._rehearse(form, reason="", wanted={}, seen=None)
        except ValidationError as refusal:
            return self._show(form, problems=refusal.messages)
        return self._show(form, rehearsal=rehearsal)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.row.may(self.desk.user, self.case):
            raise PermissionDenied
        form = self._form(request.POST)
        stage = request.POST.get("stage", "preview")
        letter = (
            LetterForm(request.POST, prefix="letter") if "letter-body" in request.POST else None
        )
        if stage == "back" or not form.is_valid():
            return self._show(self._refilled(form) if stage == "back" else form)
        if stage == "confirm" and (letter is None or letter.is_valid()):
            return self._take(form, letter)
        return self._preview(form, letter if stage == "confirm" else None)

    def _form(self, data: Any = None) -> StepForm:
        return form_for(self.row.name)(data, case=self.case, row=self.row, user=self.desk.user)

    def _refilled(self, form: StepForm) -> StepForm:
        """The same words, not judged yet."""
        form.is_valid()
        form.errors.clear()
        return form

    def _rehearse(self, form: StepForm, **values: Any) -> Rehearsal:
        return rehearse(case_id=self.case.pk, name=self.row.name, by=self.desk.user, **values)

    def _preview(self, form: StepForm, letter: LetterForm | None) -> HttpResponse:
        data = form.cleaned_data
        try:
            rehearsal = self._rehearse(
                form, reason=data["reason"], wanted=form.wanted(), seen=data["seen"]
            )
        except ValidationError as refusal:
            return self._refused(form, refusal)
        return self._show(form, rehearsal=rehearsal, letter=letter)

    def _take(self, form: StepForm, letter: LetterForm | None) -> HttpResponse:
        words = letter.cleaned_data if letter is not None else {}
        try:
            transition(
                case_id=self.case.pk,
                name=self.row.name,
                by=self.desk.user,
                reason=form.cleaned_data["reason"],
                wanted={**form.wanted(), **words},
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as refusal:
            return self._refused(form, refusal)
        case = Case.objects.get(pk=self.case.pk)
        messages.success(
            self.request,
            _("“%(step)s”已办理，%(title)s现在是“%(state)s”。")
            % {"step": self.row.label, "title": case.title, "state": case.get_state_display()},
        )
        return redirect("applications_case", pk=case.pk)

    def _refused(self, form: StepForm, refusal: ValidationError) -> HttpResponse:
        """A second click is told so; an old page sees what happened since; the rest is to be mended."""
        if getattr(refusal, "code", None) != MOVED_ON:
            return self._show(form, problems=refusal.messages)
        seen = form.cleaned_data["seen"]
        since = list(self.case.events.filter(sequence__gt=seen).order_by("sequence"))
        mine = [one for one in since if one.actor_id == self.desk.user.pk]
        if since and since[0].step == self.row.name and mine == since[:1]:
            django_messages.success(
                self.request, _("“%(step)s”已经办理，不用再点。") % {"step": self.row.label}
            )
            return redirect("applications_case", pk=self.case.pk)
        data = self.request.POST.copy()
        data["seen"] = str(self.case.events_written)
        form.data = data
        news = [{"event": one, "label": step_label(one.step)} for one in since]
        return self._show(form, problems=refusal.messages, news=news)

    def _not_now(self) -> HttpResponse:
        if self.case.state in self.row.sources:
            raise PermissionDenied
        messages.error(
            self.request,
            _("这件申报现在是“%(state)s”，不能%(step)s。")
            % {"state": self.case.get_state_display(), "step": self.row.label},
        )
        return redirect("applications_case", pk=self.case.pk)

    def _show(
        self,
        form: StepForm,
        *,
        rehearsal: Rehearsal | None = None,
        letter: LetterForm | None = None,
        problems: list[str] | None = None,
        news: list[dict[str, Any]] | None = None,
    ) -> HttpResponse:
        """The form; with a rehearsal also the letter, as it was changed or written anew."""
        if rehearsal is not None and letter is None and rehearsal.letter is not None:
            words = {"subject": rehearsal.letter.subject, "body": rehearsal.letter.body}
            letter = LetterForm(initial=words, prefix="letter")
        possible = self.case.state in self.row.sources
        context = self.get_context_data(
            form=form,
            row=self.row,
            rehearsal=rehearsal,
            letter=letter if rehearsal is not None and rehearsal.letter is not None else None,
            kept=self._kept(rehearsal),
            problems=problems or [],
            news=news or [],
            possible=possible,
            target=State(rehearsal.state).label if rehearsal else "",
            summary=list(form.summary()) if rehearsal and form.is_bound and form.asks else [],
        )
        return self.render_to_response(context)

    def _kept(self, rehearsal: Rehearsal | None) -> str:
        """A letter that staff had changed before they went back, to copy from."""
        posted = self.request.POST
        words = posted.get("kept-body", "")
        if rehearsal is None:
            words = posted.get("letter-body", words)
        return words.strip()
