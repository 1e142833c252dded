"""Guidance counted per year, round and guide."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import User
from applications.enums import AppointmentState
from applications.models import CaseEvent, GuidanceAppointment, GuidanceMessage, Remark, Round


@dataclass(frozen=True, slots=True)
class GuidanceCount:
    """What one guide did in a year (for one round, when one was chosen)."""

    guide: str
    answers: int
    remarks: int
    drafts: int
    appointments: int

    @property
    def total(self) -> int:
        return self.answers + self.remarks + self.drafts + self.appointments


def count_guidance(*, year: int, round_: Round | None = None) -> list[GuidanceCount]:
    """One row a guide, most work first. Five queries whatever the number of guides."""
    answers = GuidanceMessage.objects.filter(from_staff=True, written_at__year=year)
    remarks = Remark.objects.filter(written_at__year=year)
    drafts = CaseEvent.objects.filter(step="return_guidance", at__year=year)
    held = GuidanceAppointment.objects.filter(
        state=AppointmentState.HELD, slot__starts_at__year=year
    )
    if round_ is not None:
        answers, remarks = answers.filter(case__round=round_), remarks.filter(case__round=round_)
        drafts, held = drafts.filter(case__round=round_), held.filter(case__round=round_)
    counts = [
        _by(answers, "author"),
        _by(remarks, "author"),
        _by(drafts, "actor"),
        _by(held, "slot__guide"),
    ]
    guides = User.objects.filter(pk__in={pk for one in counts for pk in one})
    rows = [
        GuidanceCount(guide.get_full_name(), *(one.get(guide.pk, 0) for one in counts))
        for guide in guides
    ]
    return sorted(rows, key=lambda row: (-row.total, row.guide))


def _by(rows: QuerySet, column: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))
