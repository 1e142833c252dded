"""批次统计: what became of a round's cases, in figures."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, QuerySet

from applications.enums import Kind, State
from applications.models import Case, CaseEvent, Round

PASSED = (State.ON_NOTICE, State.REPORTING, State.PROMULGATED)
"""The committee agreed."""
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of handed-in cases; drafts are nobody's business."""

    total: int
    by_state: list[tuple[str, int]]
    by_kind: list[tuple[str, int]]
    by_category: list[tuple[str, int]]
    days_to_acceptance: float | None
    corrections: int
    corrected: int
    passed: int
    failed: int

    @property
    def pass_rate(self) -> int | None:
        """Percent of what the committee or the experts decided."""
        decided = self.passed + self.failed
        return round(100 * self.passed / decided) if decided else None


def round_figures(round_: Round, cases: QuerySet[Case]) -> Figures:
    """The figures of these cases of the round, in a fixed number of queries."""
    rows = cases.filter(round=round_, number__isnull=False).order_by()

    def counted(*names: str) -> list[Any]:
        return list(rows.values_list(*names).annotate(count=Count("pk")).order_by(*names))

    states = dict(counted("state"))
    kinds = dict(counted("kind"))
    by_category = [
        (name or "—", count)
        for _place, name, count in counted("category__ordinal", "category__name")
    ]
    per_case = list(rows.values_list("corrections_used", flat=True))
    return Figures(
        total=sum(states.values()),
        by_state=[(str(one.label), states[one]) for one in State if one in states],
        by_kind=[(str(one.label), kinds[one]) for one in Kind if one in kinds],
        by_category=by_category,
        days_to_acceptance=_days_to_acceptance(rows),
        corrections=sum(per_case),
        corrected=sum(bool(one) for one in per_case),
        passed=sum(states.get(one, 0) for one in PASSED),
        failed=states.get(State.NOT_PASSED, 0),
    )


def _days_to_acceptance(rows: QuerySet[Case]) -> float | None:
    """The median of calendar days from the first submission to the first acceptance."""
    accepted = CaseEvent.objects.filter(case__in=rows.values("pk"), step="accept")
    first: dict[int, float] = {}
    for case, at, submitted in accepted.order_by("sequence").values_list(
        "case", "at", "case__submitted_at"
    ):
        if submitted is not None:
            first.setdefault(case, (at - submitted) / DAY)
    return round(median(first.values()), 1) if first else None
