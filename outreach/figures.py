"""The year in figures: what was planned, confirmed, held and archived, for whom, and what is missing.

Pure reads, each one aggregate query. A year is the bureau's local year, by the day on which a
session begins. Only archived sessions count for the target (work plan: 全年不少于 400 场); the other
counts say how far the year has come.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.enums import BUSY, COUNTED, PUBLIC, TAKES_PLACE, SessionState, VenueType
from outreach.models import Session
from outreach.naming import named
from registry.areas import by_street
from registry.enums import TargetMetric
from registry.queries import target_for

CONFIRMED = (SessionState.CONFIRMED, SessionState.OPEN, SessionState.CLOSED, *COUNTED)
"""Came at least so far that teacher and venue had agreed."""
STAGES: dict[str, tuple[SessionState, ...]] = {
    "planned": BUSY,
    "confirmed": CONFIRMED,
    "held": COUNTED,
    "archived": (SessionState.ARCHIVED,),
}
"""Each stage holds the ones after it: whatever is archived was held, confirmed and planned."""
STAGE_LABELS: dict[str, Any] = {
    "planned": gettext_lazy("计划"),
    "confirmed": gettext_lazy("已确认"),
    "held": gettext_lazy("已举办"),
    "archived": gettext_lazy("已归档"),
}
FEWEST_PAST = 10
"""With fewer sessions behind us their share says nothing: all that is planned is then expected."""


@dataclass(frozen=True, slots=True)
class Stages:
    """How many sessions came at least so far; people are those of held sessions."""

    planned: int = 0
    confirmed: int = 0
    held: int = 0
    archived: int = 0
    adults: int = 0
    minors: int = 0

    @property
    def people(self) -> int:
        return self.adults + self.minors

    @property
    def rest(self) -> tuple[int, int, int, int]:
        """For a bar in parts: archived; held, not archived; confirmed, not held; planned only."""
        return (
            self.archived,
            self.held - self.archived,
            self.confirmed - self.held,
            self.planned - self.confirmed,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: a venue type, a month, a project, a teacher, an area."""

    key: Any
    label: str
    stages: Stages


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many will have been held at the year's end, and what it is reckoned from.

    expected = held + share × (ahead + unrecorded), where ``share`` is the part of this year's past
    sessions that was held rather than cancelled (all, while fewer than FEWEST_PAST are past). A
    postponed session is counted by the one that took its place.
    """

    held: int
    cancelled: int
    unrecorded: int
    ahead: int
    share: float

    @property
    def expected(self) -> int:
        return self.held + round(self.share * (self.ahead + self.unrecorded))


@dataclass(frozen=True, slots=True)
class Target:
    """A yearly target and how far it is; ``goal`` None where nobody set one."""

    done: int
    goal: int | None
    set_in: int | None = None

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.goal) if self.goal else 0

    @property
    def missing(self) -> int:
        return max(0, (self.goal or 0) - self.done)


def of_year(year: int) -> QuerySet[Session]:
    """All sessions that begin in this year, in every state."""
    return Session.objects.filter(begins_at__year=year)


def totals(year: int, sessions: QuerySet[Session] | None = None) -> Stages:
    """The whole year (or these sessions of it)."""
    rows = of_year(year) if sessions is None else sessions
    return Stages(**rows.order_by().aggregate(**_counts()))


def announced(year: int) -> QuerySet[Session]:
    """What of the year everybody may know: published, and not given up."""
    states = [state for state in PUBLIC if state in BUSY]
    return of_year(year).filter(published_at__isnull=False, state__in=states)


def by_venue_type(year: int, sessions: QuerySet[Session] | None = None) -> list[Line]:
    """All six types, also those with nothing yet."""
    rows = of_year(year) if sessions is None else sessions
    found = _grouped(rows, "venue__venue_type")
    return [Line(one.value, str(one.label), found.get(one.value, Stages())) for one in VenueType]


def by_month(year: int, sessions: QuerySet[Session] | None = None) -> list[Line]:
    """Twelve rows."""
    rows = of_year(year) if sessions is None else sessions
    found = _grouped(rows.annotate(month=ExtractMonth("begins_at")), "month")
    return [
        Line(
            month, date_format(datetime.date(year, month, 1), _("n月")), found.get(month, Stages())
        )
        for month in range(1, 13)
    ]


def by_project(year: int) -> list[Line]:
    """Projects that are taught, the most held first. A class of two projects counts for both."""
    rows = of_year(year).filter(programme__projects__isnull=False)
    names = ("programme__projects__project", "programme__projects__project__name")
    return _lines(rows, *names)


def by_teacher(year: int) -> list[Line]:
    """Teachers, the most held first; sessions without one are left out."""
    return _lines(of_year(year).filter(teacher__isnull=False), "teacher", "teacher__name")


def by_area(year: int, sessions: QuerySet[Session] | None = None) -> list[Line]:
    """Streets of the venues (other divisions where no street is known), the most held first."""
    rows = of_year(year) if sessions is None else sessions
    placed = rows.annotate(
        area=by_street("venue__division", "code"),
        area_name=by_street("venue__division", "name"),
    )
    return _lines(placed, "area", "area_name", nameless=_("未填写区划"))


def by_category(year: int, sessions: QuerySet[Session] | None = None) -> list[Line]:
    """Categories of what is taught, the most held first.

    A class of two projects counts once in a category they share, and for both of two categories.
    """
    rows = of_year(year) if sessions is None else sessions
    category = "programme__projects__project__category"
    taught = rows.order_by().filter(**{f"{category}__isnull": False})
    each = taught.values_list(
        *(category, f"{category}__name", f"{category}__name_en"),
        *("pk", "state", "adults_present", "minors_present"),
    ).distinct()
    counts: defaultdict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for key, chinese, english, _pk, state, adults, minors in each.iterator():
        name = named(chinese, english)
        counts[key, name].update(stage for stage, states in STAGES.items() if state in states)
        if state in COUNTED:
            counts[key, name].update(adults=adults or 0, minors=minors or 0)
    lines = [Line(key, name, Stages(**counted)) for (key, name), counted in counts.items()]
    return _ordered(lines)


DIMENSIONS: dict[str, tuple[Any, Any]] = {
    "venue-type": (gettext_lazy("按场地类型"), by_venue_type),
    "month": (gettext_lazy("按月份"), by_month),
    "project": (gettext_lazy("按项目"), by_project),
    "teacher": (gettext_lazy("按老师"), by_teacher),
    "area": (gettext_lazy("按街道和区域"), by_area),
}
"""Name → heading and the function that counts."""


def sessions_target(year: int, done: int | None = None) -> Target:
    """Archived sessions against the year's goal; ``done`` where they were counted already."""
    if done is None:
        done = of_year(year).filter(state=SessionState.ARCHIVED).count()
    target = target_for(year, TargetMetric.OUTREACH_SESSIONS)
    return Target(done, target.value if target else None, target.year if target else None)


