"""The year as the bureau hands it in, and what an inheritor's yearly assessment is proven by.

Plain tables: the screen, the spreadsheet and the PDF all show these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach import figures, queries
from outreach.enums import EvidenceKind, SessionState
from outreach.figures import STAGE_LABELS, STAGES, Line, Stages
from outreach.models import Session, SessionEvent
from registry import figures as project_figures
from registry.figures import Tally
from registry.models import Inheritor

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """Heading, names of the columns, rows; columns from ``numbers_from`` on hold numbers."""

    title: str
    columns: list[str]
    rows: list[list[Cell]]
    numbers_from: int = 1
    widths: tuple[float, ...] = ()
    """Shares of the room in print, where text columns are not all alike."""
    has_sum: bool = False
    """Whether the last row is the sum of the others."""


def year_tables(year: int) -> list[Table]:
    """概况, then one table for each way of counting, then every archived session."""
    stages = figures.totals(year)
    counted = [
        stage_table(str(heading), count(year), stages)
        for heading, count in figures.DIMENSIONS.values()
    ]
    return [summary(year, stages), *counted, *project_tables(year), archived_sessions(year)]


def summary(year: int, stages: Stages) -> Table:
    """The figures one asks for first."""
    goal = figures.sessions_target(year, stages.archived)
    projects = project_figures.project_year(year)
    percent = f"{goal.percent}%" if goal.goal else ""
    rows: list[list[Cell]] = [
        [_("年度目标（场）"), goal.goal],
        *([str(STAGE_LABELS[name]), getattr(stages, name)] for name in STAGES),
        [_("完成目标（按已归档）"), percent],
        [_("惠及人次"), stages.people],
        [_("其中成人"), stages.adults],
        [_("其中未成年人"), stages.minors],
        [_("区级及以上代表性项目（项）"), projects.done],
        [_("代表性项目年度目标（项）"), projects.goal],
    ]
    return Table(_("概况"), [_("指标"), _("数值")], rows)


def stage_table(title: str, lines: list[Line], whole: Stages | None = None) -> Table:
    """Each line with its stages and people; ``whole`` is put below as the year's sum."""
    columns = [title.removeprefix(_("按")), *map(str, STAGE_LABELS.values()), _("人次")]
    rows: list[list[Cell]] = [[line.label, *_numbers(line.stages)] for line in lines]
    if whole is not None:
        rows.append([_("全年"), *_numbers(whole)])
    return Table(title, columns, rows, has_sum=whole is not None)


PROJECT_DIMENSIONS: dict[str, tuple[Any, Any]] = {
    "category": (gettext_lazy("代表性项目按类别"), project_figures.by_category),
    "level": (gettext_lazy("代表性项目按级别"), project_figures.by_level),
    "area": (gettext_lazy("代表性项目按街道和区域"), project_figures.by_area),
}
"""Name → heading and the function that counts, as of a day."""


def project_tables(year: int) -> list[Table]:
    """Registered projects by category, highest level and area, each with its sum."""
    day = project_figures.as_of(year)
    return [
        tally_table(str(heading), count(day), with_sum=True)
        for heading, count in PROJECT_DIMENSIONS.values()
    ]


def tally_table(title: str, tallies: list[Tally], *, with_sum: bool = False) -> Table:
    """Each row with its number."""
    rows: list[list[Cell]] = [[one.label, one.number] for one in tallies]
    if with_sum:
        rows.append([_("合计"), sum(one.number for one in tallies)])
    return Table(title, [title.removeprefix(_("代表性项目按")), _("项数")], rows, has_sum=with_sum)


def archived_sessions(year: int) -> Table:
    """Every session that counts, by its day."""
    rows: list[list[Cell]] = [
        [
            when(one),
            one.shown_title,
            place(one),
            str(one.venue.get_venue_type_display()),
            one.teacher.name if one.teacher else "",
            one.adults_present,
            one.minors_present,
        ]
        for one in queries.archived(year).order_by("begins_at", "pk")
    ]
    if rows:
        rows.append(
            [_("合计"), _("%(count)d 场") % {"count": len(rows)}, "", "", "", *_heads(rows)]
        )
    columns = [_("时间"), _("名称"), _("地点"), _("类型"), _("老师"), _("成人"), _("未成年人")]
    return Table(_("已归档场次"), columns, rows, 5, (7, 6, 6, 3, 3, 2, 2), has_sum=bool(rows))


