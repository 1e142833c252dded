"""公示 in the admin: drafted, looked at, published, corrected, closed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.views.guard import SignedInRequest
from applications import queries, rules
from applications.domain import noticing
from applications.enums import NoticeState
from applications.forms.notices import CandidateForm, ExtensionForm, NoticeForm
from applications.models import Notice, NoticeCandidate, Round
from applications.notice_page import page_of


def may_work_with_notices(user: Any) -> bool:
    """Who publishes notices, and who closes them."""
    return bool(user.has_perm(rules.PUBLISH) or user.has_perm(rules.REVIEW))


class NoticePage(WagtailAdminTemplateMixin, TemplateView):
    """What all pages about notices share."""

    header_icon = "site"
    _show_breadcrumbs = True
    page_title = gettext_lazy("公示")
    request: SignedInRequest

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_work_with_notices(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("applications_notices:list"), "label": _("公示")},
        ]

    @cached_property
    def notice(self) -> Notice:
        return get_object_or_404(Notice.objects.select_related("round"), pk=self.kwargs["pk"])

    def refused(self, error: ValidationError) -> None:
        for message in error.messages:
            messages.error(self.request, message)


class NoticeListView(NoticePage):
    """All notices, and rounds that have something to be put on one."""

    template_name = "applications/admin/public/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Notice.objects.annotate(
            standing=Count("candidates", filter=Q(candidates__removed_at__isnull=True))
        ).select_related("round")
        waiting = [
            {"round": one, "count": queries.ready_for_notice(one).count()}
            for one in Round.objects.filter(cases__state="committee").distinct()
        ]
        return super().get_context_data(
            notices=rows.order_by("-pk")[:200],
            waiting=[one for one in waiting if one["count"]],
            may_publish=self.request.user.has_perm(rules.PUBLISH),
            **kwargs,
        )


class NoticeDraftView(NoticePage):
    """A new draft of a round, or one that is changed."""

    template_name = "applications/admin/public/draft.html"

    def _form(self, data: Any = None) -> NoticeForm:
        if "round" in self.kwargs:
            return NoticeForm(get_object_or_404(Round, pk=self.kwargs["round"]), data)
        if self.notice.state != NoticeState.DRAFT:
            raise PermissionDenied
        return NoticeForm(self.notice.round, data, instance=self.notice)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=kwargs.pop("form", None) or self._form(), **kwargs)

    def post(self, request: SignedInRequest, **_told: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        told = {**form.cleaned_data, "cases": list(form.cleaned_data["cases"]), "by": request.user}
        try:
            if form.instance.pk:
                notice = noticing.change_draft(notice=self.notice, **told)
            else:
                round_ = get_object_or_404(Round, pk=self.kwargs["round"])
                notice = noticing.draft_notice(round_=round_, **told)
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("草稿已保存。看过预览再发布。"))
        return redirect("applications_notices:detail", notice.pk)


class NoticeView(NoticePage):
    """One notice with what can be done with it now."""

    template_name = "applications/admin/public/notice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice, today = self.notice, timezone.localdate()
        candidates = list(notice.candidates.select_related("case__version").order_by("pk"))
        last_day = notice.last_day
        if notice.state == NoticeState.DRAFT and candidates:
            last_day = noticing.last_day_for([one.case for one in candidates], first_day=today)
        user = self.request.user
        return super().get_context_data(
            notice=notice,
            candidates=candidates,
            today=today,
            last_day=last_day,
            is_draft=notice.state == NoticeState.DRAFT,
            runs=notice.state == NoticeState.PUBLISHED,
            is_over=bool(notice.last_day and today > notice.last_day),
            objections=queries.objections_on(notice).count(),
            corrections=notice.corrections.select_related("made_by"),
            extension=kwargs.pop("extension", None) or ExtensionForm(),
            may_publish=user.has_perm(rules.PUBLISH),
            may_close=user.has_perm(rules.REVIEW),
            **kwargs,
        )

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Publish, discard, extend or close."""
        try:
            if "publish" in request.POST:
                noticing.publish_notice(notice=self.notice, by=request.user)
                messages.success(request, _("公示已发布，申报人会收到通知。"))
            elif "discard" in request.POST:
                noticing.discard_draft(notice=self.notice, by=request.user)
                messages.success(request, _("草稿已删除。"))
                return redirect("applications_notices:list")
            elif "close" in request.POST:
                self._close(request)
            else:
                form = ExtensionForm(request.POST)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(extension=form))
                noticing.extend_notice(notice=self.notice, by=request.user, **form.cleaned_data)
                messages.success(request, _("公示期已延长。"))
        except ValidationError as error:
            self.refused(error)
        return redirect("applications_notices:detail", pk)

    def _close(self, request: SignedInRequest) -> None:
        done = noticing.close_notice(notice=self.notice, by=request.user)
        if done.closed:
            messages.success(
                request, _("%(count)d 件公示期满，转入报批。") % {"count": len(done.closed)}
            )
        for _candidate, reasons in done.held:
            for reason in reasons:
                messages.warning(request, reason)


class CandidateView(NoticePage):
    """What a published notice says of one candidate, changed in the open."""

    template_name = "applications/admin/public/candidate.html"

    @cached_property
    def candidate(self) -> NoticeCandidate:
        rows = NoticeCandidate.objects.select_related("notice", "case")
        return get_object_or_404(rows, pk=self.kwargs["candidate"], notice=self.notice)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.candidate
        told = {"name": one.name, "unit": one.unit, "text": one.text}
        form = kwargs.pop("form", None) or CandidateForm(initial=told)
        # The address has a ``candidate`` as well: its number gives way to the row.
        context = {**kwargs, "notice": self.notice, "candidate": one, "form": form}
        return super().get_context_data(**context)

    def post(self, request: SignedInRequest, **_told: Any) -> HttpResponse:
        form = CandidateForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        told = form.cleaned_data
        try:
            noticing.change_candidate(
                candidate=self.candidate,
                texts=noticing.Texts(told["name"], told["unit"], told["text"]),
                correction=told["correction"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("已更改，并发布更正公告。"))
        return redirect("applications_notices:detail", self.notice.pk)


class PreviewView(NoticePage):
    """The public page as it will be."""

    def get(self, request: SignedInRequest, **_told: Any) -> HttpResponse:  # type: ignore[override]
        return render(request, "applications/public/notice.html", page_of(self.notice))
