"""Plans as a whole: publishing the drafts of some days, and plans from spreadsheets."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.views.guard import SignedInRequest
from outreach import rules
from outreach.admin.planning.pages import PlanPage, address
from outreach.domain.importing import is_refused, make_plan, read_plan, undo_plan
from outreach.domain.planrows import COLUMNS, NEEDED
from outreach.domain.publishing import preview, publish_plan
from outreach.forms.plans import DaysForm, PlanFileForm
from outreach.localtime import ONE_DAY, local_day
from outreach.models import PlanImport, PlanPublication, Programme, Room, Teacher, Venue
from registry.admin.exports import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
            context["preview"] = preview(days["first_day"], days["last_day"])
            context["days"] = days
        publications = PlanPublication.objects.select_related("published_by")[:10]
        return super().get_context_data(publications=publications, **context, **kwargs)

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


class ImportsView(PlanPage):
    """Plans that were brought in, and a new one."""

    template_name = "outreach/admin/planning/imports.html"
    page_title = gettext_lazy("导入计划")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PlanFileForm())
        imports = PlanImport.objects.select_related("read_by")[:30]
        return super().get_context_data(imports=imports, **kwargs)

    def post(self, request: SignedInRequest) -> HttpResponse:
        form = PlanFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        file = form.cleaned_data["file"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "plan"
            with path.open("wb") as kept:
                for chunk in file.chunks():
                    kept.write(chunk)
            try:
                read = read_plan(path=path, file_name=Path(file.name).name, by=request.user)
            except ValidationError as error:
                form.add_error("file", error)
                return self.render_to_response(self.get_context_data(form=form))
        return redirect(address("import", read.pk))


class ImportView(PlanPage):
    """One of them, row by row: what it will make, or made, and why a row was refused."""

    template_name = "outreach/admin/planning/import.html"

    def get_page_title(self) -> str:
        return self._import().file_name

    def _import(self) -> PlanImport:
        return get_object_or_404(PlanImport, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan_import = self._import()
        rows = [(row, is_refused(row)) for row in plan_import.rows.select_related("session")]
        refused = sum(refused for _row, refused in rows)
        return super().get_context_data(
            plan_import=plan_import,
            rows=rows,
            refused=refused,
            good=len(rows) - refused,
            columns=COLUMNS,
            **kwargs,
        )

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        try:
            if "undo" in request.POST:
                undone = undo_plan(import_id=pk, by=request.user)
                messages.success(
                    request, _("已撤销：删去 %(count)d 场草稿。") % {"count": undone.deleted}
                )
                if undone.left:
                    messages.warning(
                        request,
                        _("有 %(count)d 场已发布或改过，没有删去：%(titles)s")
                        % {
                            "count": len(undone.left),
                            "titles": "、".join(str(one) for one in undone.left[:10]),
                        },
                    )
            else:
                make_plan(import_id=pk, by=request.user)
                made = self._import().rows.filter(session__isnull=False).count()
                messages.success(request, _("已导入 %(count)d 场草稿。") % {"count": made})
        except PlanImport.DoesNotExist:
            return redirect(address("imports"))
        except ValidationError as error:
            self.tell(error)
        return redirect(address("import", pk))


def template_view(request: HttpRequest) -> HttpResponse:
    """An empty spreadsheet with the headings, and the names that may stand under them."""
    if not rules.may_plan(request.user):
        raise PermissionDenied
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("课程计划")
        sheet.set_column(0, len(COLUMNS) - 1, 14)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, [f"{one}*" if one in NEEDED else one for one in COLUMNS], bold)
        lists = book.add_worksheet("可用名称")
        lists.set_column(0, 3, 24)
        rooms = Room.objects.filter(venue__active=True).select_related("venue")
        names: list[tuple[str, list[str]]] = [
            ("课程", [one.title for one in Programme.objects.filter(active=True)]),
            ("场地", [one.name for one in Venue.objects.filter(active=True)]),
            ("房间（场地 · 房间）", [f"{one.venue} · {one.name}" for one in rooms]),
            ("老师", [one.name for one in Teacher.objects.filter(active=True)]),
        ]
        for column, (heading, values) in enumerate(names):
            lists.write_string(0, column, heading, bold)
            for line, value in enumerate(values, start=1):
                lists.write_string(line, column, harmless(value))
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    name = content_disposition_header(True, "课程计划模板.xlsx")
    response["Content-Disposition"] = name or "attachment"
    return response