def inheritors_who_taught(year: int) -> list[tuple[Inheritor, int]]:
    """Inheritors with archived sessions of this year and how many, the most first."""
    number = Count(
        "teacher__sessions",
        filter=Q(
            teacher__sessions__begins_at__year=year,
            teacher__sessions__state=SessionState.ARCHIVED,
        ),
    )
    rows = Inheritor.objects.annotate(taught=number).filter(taught__gt=0)
    return [(one, one.taught) for one in rows.order_by("-taught", "name_pinyin", "pk")]


@dataclass(frozen=True, slots=True)
class TaughtSession:
    """One archived session an inheritor taught, with the digests its archiving noted."""

    session: Session
    projects: str
    proof: list[dict[str, str]]


def taught_by(inheritor: Inheritor, year: int) -> list[TaughtSession]:
    """What the inheritor taught in this year and what proves it; only archived sessions count."""
    rows = archived_with_log(queries.archived(year).filter(teacher__inheritor=inheritor))
    events = SessionEvent.objects.in_bulk([row.archive_event for row in rows])
    return [
        TaughtSession(
            session=row,
            projects="、".join(one.project.name for one in row.programme.projects.all()),
            proof=_noted(events.get(row.archive_event)),
        )
        for row in rows
    ]


def _noted(event: SessionEvent | None) -> list[dict[str, str]]:
    """What the archiving said the session is proven by."""
    return list(event.data.get("evidence", [])) if event else []


def archived_with_log(sessions: QuerySet[Session]) -> QuerySet[Any]:
    """With ``archive_event``: the last time each was archived, for the digests noted then."""
    last = SessionEvent.objects.filter(session=OuterRef("pk"), step="archive")
    return sessions.annotate(
        archive_event=Subquery(last.order_by("-sequence").values("pk")[:1])
    ).prefetch_related("programme__projects__project")


def assessment_table(taught: list[TaughtSession]) -> Table:
    """Days, places, heads."""
    rows: list[list[Cell]] = [
        [
            number,
            when(one.session),
            one.session.shown_title,
            one.projects,
            place(one.session),
            one.session.adults_present,
            one.session.minors_present,
        ]
        for number, one in enumerate(taught, 1)
    ]
    if rows:
        count = _("%(count)d 场") % {"count": len(rows)}
        rows.append([_("合计"), count, "", "", "", *_heads(rows)])
    columns = [_("序号"), _("时间"), _("名称"), _("项目"), _("地点"), _("成人"), _("未成年人")]
    return Table(_("授课场次"), columns, rows, 5, (1.3, 7, 5, 5, 5, 2, 2), has_sum=bool(rows))


def proof_table(taught: list[TaughtSession]) -> Table:
    """Which files prove which session: name, kind and SHA-256 as archived.

    A session that was entered afterwards says where its papers are kept instead.
    """
    kinds = dict(EvidenceKind.choices)
    rows: list[list[Cell]] = []
    for number, one in enumerate(taught, 1):
        day = when(one.session)
        rows += [
            [number, day, str(kinds.get(file["kind"], "")), file["name"], file["sha256"]]
            for file in one.proof
        ]
        if not one.proof:
            rows.append([number, day, _("纸质存档"), one.session.held_note, ""])
    columns = [_("场次"), _("时间"), _("种类"), _("文件"), _("SHA-256 校验值")]
    return Table(_("举办证明"), columns, rows, len(columns), widths=(1, 6, 2, 4, 8))


def when(session: Session) -> str:
    """2026年5月6日 10:00–11:30."""
    begins, ends = timezone.localtime(session.begins_at), timezone.localtime(session.ends_at)
    day = formats.date_format(begins, "Y年n月j日")
    return f"{day} {begins:%H:%M}–{ends:%H:%M}"


def place(session: Session) -> str:
    """Venue and room."""
    return f"{session.venue.name} {session.room.name}" if session.room else session.venue.name


def _heads(rows: list[list[Cell]]) -> list[Cell]:
    """The sums of the last two columns: adults and minors."""
    return [sum(int(row[column] or 0) for row in rows) for column in (-2, -1)]


def _numbers(stages: Stages) -> list[Cell]:
    return [*(getattr(stages, name) for name in STAGES), stages.people]
