"""The page of one case: everything in one place, and the steps that may be taken now."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from applications.admin.cases.desk import CasePage, Desk, case_of
from applications.admin.cases.panels import CASE_PANELS
from applications.domain import reading
from applications.domain.comparing import differences, file_changes
from applications.domain.table import TABLE
from applications.domain.transitioning import in_the_way, possible_steps
from applications.forms.steps import ELSEWHERE
from applications.models import DossierVersion
from applications.rules import acts_for_applicant
from media.private_serving import answer_private
from registry.admin.people import staff

APPLICANTS_STEPS = frozenset({"ask_guidance", "submit", "answer_correction"})
"""Taken on the applicant's pages, by the officer who files for somebody too: the dossier is there."""

DECISION = gettext_lazy("登记委员会决定")
"""One page for the committee's decisions, whichever step they lead to."""


def step_links(desk: Desk) -> list[dict[str, Any]]:
    """The next steps: label and address of each, those that take something back last.

    ``problems``: what stands in the way of one that cannot be taken yet.
    """
    links: list[dict[str, Any]] = []
    for name in possible_steps(desk.user, desk.case):
        if name in APPLICANTS_STEPS:
            continue
        elsewhere = ELSEWHERE.get(name)
        url = (
            elsewhere(desk.case)
            if elsewhere
            else reverse("applications_step", args=[desk.case.pk, name])
        )
        if any(link["url"] == url for link in links):
            continue
        label = DECISION if elsewhere and name in ("reject", "send_back") else TABLE[name].label
        back = name.startswith("undo_") or name == "withdraw"
        problems = in_the_way(case=desk.case, name=name, by=desk.user)
        links.append({"name": name, "label": label, "url": url, "back": back, "problems": problems})
    return sorted(links, key=lambda link: bool(link["back"]))


class CaseView(CasePage, TemplateView):
    """Panels in their order, buttons of the next steps on top."""

    template_name = "applications/admin/cases/case.html"

    def get_page_title(self) -> str:
        return self.case.number or _("未提交")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *items, _case, _here = super().get_breadcrumbs_items()
        label = self.case.number or self.case.title or _case["label"]
        return [*items, {"url": "", "label": label}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        panels = [panel_class(self.desk) for panel_class in CASE_PANELS]
        desk_steps = step_links(self.desk)
        if self.case.is_final:
            desk_steps = [one for one in desk_steps if one["name"] != "reopen"]
        files_for_somebody = self.case.filed_by_id is not None and acts_for_applicant(
            self.desk.user, self.case
        )
        return {
            **super().get_context_data(**kwargs),
            "panels": [panel for panel in panels if panel.is_shown()],
            "steps": [one for one in desk_steps if not one["problems"]],
            "blocked": [one for one in desk_steps if one["problems"]],
            "applicants_page": reverse("applications:case", args=[self.case.public_id])
            if files_for_somebody
            else "",
        }


class RevealView(CasePage, TemplateView):
    """One private answer, once, for a reason that is logged."""

    template_name = "applications/admin/cases/reveal.html"
    page_title = gettext_lazy("查看个人信息")
    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        case = case_of(staff(request), kwargs["pk"])
        asked = case.form.question(kwargs["question"])
        if asked is None or not asked.private or not Desk(request, case).may_read_private:
            raise Http404
        self.question = asked
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        value = self.desk.texts.sealed.get(self.question.key, "")
        context = {"question": self.question, "masked": reading.masked(value)}
        return {**super().get_context_data(**kwargs), **context, **kwargs}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "")
        shown: dict[str, Any] = {"reason": reason}
        try:
            shown["value"] = reading.reveal(
                case=self.case,
                version=self.desk.version,
                question=self.question.key,
                reason=reason,
                by=self.desk.user,
            )
        except ValidationError as error:
            shown["errors"] = error.messages
        return self.render_to_response(self.get_context_data(**shown))


class FileView(CasePage, View):
    """A file of the dossier, after a line in the log; private ones for who may read what is private."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        attachments = self.case.attachments.select_related("file")
        attachment = get_object_or_404(attachments, pk=kwargs["attachment"])
        material = self.case.form.material(attachment.material)
        if (material is None or material.private) and not self.desk.may_read_private:
            raise Http404
        purpose = _("办理申报 %(number)s") % {"number": self.case.number or self.case.title}
        return answer_private(request, attachment.file, purpose=purpose)


class CompareView(CasePage, TemplateView):
    """Two versions side by side."""

    template_name = "applications/admin/cases/compare.html"
    page_title = gettext_lazy("比较版本")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = {version.number: version for version in self.desk.versions}
        if len(versions) < 2:
            raise Http404
        newest = max(versions)
        new = versions.get(_number(self.request.GET.get("new")), versions[newest])
        before = max((number for number in versions if number < new.number), default=newest - 1)
        old: DossierVersion = versions.get(_number(self.request.GET.get("old")), versions[before])
        return {
            **super().get_context_data(**kwargs),
            "versions": self.desk.versions,
            "old": old,
            "new": new,
            "differences": differences(self.case, old, new),
            "files": file_changes(self.case, old, new),
        }


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0
