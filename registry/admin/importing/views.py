"""Pages of an import, from the upload to the report."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView, TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from registry.admin.importing.forms import FORMAT_LABELS, ColumnsForm, UploadForm
from registry.importing import tasks
from registry.importing.errors import ImportRefused
from registry.importing.formats.headings import headings_of
from registry.importing.reporting import KINDS, write_report
from registry.importing.runs import fail
from registry.models import ImportRow, ImportRun
from registry.queries import RECORD_MODELS
from registry.rules import may

State, Outcome = ImportRun.State, ImportRow.Outcome
BUSY = (State.UPLOADED, State.CHECKING, State.RUNNING, State.UNDOING)
STUCK_AFTER = datetime.timedelta(minutes=2)
"""Without a sign of life for so long, a run may be started again."""
ROWS_PER_PAGE = 50
RUNS_PER_PAGE = 20


def may_import(user: Any) -> bool:
    """Whether the user may import lists."""
    return may(user, "add", ImportRun)


class ImportPage(PermissionRequiredMixin, WagtailAdminTemplateMixin):
    """What all import pages share."""

    header_icon = "upload"
    _show_breadcrumbs = True
    run: ImportRun

    def has_permission(self) -> bool:
        return may_import(self.request.user)  # type: ignore[attr-defined]

    def handle_no_permission(self) -> Any:
        raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*super().get_breadcrumbs_items()]
        if self.page_title != RunsView.page_title:
            items.append({"url": reverse("registry_imports"), "label": RunsView.page_title})
        return [*items, {"url": "", "label": self.get_page_title()}]


def may_choose_columns(run: ImportRun) -> bool:
    """Whether the file is still there to be read otherwise; the command keeps none."""
    return run.format == "table" and run.state in {State.READY, State.FAILED} and bool(run.file)


class RunPage(ImportPage):
    """A page about one run."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.run = get_object_or_404(ImportRun, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def back(self) -> HttpResponse:
        """To the run's page."""
        return redirect("registry_import", pk=self.run.pk)


class RunsView(ImportPage, ListView):  # type: ignore[type-arg]
    """All imports, the newest first."""

    template_name = "registry/admin/importing/runs.html"
    page_title = gettext_lazy("导入名录")
    paginate_by = RUNS_PER_PAGE
    queryset = ImportRun.objects.select_related("started_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "formats": FORMAT_LABELS}


class UploadView(ImportPage, FormView):  # type: ignore[type-arg]
    """Choosing a file. Nothing is imported yet: the file is checked first."""

    template_name = "registry/admin/importing/upload.html"
    page_title = gettext_lazy("选择文件")
    form_class = UploadForm

    @transaction.atomic
    def form_valid(self, form: UploadForm) -> HttpResponse:
        run: ImportRun = form.save(commit=False)
        run.file_name = Path(form.cleaned_data["file"].name).name[:255]
        run.options = form.options().as_json()
        run.started_by = self.request.user  # type: ignore[assignment]
        run.save()
        tasks.start(run, State.CHECKING)
        return redirect("registry_import", pk=run.pk)


class RunView(RunPage, TemplateView):
    """One import: its progress, then its rows by outcome."""

    template_name = "registry/admin/importing/run.html"

    def get_page_title(self) -> str:
        return self.run.file_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.update(progress_context(self.run))
        chosen = self.request.GET.get("outcome", "")
        rows = self.run.rows.all()
        if chosen == "notices":
            rows = rows.exclude(problems=[])
        elif chosen in Outcome.values:
            rows = rows.filter(outcome=chosen)
        page = Paginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get("p"))
        context.update(
            run=self.run,
            format_label=FORMAT_LABELS.get(self.run.format, self.run.format),
            outcomes=self._outcomes(),
            chosen=chosen,
            page=page,
            rows=[(row, self._edit_url(row)) for row in page],
            may_choose_columns=may_choose_columns(self.run),
            may_undo=self.run.state == State.DONE,
        )
        return context

    def _outcomes(self) -> list[dict[str, Any]]:
        """The filters, each with its count."""
        counts = self.run.counts
        choices = [(outcome.value, str(outcome.label)) for outcome in Outcome]
        choices.append(("notices", _("有说明")))
        return [
            {"value": value, "label": label, "count": counts.get(value, 0)}
            for value, label in choices
            if counts.get(value) or value in {"created", "changed", "unchanged", "refused"}
        ]

    def _edit_url(self, row: ImportRow) -> str:
        if not row.object_id or not row.kind:
            return ""
        model: Any = RECORD_MODELS[row.kind]
        record = model(pk=row.object_id)
        return AdminURLFinder(self.request.user).get_edit_url(record) or ""


