"""最近的批量操作: what was done to many records at once, and taking back one's last."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from registry.admin.people import staff
from registry.domain import bulk_actions as domain
from registry.models import BulkRun
from registry.queries import RECORD_MODELS
from registry.rules import may

SHOWN = 30


def may_use_bulk_actions(user: Any) -> bool:
    """Whether the user may change records of any kind."""
    return any(may(user, "change", model) for model in RECORD_MODELS.values())


class BulkPage(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """What both pages share."""

    header_icon = "tasks"
    _show_breadcrumbs = True

    def has_permission(self) -> bool:
        return may_use_bulk_actions(self.request.user)

    def handle_no_permission(self) -> Any:
        raise PermissionDenied


class BulkRunsView(BulkPage):
    """The last bulk actions of everyone; one's own last one can be taken back."""

    template_name = "registry/admin/bulk_runs.html"
    page_title = gettext_lazy("最近的批量操作")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = BulkRun.objects.select_related("started_by").prefetch_related("rows")[:SHOWN]
        return {
            **super().get_context_data(**kwargs),
            "runs": runs,
            "undoable": domain.last_undoable(staff(self.request)),
        }


class UndoBulkRunView(BulkPage):
    """What taking it back will do, row by row, and then doing it."""

    template_name = "registry/admin/bulk_undo.html"
    page_title = gettext_lazy("撤销批量操作")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.run = get_object_or_404(BulkRun, pk=kwargs["pk"])
        last = domain.last_undoable(staff(request))
        if last is None or last.pk != self.run.pk:
            messages.error(request, _("只能撤销您自己最近的一次批量操作。"))
            return redirect("registry_bulk_runs")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("registry_bulk_runs"), "label": _("最近的批量操作")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        operation = domain.OPERATIONS[self.run.action]()
        finder = AdminURLFinder(self.request.user)
        rows = []
        for row in self.run.rows.all():
            record = RECORD_MODELS[row.kind]._default_manager.filter(pk=row.object_id).first()
            rows.append(
                {
                    "row": row,
                    "url": finder.get_edit_url(record) if record else None,
                    "back_to": operation.describe(row.before),
                    "objection": domain.undo_objection(
                        operation=operation, row=row, record=record, by=staff(self.request)
                    ),
                }
            )
        return {**super().get_context_data(**kwargs), "run": self.run, "rows": rows}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = domain.undo(run=self.run, by=staff(request))
        restored = [row for row in run.rows.all() if row.restored]
        messages.success(
            request,
            _("已撤销“%(label)s”：恢复 %(count)d 条。")
            % {"label": run.label, "count": len(restored)},
        )
        return redirect("registry_bulk_runs")