def forecast(year: int, now: datetime.datetime | None = None) -> Forecast:
    """See Forecast for the rule."""
    moment = now or timezone.now()
    counts = (
        of_year(year)
        .order_by()
        .aggregate(
            held=Count("pk", filter=Q(state__in=COUNTED)),
            cancelled=Count("pk", filter=Q(state=SessionState.CANCELLED, begins_at__lte=moment)),
            unrecorded=Count("pk", filter=Q(state__in=TAKES_PLACE, ends_at__lte=moment)),
            ahead=Count("pk", filter=Q(state__in=TAKES_PLACE, ends_at__gt=moment)),
        )
    )
    past = counts["held"] + counts["cancelled"]
    share = counts["held"] / past if past >= FEWEST_PAST else 1.0
    return Forecast(**counts, share=share)


def years() -> list[int]:
    """Years that have sessions, and this one; the latest first."""
    found = {day.year for day in Session.objects.dates("begins_at", "year")}
    return sorted(found | {timezone.localdate().year}, reverse=True)


def _counts() -> dict[str, Any]:
    held = Q(state__in=COUNTED)
    counts: dict[str, Any] = {
        name: Count("pk", filter=Q(state__in=states)) for name, states in STAGES.items()
    }
    return counts | {
        "adults": Coalesce(Sum("adults_present", filter=held), 0),
        "minors": Coalesce(Sum("minors_present", filter=held), 0),
    }


def _grouped(rows: QuerySet[Any], *names: str) -> dict[Any, Stages]:
    """Stages by the first of ``names``; one query."""
    grouped: Iterable[dict[str, Any]] = rows.order_by().values(*names).annotate(**_counts())
    return {row.pop(names[0]): Stages(**row) for row in grouped}


def _lines(rows: QuerySet[Any], key: str, name: str, nameless: str = "") -> list[Line]:
    """The groups that hold something, the most held and then the most planned first."""
    grouped = rows.order_by().values(key, name).annotate(**_counts())
    lines = [
        Line(row.pop(key), row.pop(name) or nameless, Stages(**row)) for row in grouped.iterator()
    ]
    return _ordered(lines)


def _ordered(lines: list[Line]) -> list[Line]:
    filled = [line for line in lines if line.stages.planned]
    return sorted(
        filled, key=lambda one: (-one.stages.held, -one.stages.planned, one.label, str(one.key))
    )
