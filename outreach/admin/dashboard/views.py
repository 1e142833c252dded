"""年度进度: the year of classes against its target, and the files that are handed in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from outreach import charts, figures, gaps, reports, rules
from outreach.report_files import (
    assessment_pdf,
    assessment_title,
    details_of,
    spreadsheet,
    year_pdf,
    year_title,
)
from outreach.reports import PROJECT_DIMENSIONS, Table, stage_table, tally_table
from printing.responses import pdf_response
from registry import figures as project_figures
from registry.admin.spreadsheets import xlsx_response
from registry.enums import DivisionLevel
from registry.models import Inheritor

MOST_BARS = 15
"""Bars of a chart; the table below has all."""
MOST_GAPS = 60
YEARS = range(2000, 2101)


def asked_year(request: HttpRequest) -> int:
    """The year of the address; this one where it names none that can be."""
    text = request.GET.get("year", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return number if number in YEARS else timezone.localdate().year


class ForStaff:
    """For who works with sessions."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_view(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


@method_decorator(never_cache, name="dispatch")
class DashboardView(ForStaff, WagtailAdminTemplateMixin, TemplateView):
    """Targets and forecast on top, one chart with its table for each way of counting, then the gaps."""

    template_name = "outreach/admin/dashboard/dashboard.html"
    page_title = gettext_lazy("年度进度")
    header_icon = "table"
    _show_breadcrumbs = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        year = asked_year(request)
        if request.GET.get("export") == "xlsx":
            title, details = year_title(year), details_of(year)
            content = spreadsheet(reports.year_tables(year), title=title, details=details)
            return xlsx_response(content, title)
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = asked_year(self.request)
        stages, forecast = figures.totals(year), figures.forecast(year)
        target = figures.sessions_target(year, stages.archived)
        return {
            **super().get_context_data(**kwargs),
            "year": year,
            "years": sorted({*figures.years(), year}, reverse=True),
            "stages": stages,
            "counts": [
                (label, getattr(stages, name)) for name, label in figures.STAGE_LABELS.items()
            ],
            "target": target,
            "forecast": forecast,
            "share": round(forecast.share * 100),
            "fewest": figures.FEWEST_PAST,
            "is_over": year < timezone.localdate().year,
            "track": charts.track(stages, goal=target.goal or 0, expected=forecast.expected),
            **_projects(year),
            "parts": charts.PARTS,
            "sections": list(_sections(year)),
            "gaps": _gaps(year),
            "no_areas": not gaps.district_areas().exists(),
            "taught": list(_taught(year)),
        }


class ReportView(ForStaff, View):
    """The year's report as PDF."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        year = asked_year(request)
        return pdf_response(year_pdf(year), year_title(year))


class AssessmentView(ForStaff, View):
    """What one inheritor taught in a year, as PDF or spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["form"] not in ("pdf", "xlsx"):
            raise Http404
        inheritor = get_object_or_404(Inheritor, pk=kwargs["pk"])
        year = asked_year(request)
        taught = reports.taught_by(inheritor, year)
        name = assessment_title(inheritor, year)
        if kwargs["form"] == "pdf":
            return pdf_response(assessment_pdf(inheritor, year, taught), name)
        tables = [reports.assessment_table(taught), reports.proof_table(taught)]
        content = spreadsheet(tables, title=name, details=details_of(year)[:2])
        return xlsx_response(content, name)


def _sections(year: int) -> Any:
    """Heading, chart and table of each way of counting."""
    for name, (heading, count) in figures.DIMENSIONS.items():
        lines = count(year)
        yield _section(
            name,
            heading,
            charts.bar_chart(lines[:MOST_BARS]),
            stage_table(str(heading), lines),
        )


def _projects(year: int) -> dict[str, Any]:
    """Registered projects against their target, of what kind they are, and what they lack."""
    found = project_figures.project_year(year)
    day = project_figures.as_of(year)
    tracked = charts.plain_track(done=found.done, goal=found.goal or 0, expected=found.expected)
    sections = []
    for name, (heading, count) in PROJECT_DIMENSIONS.items():
        tallies = count(day)
        chart = charts.plain_bars(tallies[:MOST_BARS])
        table = tally_table(str(heading), tallies)
        sections.append(_section(f"project-{name}", heading, chart, table))
    kinds = [
        (_("还没有代表性项目的类别"), project_figures.categories_without(day)),
        (_("没有图片的项目"), project_figures.without_pictures(day)),
        (_("没有在册传承人的项目"), project_figures.without_inheritor(day)),
        (_("没有保护单位的项目"), project_figures.without_unit(day)),
    ]
    return {
        "projects": found,
        "project_day": day,
        "project_track": tracked,
        "project_sections": sections,
        "project_gaps": [_gap(heading, rows) for heading, rows in kinds],
    }


def _section(name: str, heading: Any, chart: list[charts.Bar], table: Table) -> dict[str, Any]:
    return {
        "name": name,
        "heading": heading,
        "chart": chart,
        "table": table,
        "cut": len(table.rows) > MOST_BARS,
        "most": MOST_BARS,
    }


def _gaps(year: int) -> list[dict[str, Any]]:
    """What nobody has thought of yet, by kind; the first of each, and how many in all."""
    short = gaps.venue_types_short(year)
    kinds: list[tuple[str, QuerySet[Any]]] = [(_("还没有课的街道"), gaps.areas_without(year))]
    if gaps.district_areas(DivisionLevel.COMMUNITY).exists():
        rows = gaps.areas_without(year, DivisionLevel.COMMUNITY)
        kinds.append((_("还没有课的社区和村"), rows))
    kinds += [
        (_("今年还没授课的代表性传承人"), gaps.inheritors_without(year)),
        (_("今年还没开课的代表性项目"), gaps.projects_without(year)),
    ]
    told = [_gap(heading, rows) for heading, rows in kinds]
    told.append(
        {
            "heading": _("课少的场地类型（不到平均数的一半）"),
            "number": len(short),
            "names": [f"{line.label}（{line.stages.planned}）" for line in short],
        }
    )
    return told


def _gap(heading: str, rows: QuerySet[Any]) -> dict[str, Any]:
    names = list(rows.values_list("name", flat=True)[:MOST_GAPS])
    return {"heading": heading, "number": rows.count(), "names": names}


def _taught(year: int) -> Any:
    """Inheritors with archived sessions of the year, and where their proof is fetched."""
    for inheritor, count in reports.inheritors_who_taught(year):
        yield {
            "inheritor": inheritor,
            "count": count,
            "files": [
                (form.upper(), reverse("outreach_assessment", args=[inheritor.pk, form]))
                for form in ("pdf", "xlsx")
            ],
        }
