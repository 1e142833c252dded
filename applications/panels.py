"""Reads of panels: what experts may see of each other, and the figures for the secretary."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.functional import cached_property

from applications import rules
from applications.enums import MemberState
from applications.models import Case, Expert, Panel, PanelMember, Score
from applications.terms import RubricItem

WAITING = (MemberState.INVITED, MemberState.DECLARED)
TENTH = Decimal("0.1")


def scores_visible_to(member: PanelMember) -> QuerySet[Score]:
    """What an expert may read: his own scores, and those that are in once his own are in."""
    own = Q(member=member)
    others = Q(member__panel=member.panel_id, member__state=MemberState.SCORED)
    seen = own | others if member.state == MemberState.SCORED else own
    if member.state not in (*WAITING, MemberState.SCORED):
        return Score.objects.none()
    return Score.objects.filter(seen).select_related("member")


def scores_for_staff(user: Any, panel: Panel) -> QuerySet[Score]:
    """Scores that are in, for whoever organises the review."""
    if not rules.may_read_scores(user, panel):
        return Score.objects.none()
    return Score.objects.filter(member__panel=panel, member__state=MemberState.SCORED)


@dataclass(frozen=True, slots=True)
class Figures:
    """How far several experts agree."""

    median: Decimal
    low: Decimal
    high: Decimal
    deviation: Decimal

    @property
    def spread(self) -> Decimal:
        return self.high - self.low

    @classmethod
    def of(cls, values: Iterable[Decimal]) -> Figures | None:
        """None where nobody has scored."""
        values = list(values)
        if not values:
            return None
        return cls(
            median=_tenth(statistics.median(values)),
            low=min(values),
            high=max(values),
            deviation=_tenth(statistics.pstdev(values)),
        )


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One expert in the summary; marks in the rubric's order, none before his scores are in."""

    member: PanelMember
    marks: list[tuple[RubricItem, Score]]

    @property
    def total(self) -> Decimal | None:
        """All points together."""
        if not self.marks:
            return None
        return sum((score.points or Decimal() for _item, score in self.marks), Decimal())

    @property
    def can_be_replaced(self) -> bool:
        """Whether the secretary may ask somebody else for him."""
        taken = (MemberState.SCORED, MemberState.REPLACED)
        return self.member.state not in taken and not hasattr(self.member, "replacement")


@dataclass(frozen=True)
class Summary:
    """A panel in figures."""

    panel: Panel
    rubric: tuple[RubricItem, ...]
    lines: list[MemberLine]

    @cached_property
    def scored(self) -> list[MemberLine]:
        return [line for line in self.lines if line.member.state == MemberState.SCORED]

    @property
    def waiting(self) -> int:
        return sum(line.member.state in WAITING for line in self.lines)

    @property
    def in_favour(self) -> int:
        return sum(line.member.in_favour is True for line in self.scored)

    @property
    def against(self) -> int:
        return len(self.scored) - self.in_favour

    @property
    def has_majority(self) -> bool:
        """More than half (非物质文化遗产法 art. 22)."""
        return self.in_favour * 2 > len(self.scored)

    @property
    def has_quorum(self) -> bool:
        return len(self.scored) >= self.panel.case.terms.quorum

    @property
    def total(self) -> Figures | None:
        """Over the experts' sums."""
        return Figures.of(line.total for line in self.scored if line.total is not None)

    def by_item(self) -> list[tuple[RubricItem, Figures | None]]:
        """Over each item of the rubric."""
        return [
            (item, Figures.of(_points(line, item.key) for line in self.scored))
            for item in self.rubric
        ]


def panel_summary(panel: Panel) -> Summary:
    """Members with their scores, votes, median and spread. Two queries, whatever the panel's size."""
    rubric = panel.case.form.rubric
    place = {item.key: number for number, item in enumerate(rubric)}
    marks: dict[int, list[tuple[RubricItem, Score]]] = {}
    for score in Score.objects.filter(member__panel=panel, member__state=MemberState.SCORED):
        if score.item in place:
            marks.setdefault(score.member_id, []).append((rubric[place[score.item]], score))
    members = panel.members.select_related("expert", "replacement", "replaces__expert")
    lines = [
        MemberLine(member, sorted(marks.get(member.pk, []), key=lambda one: place[one[0].key]))
        for member in members
    ]
    return Summary(panel, rubric, lines)


def pool() -> QuerySet[Any]:
    """All experts with what they have to do now (``load``) and when they were last asked."""
    open_ones = Q(memberships__panel__closed_at__isnull=True) & Q(memberships__state__in=WAITING)
    return (
        Expert.objects.select_related("user", "organisation")
        .prefetch_related("specialties")
        .annotate(
            load=Count("memberships", filter=open_ones, distinct=True),
            last_used=Max("memberships__invited_at"),
        )
    )


def pool_for(case: Case) -> QuerySet[Expert]:
    """The pool, those of the case's category first, then who has least to do and rested longest."""
    specialty = Count("specialties", filter=Q(specialties=case.category_id), distinct=True)
    return (
        pool()
        .annotate(specialty_match=specialty)
        .order_by("-specialty_match", "load", F("last_used").asc(nulls_first=True), "name", "pk")
    )


def _points(line: MemberLine, key: str) -> Decimal:
    return next((one.points or Decimal() for item, one in line.marks if item.key == key), Decimal())


def _tenth(value: Any) -> Decimal:
    return Decimal(value).quantize(TENTH)
