"""Plans as a whole: publishing the drafts of some days, and plans from spreadsheets."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.views.guard import SignedInRequest
from outreach import rules
from outreach.admin.intakes import IntakesView, IntakeView, template_file
from outreach.admin.planning.pages import PlanPage, address, spans_from
from outreach.domain.importing import make_plan, read_plan, undo_plan
from outreach.domain.intakes import Undone
from outreach.domain.planrows import PLAN
from outreach.domain.publishing import lacks, preview, publish_plan
from outreach.enums import IntakeKind
from outreach.forms.plans import DaysForm
from outreach.localtime import ONE_DAY, local_day
from outreach.models import PlanPublication


class PublishView(PlanPage):
    """The drafts of some days: what may go and what not, what has changed, then all at once."""

    template_name = "outreach/admin/planning/publish.html"
    page_title = gettext_lazy("发布计划")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = local_day(timezone.now())
        asked = self.request.GET if "first_day" in self.request.GET else None
        form = DaysForm(asked, initial={"first_day": today, "last_day": today + 30 * ONE_DAY})
        context: dict[str, Any] = {"form": form}
        days: dict[str, Any] = dict(form.initial)
        if asked is not None:
            days = form.cleaned_data if form.is_valid() else {}
        if days:
            found = preview(days["first_day"], days["last_day"])
            now = timezone.now()
            drafts = [(one, conflicts, lacks(one, now=now)) for one, conflicts in found.drafts]
            context |= {"preview": found, "days": days, "drafts": drafts}
            context["going"] = sum(not (conflicts or why) for _one, conflicts, why in drafts)
        publications = PlanPublication.objects.select_related("published_by")[:10]
        spans = [
            (label, address("publish", first_day=first, last_day=last))
            for label, first, last in spans_from(today)
        ]
        return super().get_context_data(publications=publications, spans=spans, **context, **kwargs)

    def post(self, request: SignedInRequest) -> HttpResponse:
        form = DaysForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("请填写要发布的日期。"))
            return redirect(address("publish"))
        try:
            result = publish_plan(
                by=request.user, note=request.POST.get("note", ""), **form.cleaned_data
            )
        except ValidationError as error:
            self.tell(error)
            return redirect(address("publish"))
        if result.done:
            messages.success(
                request,
                _("已发布 %(count)d 场，已请老师和场地确认。") % {"count": len(result.done)},
            )
        return self.render_to_response(self.get_context_data(result=result))


class ImportsView(PlanPage, IntakesView):
    """Plans that were brought in, and a new one."""

    template_name = "outreach/admin/planning/imports.html"
    page_title = gettext_lazy("导入计划")
    kind = IntakeKind.PLAN
    read = staticmethod(read_plan)
    one_address = "outreach_planning:import"


class ImportView(PlanPage, IntakeView):
    """One of them, row by row: what it will make, or made, and why a row was refused."""

    template_name = "outreach/admin/planning/import.html"
    kind = IntakeKind.PLAN
    make = staticmethod(make_plan)
    undo = staticmethod(undo_plan)
    all_address = "outreach_planning:imports"
    one_address = "outreach_planning:import"
    session_address = "outreach_planning:session"
    labels = {
        "made": gettext_lazy("已排出"),
        "refused": gettext_lazy("不能导入"),
        "undone": gettext_lazy("已撤销"),
        "good": gettext_lazy("可以导入"),
    }

    def tell_made(self, made: int) -> None:
        messages.success(self.request, _("已导入 %(count)d 场草稿。") % {"count": made})

    def tell_undone(self, undone: Undone) -> None:
        messages.success(
            self.request, _("已撤销：删去 %(count)d 场草稿。") % {"count": undone.deleted}
        )


def template_view(request: HttpRequest) -> HttpResponse:
    """An empty spreadsheet with the headings, and the names that may stand under them."""
    if not rules.may_plan(request.user):
        raise PermissionDenied
    return template_file(PLAN, _("课程计划"))
