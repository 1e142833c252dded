"""Taking a step: what it asks, whom it tells, and every refusal beside the form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from outreach.admin.sessions.desk import SessionPage
from outreach.admin.sessions.panels import step_label
from outreach.domain.steps import Transition
from outreach.domain.table import TABLE
from outreach.domain.transitioning import possible_steps, transition
from outreach.enums import LIVE, SessionState
from outreach.forms.steps import TELLS_PEOPLE, StepForm, form_for
from outreach.models import Session

MOVED_ON = "moved-on"


class StepView(SessionPage, TemplateView):
    """One form, one step. Nothing typed is ever lost."""

    template_name = "outreach/admin/sessions/step.html"
    row: Transition

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["name"] not in TABLE:
            raise Http404
        self.row = TABLE[kwargs["name"]]
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.row.label)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.name not in possible_steps(self.desk.user, self.session):
            return self._not_now()
        return self._show(self._form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.row.may(self.desk.user, self.session):
            raise PermissionDenied
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            transition(
                session_id=self.session.pk,
                name=self.row.name,
                by=self.desk.user,
                reason=form.cleaned_data["reason"],
                wanted=form.wanted(),
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as refusal:
            return self._refused(form, refusal)
        return self._done()

    def _form(self, data: Any = None) -> StepForm:
        return form_for(self.row.name)(
            data, session=self.session, row=self.row, heads=self.desk.signed_in
        )

    def _done(self) -> HttpResponse:
        session = Session.objects.select_related("programme").get(pk=self.session.pk)
        messages.success(
            self.request,
            _("“%(step)s”已办理，%(title)s现在是“%(state)s”。")
            % {
                "step": self.row.label,
                "title": session.shown_title,
                "state": session.get_state_display(),
            },
        )
        if session.replaced_by_id is None:
            return redirect("outreach_session", pk=session.pk)
        messages.success(
            self.request, _("这是延期后的新场次，还是草稿：请核对后发布，再请双方确认。")
        )
        return redirect("outreach_session", pk=session.replaced_by_id)

    def _refused(self, form: StepForm, refusal: ValidationError) -> HttpResponse:
        """A second click is told so; an old page sees what happened since; the rest is to be mended."""
        if getattr(refusal, "code", None) != MOVED_ON:
            return self._show(form, problems=refusal.messages, status=409)
        since = list(
            self.session.events.filter(sequence__gt=form.cleaned_data["seen"]).order_by("sequence")
        )
        if since and since[0].step == self.row.name and since[0].actor_id == self.desk.user.pk:
            messages.success(
                self.request, _("“%(step)s”已经办理，不用再点。") % {"step": self.row.label}
            )
            return redirect("outreach_session", pk=self.session.pk)
        self.session.refresh_from_db()
        data = self.request.POST.copy()
        data["seen"] = str(self.session.events_written)
        form.data = data
        news = [{"event": one, "label": step_label(one.step)} for one in since]
        return self._show(form, problems=refusal.messages, news=news, status=409)

    def _not_now(self) -> HttpResponse:
        if self.session.state in self.row.sources:
            raise PermissionDenied
        messages.error(
            self.request,
            _("这一场现在是“%(state)s”，不能%(step)s。")
            % {"state": self.session.get_state_display(), "step": self.row.label},
        )
        return redirect("outreach_session", pk=self.session.pk)

    def _show(
        self,
        form: StepForm,
        *,
        problems: list[str] | None = None,
        news: list[dict[str, Any]] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        tells = self.row.name in TELLS_PEOPLE
        context = self.get_context_data(
            form=form,
            row=self.row,
            problems=problems or [],
            news=news or [],
            possible=self.session.state in self.row.sources,
            target=SessionState(self.row.target).label,
            told=self.session.registrations.filter(state__in=LIVE).count() if tells else None,
        )
        return self.render_to_response(context, status=status)
