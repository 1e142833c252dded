"""One request in the admin: what is asked, matching it to a class, declining it, and its log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.views.guard import SignedInRequest
from outreach import rules
from outreach.domain import requesting
from outreach.domain.suggesting import suggestions_for, venue_of
from outreach.enums import RequestState
from outreach.forms.answering_requests import ArrangingForm, ReasonForm
from outreach.models import ClassRequest
from outreach.request_progress import wished_days
from safeguards.chain import flaws_of

Shown = dict[str, Any]
STEPS = {
    "submit": gettext_lazy("提交"),
    "take_up": gettext_lazy("开始安排"),
    "arrange": gettext_lazy("安排课程"),
    "decline": gettext_lazy("答复不能安排"),
    "look_again": gettext_lazy("重新安排"),
    "withdraw": gettext_lazy("撤回"),
    "read_contact": gettext_lazy("查看联系方式"),
}


class RequestView(WagtailAdminTemplateMixin, TemplateView):
    """Reading is for those who may see requests, answering for those who may answer them."""

    template_name = "outreach/admin/requests/request.html"
    header_icon = "mail"
    _show_breadcrumbs = True
    request: SignedInRequest

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_see_requests(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def asked(self) -> ClassRequest:
        rows = ClassRequest.objects.select_related("programme", "venue", "division", "handler")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return f"{_('上课申请')} {self.asked.number}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("outreach_requests"), "label": _("上课申请")},
            {"url": "", "label": self.asked.number},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, answers = self.asked, rules.may_answer_requests(self.request.user)
        ways = requesting.WAYS.get(RequestState(row.state), ()) if answers else ()
        forms: Shown = {}
        if RequestState.ARRANGED in ways:
            forms["arranging"] = ArrangingForm(row)
            forms |= self._suggestions()
        if RequestState.DECLINED in ways:
            forms["declining"] = ReasonForm(auto_id="id_decline_%s")
        if row.state == RequestState.ARRANGED and answers:
            forms["looking_again"] = ReasonForm(auto_id="id_again_%s")
        shown = forms | kwargs.pop("forms", {})
        return super().get_context_data(
            asked=row,
            wished=wished_days(row),
            answers=answers,
            may_take_up=answers and row.state == RequestState.SUBMITTED,
            sessions=row.sessions.select_related("programme", "venue", "teacher"),
            events=[
                (event, STEPS.get(event.step, event.step))
                for event in row.events.order_by("sequence")
            ],
            flaws=list(flaws_of(row)),
            **shown,
            **kwargs,
        )

    def _suggestions(self) -> Shown:
        """What fits the wishes, each one click away; and where to look on when nothing does."""
        row, venue = self.asked, venue_of(self.asked)
        days = [wish["day"] for wish in row.wished]
        look = {
            "programme": row.programme_id,
            "venue": venue and venue.pk,
            "seats": row.group_size,
            "first_day": min(days, default=""),
            "last_day": max(days, default=""),
        }
        told = {key: value for key, value in look.items() if value}
        return {
            "suggested": suggestions_for(row, by=self.request.user, now=timezone.now()),
            "looked": row.programme_id is not None and venue is not None,
            "look_on": f"{reverse('outreach_planning:slots')}?{urlencode(told)}",
        }

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Take up, arrange, decline, look again or read the contact: the button says which."""
        acts: dict[str, Callable[[], Shown | None]] = {
            "take-up": self._take_up,
            "arrange": self._arrange,
            "decline": self._decline,
            "look-again": self._look_again,
            "read": self._read,
        }
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            shown = act()
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            shown = None
        if shown is not None:
            self.__dict__.pop("asked", None)  # as it is now
            return self.render_to_response(self.get_context_data(**shown))
        return redirect("outreach_request", pk)

    def _take_up(self) -> Shown | None:
        requesting.take_up(request=self.asked, by=self.request.user)
        messages.success(self.request, _("由您办理。对方会收到“正在安排”的通知。"))
        return None

    def _arrange(self) -> Shown | None:
        form = ArrangingForm(self.asked, self.request.POST)
        if form.is_valid():
            try:
                requesting.arrange(request=self.asked, plan=form.plan, by=self.request.user)
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
        if form.errors:
            return {"forms": {"arranging": form}}
        messages.success(self.request, _("已排入草稿，对方会收到通知。发布后会请老师和场地确认。"))
        return None

    def _decline(self) -> Shown | None:
        form = ReasonForm(self.request.POST, auto_id="id_decline_%s")
        if not form.is_valid():
            return {"forms": {"declining": form}}
        reason = form.cleaned_data["reason"]
        requesting.decline(request=self.asked, reason=reason, by=self.request.user)
        messages.success(self.request, _("已答复对方。"))
        return None

    def _look_again(self) -> Shown | None:
        form = ReasonForm(self.request.POST, auto_id="id_again_%s")
        if not form.is_valid():
            return {"forms": {"looking_again": form}}
        reason = form.cleaned_data["reason"]
        requesting.look_again(request=self.asked, reason=reason, by=self.request.user)
        messages.success(self.request, _("已退回“正在安排”，对方会收到通知。"))
        return None

    def _read(self) -> Shown | None:
        name, contact = requesting.read_contact(request=self.asked, by=self.request.user)
        return {"contact": {"name": name, "address": contact}}
