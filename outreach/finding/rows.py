"""Sessions as lists, calendars and maps need them: light rows in two queries, however many.

A year holds some two thousand sessions; as models with all they belong to they would take longer to
build than to find.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from outreach.enums import SessionKind, VenueType, Weekday
from outreach.models import ProgrammeProject, Session
from outreach.naming import in_chinese, named
from outreach.queries import with_seats_taken, with_seats_waiting
from registry.levels import area_stem

DISTRICT_DIGITS, COMMUNITY_DIGITS = 6, 12
"""Of division codes; a street's are nine."""
_COLUMNS = {
    "pk": "pk",
    "own_title": "title",
    "programme_title": "programme__title",
    "programme_title_en": "programme__title_en",
    "summary": "programme__summary",
    "kind": "kind",
    "state": "state",
    "begins_at": "begins_at",
    "ends_at": "ends_at",
    "open_to_public": "open_to_public",
    "seats": "seats",
    "waitlist_seats": "waitlist_seats",
    "own_closes_at": "registration_closes_at",
    "programme_id": "programme_id",
    "min_age": "programme__min_age",
    "max_age": "programme__max_age",
    "cost": "programme__cost",
    "venue_id": "venue_id",
    "venue_name_zh": "venue__name",
    "venue_name_en": "venue__name_en",
    "venue_type": "venue__venue_type",
    "room": "room__name",
    "area_code": "venue__division__code",
    "area_name": "venue__division__name",
    "above_code": "venue__division__parent__code",
    "above_name": "venue__division__parent__name",
    "district_code": "venue__division__parent__parent__code",
    "district_name": "venue__division__parent__parent__name",
    "teacher_id": "teacher_id",
    "teacher_name": "teacher__name",
    "adults_present": "adults_present",
    "minors_present": "minors_present",
    "taken": "seats_taken",
    "waiting": "seats_waiting",
}


@dataclass(frozen=True, slots=True)
class TaughtProject:
    """A published project that a class teaches, with its category."""

    slug: str
    name: str
    category_slug: str
    category: str
    category_en: str
    motif: int

    @property
    def category_label(self) -> str:
        """The category's name in the visitor's language."""
        return named(self.category, self.category_en)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """What a list shows of one session. ``taken`` counts places given or on offer, ``waiting`` people."""

    pk: int
    own_title: str
    programme_title: str
    programme_title_en: str
    summary: str
    kind: str
    state: str
    begins_at: datetime.datetime
    ends_at: datetime.datetime
    open_to_public: bool
    seats: int
    waitlist_seats: int
    own_closes_at: datetime.datetime | None
    programme_id: int
    min_age: int | None
    max_age: int | None
    cost: Decimal
    venue_id: int
    venue_name_zh: str
    venue_name_en: str
    venue_type: str
    room: str | None
    area_code: str | None
    area_name: str | None
    above_code: str | None
    above_name: str | None
    district_code: str | None
    district_name: str | None
    teacher_id: int | None
    teacher_name: str | None
    adults_present: int | None
    minors_present: int | None
    taken: int
    waiting: int
    projects: tuple[TaughtProject, ...] = ()

    @property
    def title(self) -> str:
        """In the visitor's language, where the programme has a name in it."""
        return self.own_title or named(self.programme_title, self.programme_title_en)

    @property
    def areas(self) -> list[tuple[str, str]]:
        """Codes and names of the district and the street, as far as they are known."""
        chain = (
            (self.district_code, self.district_name),
            (self.above_code, self.above_name),
            (self.area_code, self.area_name),
        )
        return [
            (code, name or "")
            for code, name in chain
            if code and len(code) < COMMUNITY_DIGITS and len(area_stem(code)) >= DISTRICT_DIGITS
        ]

    @property
    def other_title(self) -> str:
        """The same in the other language; "" where there is no other."""
        if self.own_title or not self.programme_title_en:
            return ""
        return self.programme_title_en if in_chinese() else self.programme_title

    @property
    def venue_name(self) -> str:
        """In the visitor's language, like the title."""
        return named(self.venue_name_zh, self.venue_name_en)

    @property
    def begins(self) -> datetime.datetime:
        """By the bureau's clock."""
        return timezone.localtime(self.begins_at)

    @property
    def ends(self) -> datetime.datetime:
        return timezone.localtime(self.ends_at)

    @property
    def day(self) -> datetime.date:
        return self.begins.date()

    @property
    def days(self) -> list[datetime.date]:
        """Every local day on which it is: it may run past midnight, or for several days."""
        last = timezone.localtime(self.ends_at - datetime.timedelta(microseconds=1)).date()
        return [self.day + datetime.timedelta(n) for n in range((last - self.day).days + 1)]

    @property
    def weekday(self) -> str:
        """周六."""
        return str(Weekday(self.day.weekday()).label)

    @property
    def ends_another_day(self) -> bool:
        return self.ends.date() != self.day

    @property
    def closes_at(self) -> datetime.datetime:
        """When registration ends; as ``Session.closes_at``."""
        return self.own_closes_at or self.begins_at - datetime.timedelta(hours=2)

    @property
    def seats_left(self) -> int:
        return max(0, self.seats - self.taken)

    @property
    def waitlist_left(self) -> int:
        return max(0, self.waitlist_seats - self.waiting)

    @property
    def kind_label(self) -> str:
        return str(SessionKind(self.kind).label)

    @property
    def venue_type_label(self) -> str:
        return str(VenueType(self.venue_type).label)

    @property
    def motif(self) -> int:
        """The drawing of its first project's category, 0 for none."""
        return self.projects[0].motif if self.projects else 0

    @property
    def people_present(self) -> int:
        return (self.adults_present or 0) + (self.minors_present or 0)

    def fits_age(self, age: int) -> bool:
        """Whether somebody of this age is meant; a class that names no age is for everybody."""
        return (self.min_age is None or self.min_age <= age) and (
            self.max_age is None or age <= self.max_age
        )


def class_rows(sessions: QuerySet[Session], *, with_projects: bool = True) -> list[ClassRow]:
    """The sessions in their order. Two queries, one without their projects."""
    values = with_seats_waiting(with_seats_taken(sessions)).values_list(*_COLUMNS.values())
    rows = [ClassRow(*value) for value in values]
    if not with_projects or not rows:
        return rows
    taught = projects_taught({row.programme_id for row in rows})
    return [replace(row, projects=taught.get(row.programme_id, ())) for row in rows]


def projects_taught(programmes: Iterable[int]) -> dict[int, tuple[TaughtProject, ...]]:
    """The published projects of each programme. One query."""
    links = (
        ProgrammeProject.objects.filter(programme__in=programmes, project__live=True)
        .order_by("programme_id", "sort_order", "pk")
        .values_list(
            "programme_id",
            "project__slug",
            "project__name",
            "project__category__slug",
            "project__category__name",
            "project__category__name_en",
            "project__category__ordinal",
        )
    )
    found: defaultdict[int, list[TaughtProject]] = defaultdict(list)
    for programme, *columns in links:
        found[programme].append(TaughtProject(*columns))
    return {programme: tuple(projects) for programme, projects in found.items()}
