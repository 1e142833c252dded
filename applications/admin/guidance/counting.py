"""Guidance counted per year, round and guide: on the screen, and as a spreadsheet."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass

import xlsxwriter
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from applications.enums import AppointmentState
from applications.models import CaseEvent, GuidanceAppointment, GuidanceMessage, Remark, Round
from registry.admin.exports import harmless
from registry.admin.spreadsheets import OPTIONS, xlsx_response


@dataclass(frozen=True, slots=True)
class GuidanceCount:
    """What one guide did in a year, for one round or all of them (then ``round`` is empty)."""

    guide: str
    answers: int
    remarks: int
    drafts: int
    appointments: int
    round: str = ""

    @property
    def total(self) -> int:
        return self.answers + self.remarks + self.drafts + self.appointments


Key = tuple[int | None, int]
"""Round (none for an appointment about no case) and guide."""


def count_guidance(*, year: int, round_: Round | None = None) -> list[GuidanceCount]:
    """One row a guide, most work first. Five queries whatever the number of guides."""
    counts: list[Counter[int]] = []
    for by_round in _counted(year, round_):
        of_guides: Counter[int] = Counter()
        for (_round, guide), number in by_round.items():
            of_guides[guide] += number
        counts.append(of_guides)
    names = _names({guide for one in counts for guide in one})
    rows = [_row(names[guide], [one[guide] for one in counts]) for guide in names]
    return sorted(rows, key=lambda row: (-row.total, row.guide))


def count_by_round(*, year: int, round_: Round | None = None) -> list[GuidanceCount]:
    """One row for each guide of each round, by round. Six queries."""
    counts = _counted(year, round_)
    keys = {key for one in counts for key in one}
    names = _names({guide for _round, guide in keys})
    rounds = {
        one.pk: one.title for one in Round.objects.filter(pk__in={one for one, _guide in keys})
    }
    rows = [
        _row(
            names[guide],
            [one[place, guide] for one in counts],
            rounds.get(place or 0, _("未关联申报")),
        )
        for place, guide in keys
    ]
    return sorted(rows, key=lambda row: (row.round, -row.total, row.guide))


def guidance_spreadsheet(*, year: int, round_: Round | None = None) -> HttpResponse:
    """The count by round and guide, with the sums below."""
    rows = count_by_round(year=year, round_=round_)
    headings = [
        *(_("年度"), _("批次"), _("指导员"), _("答复提问")),
        *(_("逐项意见"), _("查看申报书"), _("当面或电话指导"), _("合计")),
    ]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(_("指导统计"))
        sheet.set_column(1, 1, 32)
        sheet.set_column(2, len(headings) - 1, 14)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings, bold)
        for line, row in enumerate(rows, start=1):
            sheet.write_number(line, 0, year)
            sheet.write_string(line, 1, harmless(row.round))
            sheet.write_string(line, 2, harmless(row.guide))
            sheet.write_row(line, 3, _figures(row))
        sums = [sum(column) for column in zip(*map(_figures, rows), strict=True)]
        sheet.write_string(len(rows) + 1, 0, _("合计"), bold)
        sheet.write_row(len(rows) + 1, 3, sums or [0] * 5, bold)
    return xlsx_response(content, f"{_('指导统计')}-{year}")


def _row(guide: str, numbers: list[int], round_: str = "") -> GuidanceCount:
    answers, remarks, drafts, appointments = numbers
    return GuidanceCount(guide, answers, remarks, drafts, appointments, round_)


def _figures(row: GuidanceCount) -> list[int]:
    return [row.answers, row.remarks, row.drafts, row.appointments, row.total]


def _counted(year: int, round_: Round | None) -> list[Counter[Key]]:
    """Answers, remarks, drafts looked at and appointments held, in this order."""
    answers = GuidanceMessage.objects.filter(from_staff=True, written_at__year=year)
    remarks = Remark.objects.filter(written_at__year=year)
    drafts = CaseEvent.objects.filter(step="return_guidance", at__year=year)
    held = GuidanceAppointment.objects.filter(
        state=AppointmentState.HELD, slot__starts_at__year=year
    )
    if round_ is not None:
        answers, remarks = answers.filter(case__round=round_), remarks.filter(case__round=round_)
        drafts, held = drafts.filter(case__round=round_), held.filter(case__round=round_)
    return [
        _by(answers, "author"),
        _by(remarks, "author"),
        _by(drafts, "actor"),
        _by(held, "slot__guide"),
    ]


def _by(rows: QuerySet, column: str) -> Counter[Key]:
    counted = rows.order_by().values_list("case__round", column).annotate(count=Count("pk"))
    return Counter({(place, guide): count for place, guide, count in counted if guide is not None})


def _names(guides: set[int]) -> dict[int, str]:
    return {one.pk: one.get_full_name() for one in User.objects.filter(pk__in=guides)}
