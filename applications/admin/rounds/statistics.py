"""批次统计, on the screen and as a spreadsheet; and the way to a round's exports."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from applications import queries, rules
from applications.figures import Figures, round_figures
from applications.models import Round
from registry.admin.exports import harmless
from registry.admin.spreadsheets import OPTIONS, xlsx_response


def may_see_statistics(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(rules.VIEW))


class StatisticsView(WagtailAdminTemplateMixin, TemplateView):
    """One round at a time, the latest first."""

    template_name = "applications/admin/rounds/statistics.html"
    page_title = gettext_lazy("批次统计")
    header_icon = "table"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_statistics(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        if request.GET.get("export") == "xlsx" and context["figures"] is not None:
            return _spreadsheet(context["round"], context["figures"])
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rounds = list(Round.objects.all())
        asked = self.request.GET.get("round", "")
        chosen = next((one for one in rounds if str(one.pk) == asked), None)
        round_ = chosen or (rounds[0] if rounds else None)
        context = {**super().get_context_data(**kwargs), "rounds": rounds, "round": round_}
        if round_ is None:
            return {**context, "figures": None}
        figures = round_figures(round_, queries.office_cases(self.request.user))
        queue = f"{reverse('applications_queue')}?round={round_.pk}"
        return {
            **context,
            "figures": figures,
            "tables": tables(figures),
            "queue_url": queue,
            "list_url": f"{queue}&export=xlsx",
            "archive_url": reverse("applications_archive", args=[round_.pk]),
        }


def tables(figures: Figures) -> list[tuple[str, list[tuple[str, int]]]]:
    """Heading and rows of each table."""
    return [
        (_("按状态"), figures.by_state),
        (_("按类型"), figures.by_kind),
        (_("按类别"), figures.by_category),
    ]


def summary(figures: Figures) -> list[tuple[str, Any]]:
    """The single figures, in words and numbers."""
    return [
        (_("已提交的申报"), figures.total),
        (_("从提交到受理的天数（中位数）"), figures.days_to_acceptance),
        (_("补正次数"), figures.corrections),
        (_("要求过补正的申报"), figures.corrected),
        (_("通过"), figures.passed),
        (_("未通过"), figures.failed),
        (_("通过率（%）"), figures.pass_rate),
    ]


def _spreadsheet(round_: Round, figures: Figures) -> HttpResponse:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(_("批次统计"))
        sheet.set_column(0, 0, 36)
        sheet.write_string(0, 0, harmless(round_.title), bold)
        row = 1
        for heading, lines in [(_("概况"), summary(figures)), *tables(figures)]:
            row += 1
            sheet.write_string(row, 0, heading, bold)
            for label, value in lines:
                row += 1
                sheet.write_string(row, 0, harmless(str(label)))
                if value is not None:
                    sheet.write_number(row, 1, value)
            row += 1
    return xlsx_response(content, f"{_('批次统计')}-{round_.title}")
