"""The district's registered projects in figures: against the year's target, of what kind, and what they lack.

Pure reads. A project counts that is published and in force on any list (``registered_projects``); one
that stands on several lists counts once, at its highest level.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.areas import by_street
from registry.enums import Level, Standing, TargetMetric
from registry.levels import level_label
from registry.models import (
    Category,
    HeritageProject,
    Inscription,
    ProjectPicture,
    ProtectionAssignment,
    Recognition,
)
from registry.queries import registered_projects, target_for

YEARS_OF_PACE = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """One row of a table: a category, a level, an area."""

    key: Any
    label: str
    number: int
    english: str = ""


@dataclass(frozen=True, slots=True)
class ProjectYear:
    """How far the target of registered projects is, and how far it will be at the year's end.

    ``dated`` are projects the registry will count by then, for better or worse: lists already published
    with a later day, and removals already decided. ``drafts`` were never published and stand on such a
    list: results that were announced and wait for their page. Applications that are still being
    examined are nobody's results and are not guessed at.
    """

    year: int
    done: int
    goal: int | None
    set_in: int | None
    before: int
    """On the last day of the year before."""
    dated: int
    drafts: int
    pace: float
    """How many more there were each year, over the five years before this one."""

    @property
    def gained(self) -> int:
        return self.done - self.before

    @property
    def expected(self) -> int:
        return self.done + self.dated + self.drafts

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.goal) if self.goal else 0

    @property
    def missing(self) -> int:
        return max(0, (self.goal or 0) - self.done)


def as_of(year: int, today: datetime.date | None = None) -> datetime.date:
    """The day at which a year is told: its last, or today while it lasts."""
    return min(today or timezone.localdate(), _last_day(year))


def project_year(year: int, today: datetime.date | None = None) -> ProjectYear:
    """See ProjectYear. Three queries."""
    day, end = as_of(year, today), _last_day(year)
    days = {
        "done": day,
        "at_end": end,
        "before": _last_day(year - 1),
        "earlier": _last_day(year - 1 - YEARS_OF_PACE),
    }
    numbers = HeritageProject.objects.order_by().aggregate(
        **{
            name: Count("pk", filter=Q(pk__in=_registered(one).values("pk")))
            for name, one in days.items()
        }
    )
    lasts = day < end
    target = target_for(year, TargetMetric.REGISTERED_PROJECTS)
    return ProjectYear(
        year=year,
        done=numbers["done"],
        goal=target.value if target else None,
        set_in=target.year if target else None,
        before=numbers["before"],
        dated=numbers["at_end"] - numbers["done"] if lasts else 0,
        drafts=waiting_drafts(year).count() if lasts else 0,
        pace=(numbers["before"] - numbers["earlier"]) / YEARS_OF_PACE,
    )


def waiting_drafts(year: int) -> QuerySet[HeritageProject]:
    """Projects of the district on a list of the year or an earlier one that were never published."""
    last = _last_day(year)
    listed = Inscription.objects.filter(
        Q(inscribed_on__lte=last) | Q(inscribed_on__isnull=True), project=OuterRef("pk")
    ).exclude(removed_on__lte=last)
    return HeritageProject.objects.filter(
        Exists(listed),
        live=False,
        first_published_at__isnull=True,
        division__code__startswith=settings.SITE_DIVISION,
    ).order_by("name_pinyin", "pk")


def by_category(day: datetime.date) -> list[Tally]:
    """All ten categories in their order, also those with nothing."""
    numbers = dict(_registered(day).values_list("category").annotate(Count("pk")))
    return [
        Tally(one.pk, one.name, numbers.get(one.pk, 0), one.name_en)
        for one in Category.objects.order_by("ordinal")
    ]


def by_level(day: datetime.date) -> list[Tally]:
    """By the highest list each stands on that day; levels are called what the district calls them."""
    rows = (
        Inscription.objects.filter(Q(inscribed_on__lte=day) | Q(inscribed_on__isnull=True))
        .exclude(removed_on__lte=day)
        .filter(project__in=_registered(day))
        .order_by()
        .values("project")
        .annotate(highest=Min("level"))
    )
    numbers = Counter(row["highest"] for row in rows)
    lines: dict[str, Tally] = {}
    for level in Level:
        label = level_label(level, settings.SITE_DIVISION)
        sofar = lines[label].number if label in lines else 0
        lines[label] = Tally(level.value, label, sofar + numbers[level.value])
    return list(lines.values())


def by_area(day: datetime.date) -> list[Tally]:
    """Streets, those with most first; what is only known to lie in the district stands last."""
    rows = (
        _registered(day)
        .annotate(
            area=by_street("division", "code"),
            area_name=by_street("division", "name"),
        )
        .values_list("area", "area_name")
        .annotate(number=Count("pk"))
    )
    lines = [Tally(code, _area_label(code, name), number) for code, name, number in rows]
    return sorted(lines, key=lambda one: (len(one.key) == 6, -one.number, one.key))


def categories_without(day: datetime.date) -> QuerySet[Category]:
    """Categories in which the district has no registered project."""
    return Category.objects.exclude(pk__in=_registered(day).values("category"))


def without_pictures(day: datetime.date) -> QuerySet[HeritageProject]:
    """Registered projects without a picture."""
    return _lacking(day, ProjectPicture.objects.all())


def without_inheritor(day: datetime.date) -> QuerySet[HeritageProject]:
    """Registered projects none of whose recognised inheritors is alive and in standing."""
    in_standing = Recognition.objects.filter(
        standing=Standing.LISTED, inheritor__death_year__isnull=True
    )
    return _lacking(day, in_standing)


def without_unit(day: datetime.date) -> QuerySet[HeritageProject]:
    """Registered projects no unit is responsible for on that day."""
    in_force = ProtectionAssignment.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    return _lacking(day, in_force)


def _lacking(day: datetime.date, parts: QuerySet[Any]) -> QuerySet[HeritageProject]:
    there = Exists(parts.filter(project=OuterRef("pk")))
    return _registered(day).filter(~there).order_by("name_pinyin", "pk")


def _registered(day: datetime.date) -> QuerySet[HeritageProject]:
    return registered_projects(day=day, division=settings.SITE_DIVISION).order_by()


def _last_day(year: int) -> datetime.date:
    return datetime.date(year, 12, 31)


def _area_label(code: str, name: str) -> str:
    """The district's own row says that it is what has no street yet."""
    return _("%(name)s（未写街道）") % {"name": name} if code == settings.SITE_DIVISION else name
