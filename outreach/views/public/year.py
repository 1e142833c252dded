"""/year/: the year in figures, for everybody."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach import figures
from outreach.drawing.bars import columns, plain_rows, rows, share
from registry import figures as project_figures

SHOWN = 12
"""Lines of one chart; the table below has all."""


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """Announced, held and archived sessions against the goal, people reached, registered projects.

    Drafts and what waits for an answer are nobody's business yet and are not in it.
    """
    this = timezone.localdate().year
    known = [one for one in figures.years() if one <= this]
    chosen, notice = _chosen(request.GET.get("year", ""), this)
    announced = figures.announced(chosen)
    totals = figures.totals(chosen, announced)
    sessions = figures.sessions_target(chosen, totals.archived)
    projects, day = project_figures.project_year(chosen), project_figures.as_of(chosen)
    context = {
        "title": _("%(year)d 年数字") % {"year": chosen},
        "section": "classes",
        "year": chosen,
        "this": this,
        "years": known if chosen in known else sorted({*known, chosen}, reverse=True),
        "notice": notice,
        "totals": totals,
        "sessions": sessions,
        "sessions_bar": {
            "archived": share(totals.archived, sessions.goal),
            "held": share(totals.held, sessions.goal),
        },
        "projects": projects,
        "project_day": day,
        "project_charts": _project_charts(day) if projects.done else [],
        "projects_bar": share(projects.done, projects.goal),
        "charts": _charts(chosen, announced) if totals.planned else [],
        "canonical": reverse("year") + (f"?year={chosen}" if chosen != this else ""),
    }
    return render(request, "outreach/public/year.html", context)


def _chosen(raw: str, this: int) -> tuple[int, str]:
    """The year asked for, and a sentence when it could not be understood."""
    written = raw.strip().removesuffix("年")
    if not written:
        return this, ""
    if re.fullmatch(r"20[0-9]{2}", written, re.ASCII) and int(written) <= this + 1:
        return int(written), ""
    words = _("年份「%(year)s」看不懂，已显示今年。请写四位数字，例如 2026。")
    return this, words % {"year": raw[:20]}


def _charts(year: int, announced: Any) -> list[dict[str, Any]]:
    """One a question, each with all its lines for the table."""
    asked = (
        ("month", _("每个月多少场"), figures.by_month, columns),
        ("venue-type", _("在哪类地方"), figures.by_venue_type, rows),
        ("category", _("讲的是哪类非遗"), figures.by_category, rows),
        ("area", _("在哪些地区"), figures.by_area, rows),
    )
    found = []
    for name, heading, count, draw in asked:
        lines = count(year, announced)
        if lines:
            found.append(
                {
                    "name": name,
                    "heading": heading,
                    "chart": draw(lines[:SHOWN]),
                    "columns": [_("公布"), _("已举办"), _("已归档"), _("人次")],
                    "rows": [(line.label, _numbers(line.stages)) for line in lines],
                }
            )
    return found


def _numbers(stages: figures.Stages) -> list[int]:
    return [stages.planned, stages.held, stages.archived, stages.people]


def _project_charts(day: datetime.date) -> list[dict[str, Any]]:
    """Registered projects by category, highest level and area; names in the visitor's language."""
    asked = (
        ("project-category", _("项目属于哪类"), project_figures.by_category),
        ("project-level", _("最高列在哪一级"), project_figures.by_level),
        ("project-area", _("项目在哪些地区"), project_figures.by_area),
    )
    return [
        {
            "name": name,
            "heading": heading,
            "chart": plain_rows(tallies[:SHOWN]),
            "columns": [_("项数")],
            "rows": [(one.label, [one.number]) for one in tallies],
        }
        for name, heading, tallies in (
            (name, heading, count(day)) for name, heading, count in asked
        )
    ]
