"""What a party said on the telephone, written down; and a party asked once more."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from outreach import rules
from outreach.admin.sessions.desk import SessionPage
from outreach.domain.confirming import ask_again, record_answer
from outreach.forms.confirming import TelephoneForm
from outreach.models import Confirmation


class AnswerView(SessionPage, TemplateView):
    """The form for an answer by telephone; its second button sends a new link instead."""

    template_name = "outreach/admin/sessions/answer.html"
    page_title = gettext_lazy("登记对方的答复")
    asked: Confirmation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_plan(request.user):
            raise PermissionDenied
        self.asked = get_object_or_404(
            Confirmation, pk=kwargs["confirmation"], session=kwargs["pk"], outdated=False
        )
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(TelephoneForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "ask-again":
            return self._ask_again()
        form = TelephoneForm(request.POST)
        if form.is_valid():
            try:
                record_answer(
                    confirmation_id=self.asked.pk,
                    agreed=form.agreed,
                    note=form.cleaned_data["note"],
                    by=self.desk.user,
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("答复已登记。"))
                return redirect("outreach_session", pk=self.session.pk)
        return self._show(form, status=422)

    def _ask_again(self) -> HttpResponse:
        try:
            ask_again(confirmation_id=self.asked.pk, by=self.desk.user)
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
        else:
            messages.success(self.request, _("已再次请对方确认，以前的链接不再有效。"))
        return redirect("outreach_session", pk=self.session.pk)

    def _show(self, form: TelephoneForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, asked=self.asked, contact=self._contact())
        return self.render_to_response(context, status=status)

    def _contact(self) -> str:
        """Whom to telephone."""
        session = self.session
        if self.asked.party == "teacher" and session.teacher is not None:
            return " ".join(filter(None, (session.teacher.name, session.teacher.phone)))
        return " ".join(filter(None, (session.venue.contact_name, session.venue.contact_phone)))
