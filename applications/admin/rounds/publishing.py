"""发布批次: what changed, what is missing, what to mind; then a version that new cases begin with."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from applications import rules
from applications.domain.opening import publish_round, terms_of, what_round_lacks
from applications.domain.round_changes import changes, warnings
from applications.models import Round
from registry.admin.people import staff


class PublishRoundView(WagtailAdminTemplateMixin, TemplateView):
    """Nothing is published before it was seen here."""

    template_name = "applications/admin/rounds/publish.html"
    page_title = gettext_lazy("发布批次")
    header_icon = "upload"
    _show_breadcrumbs = True
    round: Round

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(rules.CONFIGURE):
            raise PermissionDenied
        self.round = get_object_or_404(Round, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.round.title

    def edit_url(self) -> str:
        viewset = Round.snippet_viewset  # type: ignore[attr-defined]
        return reverse(viewset.get_url_name("edit"), args=[self.round.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        viewset = Round.snippet_viewset  # type: ignore[attr-defined]
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(viewset.get_url_name("list")), "label": _("申报批次")},
            {"url": self.edit_url(), "label": self.round.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lacking = what_round_lacks(self.round)
        versions = list(self.round.versions.select_related("made_by").order_by("-number"))
        last = versions[0] if versions else None
        changed = changes(last.terms, terms_of(self.round)) if last and not lacking else []
        return {
            **super().get_context_data(**kwargs),
            "round": self.round,
            "lacking": lacking,
            "warnings": warnings(self.round),
            "versions": versions,
            "changes": changed,
            "may_publish": not lacking and (last is None or bool(changed)),
            "edit_url": self.edit_url(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            version = publish_round(round_=self.round, by=staff(request))
        except ValidationError as error:
            for problem in error.messages:
                messages.error(request, problem)
        else:
            messages.success(
                request,
                _("已发布第 %(number)d 版。新的申报按这一版办理，正在办理的仍按原来的版本。")
                % {"number": version.number},
            )
        return redirect("applications_publish_round", pk=self.round.pk)