class ProgressView(RunPage, TemplateView):
    """The part of the run's page that renews itself while something is going on."""

    template_name = "registry/admin/importing/_progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.run.state not in BUSY:
            response["HX-Refresh"] = "true"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **progress_context(self.run)}


def progress_context(run: ImportRun) -> dict[str, Any]:
    """How far a run is, and whether it seems to have died."""
    busy = run.state in BUSY
    return {
        "run": run,
        "busy": busy,
        "percent": 100 * run.rows_done // run.rows_total if run.rows_total else None,
        "stuck": busy and run.touched_at < timezone.now() - STUCK_AFTER,
    }


class ConfirmView(RunPage, TemplateView):
    """Carrying out what the preview showed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            run = ImportRun.objects.select_for_update().get(pk=self.run.pk)
            if run.state != State.READY:
                messages.error(request, _("这次导入已不在“待确认”状态，请看下面的结果。"))
                return self.back()
            run.started_by = request.user  # type: ignore[assignment]
            tasks.start(run, State.RUNNING)
        return self.back()


class RestartView(RunPage, TemplateView):
    """Starting a run again that died on the way. What it had not finished was never written."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not progress_context(self.run)["stuck"]:
            messages.error(request, _("后台仍在处理，请稍候。"))
            return self.back()
        state = State(self.run.state)
        if not self.run.file and state != State.UNDOING:
            fail(self.run, _("命令行的导入中途停了，没有导入任何内容。请重新运行命令。"))
            return self.back()
        tasks.start(self.run, State.CHECKING if state == State.UPLOADED else state)
        return self.back()


class DiscardView(RunPage, TemplateView):
    """Throwing away an upload that was not imported, with its file."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.run.state not in {State.READY, State.FAILED}:
            messages.error(request, _("已经导入的不能丢弃，可以撤销。"))
            return self.back()
        self.run.file.delete(save=False)
        self.run.delete()
        messages.success(request, _("已丢弃，登记库没有改动。"))
        return redirect("registry_imports")


class ColumnsView(RunPage, FormView):  # type: ignore[type-arg]
    """Saying by hand which column is what."""

    template_name = "registry/admin/importing/columns.html"
    page_title = gettext_lazy("指定各列")
    form_class = ColumnsForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        run = get_object_or_404(ImportRun, pk=kwargs["pk"])
        if not may_choose_columns(run):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        try:
            headings, kind = headings_of(Path(self.run.file.path), self.run.options)
        except ImportRefused:
            headings, kind = {}, "projects"
        return {**super().get_form_kwargs(), "headings": headings, "kind": kind}

    def form_valid(self, form: ColumnsForm) -> HttpResponse:
        self.run.options = {**self.run.options, "columns": form.columns()}
        tasks.start(self.run, State.CHECKING)
        return self.back()


class UndoView(RunPage, TemplateView):
    """Asking once more, then undoing a whole import."""

    template_name = "registry/admin/importing/undo.html"
    page_title = gettext_lazy("撤销导入")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "run": self.run}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            run = ImportRun.objects.select_for_update().get(pk=self.run.pk)
            if run.state != State.DONE:
                messages.error(request, _("只有已完成的导入可以撤销。"))
                return self.back()
            run.started_by = request.user  # type: ignore[assignment]
            tasks.start(run, State.UNDOING)
        return self.back()


class ReportView(RunPage, TemplateView):
    """The report as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = f".{request.GET.get('form', 'xlsx')}"
        if kind not in KINDS:
            raise Http404
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"report{kind}"
            write_report(path, self.run.file_name, self.run.rows.all())
            data = path.read_bytes()
        response = HttpResponse(data, content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="import-{self.run.pk}{kind}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
