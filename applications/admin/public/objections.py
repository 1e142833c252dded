"""异议 in the admin: the queue, and one objection as far as its reader may see it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.views.guard import SignedInRequest
from applications import queries, rules
from applications.domain import objecting
from applications.enums import ObjectionState
from applications.forms.notices import (
    DecisionForm,
    HandingOverForm,
    OpeningForm,
    RedactionForm,
)
from applications.models import Objection
from media.private_serving import answer_private
from messaging.models import Message


class ObjectionPage(WagtailAdminTemplateMixin, TemplateView):
    """For those who handle objections."""

    header_icon = "comment"
    _show_breadcrumbs = True
    page_title = gettext_lazy("异议")
    request: SignedInRequest

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(rules.HANDLE_OBJECTION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("applications_objections:list"), "label": _("异议")},
        ]

    @cached_property
    def objection(self) -> Objection:
        rows = queries.objections_for(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class ObjectionListView(ObjectionPage):
    """All objections that are not in one's own cases; open ones first."""

    template_name = "applications/admin/public/objections.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.objections_for(self.request.user)
        done = [ObjectionState.REPLIED, ObjectionState.INADMISSIBLE]
        return super().get_context_data(
            waiting=rows.exclude(state__in=done).order_by("received_at"),
            closed=rows.filter(state__in=done).order_by("-received_at")[:100],
            **kwargs,
        )


class ObjectionView(ObjectionPage):
    """One objection. Name, contact and original appear only when the handler opens them."""

    template_name = "applications/admin/public/objection.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one, user = self.objection, self.request.user
        handles = rules.may_open_objection(user, one)
        ways = list(objecting.WAYS.get(ObjectionState(one.state), ()))
        forms = {
            "opening": OpeningForm(),
            "redaction": RedactionForm(initial={"text": one.redacted}),
            "decision": DecisionForm(ways) if ways else None,
            "handing_over": HandingOverForm(one),
            **kwargs.pop("forms", {}),
        }
        return super().get_context_data(
            objection=one,
            handles=handles,
            may_take=rules.may_take_objection(user, one),
            may_hand_over=rules.may_hand_over_objection(user, one),
            is_whole=one.is_whole,
            events=one.events.order_by("pk"),
            readings=one.readings.order_by("-pk"),
            told=messages_told(one) if handles else [],
            evidence=one.evidence.select_related("file") if handles else [],
            **forms,
            **kwargs,
        )

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Take over, open, redact, decide or hand over: the button says which."""
        one, told = self.objection, request.POST
        acts = {
            "take": self._take,
            "open": self._open,
            "redact": self._redact,
            "decide": self._decide,
            "hand-over": self._hand_over,
        }
        act = acts.get(told.get("act", ""))
        if act is None:
            raise Http404
        try:
            shown = act(request, one)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            shown = {"kept": told}
        except PermissionDenied as error:
            raise Http404 from error
        if shown is not None:
            return self.render_to_response(self.get_context_data(**shown))
        return redirect("applications_objections:detail", pk)

    def _take(self, request: SignedInRequest, one: Objection) -> dict[str, Any] | None:
        objecting.take_over(objection=one, by=request.user)
        return None

    def _open(self, request: SignedInRequest, one: Objection) -> dict[str, Any] | None:
        form = OpeningForm(request.POST)
        if not form.is_valid():
            return {"forms": {"opening": form}}
        reason = form.cleaned_data["reason"]
        return {"sealed": objecting.open_sealed(objection=one, by=request.user, reason=reason)}

    def _redact(self, request: SignedInRequest, one: Objection) -> dict[str, Any] | None:
        form = RedactionForm(request.POST)
        if not form.is_valid():
            return {"forms": {"redaction": form}}
        try:
            objecting.redact(objection=one, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as error:
            form.add_error("text", error)
            return {"forms": {"redaction": form}}
        messages.success(request, _("已存入案卷。"))
        return None

    def _decide(self, request: SignedInRequest, one: Objection) -> dict[str, Any] | None:
        ways = list(objecting.WAYS.get(ObjectionState(one.state), ()))
        form = DecisionForm(ways, request.POST)
        if not form.is_valid():
            return {"forms": {"decision": form}}
        try:
            objecting.decide(
                objection=one,
                to=ObjectionState(form.cleaned_data["to"]),
                text=form.cleaned_data["text"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return {"forms": {"decision": form}}
        messages.success(request, _("已登记。"))
        return None

    def _hand_over(self, request: SignedInRequest, one: Objection) -> dict[str, Any] | None:
        form = HandingOverForm(one, request.POST)
        if not form.is_valid():
            return {"forms": {"handing_over": form}}
        objecting.hand_over(
            objection=one,
            to=form.cleaned_data["to"],
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("已移交。"))
        return None


def messages_told(objection: Objection) -> QuerySet[Message]:
    """What was sent to whoever objected, and whether it arrived: the handler calls when it did not."""
    return Message.objects.filter(key__startswith=f"objection-{objection.pk}-").order_by("pk")


class EvidenceView(ObjectionPage):
    """A file handed in with an objection: for the handler alone, each reading logged."""

    def get(self, request: SignedInRequest, pk: int, evidence: int) -> HttpResponseBase:  # type: ignore[override]
        if not rules.may_open_objection(request.user, self.objection):
            raise Http404
        row = get_object_or_404(self.objection.evidence.select_related("file"), pk=evidence)
        return answer_private(
            request, row.file, purpose=_("异议 %(number)s 的证据") % {"number": self.objection}
        )
