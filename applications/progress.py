"""What an applicant is told of a case: what is wanted of him and by when, what was, what comes.

Only steps of the table are told, in plain words. What experts, committee and officers wrote among
themselves is in no text that is built here.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications import wording
from applications.enums import UNSUBMITTED, State
from applications.models import Case, CaseEvent
from applications.wording import Standing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the applicant has to do; ``by`` is the last day, where there is one."""

    words: str
    by: datetime.date | None = None
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """One step that was taken."""

    at: datetime.datetime
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the applicant's list."""

    case: Case
    standing: Standing
    wanted: Wanted


def wanted_of(case: Case) -> Wanted:
    """What is wanted now. No query when the case has its round."""
    if case.state in UNSUBMITTED:
        last = timezone.localdate(case.round.closes_at - datetime.timedelta(seconds=1))
        if case.round.is_open():
            return Wanted(_("填写申报书，检查无误后提交。"), last, is_mine=True)
        return Wanted(_("这一批次已经截止，不能再提交。填写的内容都保留着，下一批次可以参考。"))
    if case.state == State.CORRECTING:
        return Wanted(_("按补正通知书逐项修改，再提交补正。"), case.due_on, is_mine=True)
    if case.state == State.SUBMITTED:
        return Wanted(_("现在不需要您做什么。我们会在期限前答复是否受理。"), case.due_on)
    if case.is_final:
        return Wanted(_("这件申报已经办结，不需要您做什么。"))
    return Wanted(_("现在不需要您做什么，有进展会通知您。"))


def rows_of(cases: Any) -> list[Row]:
    """Cases with where they stand: those that want something first. One query."""
    found = cases.select_related("round", "organisation").order_by("-changed_at", "-pk")
    rows = [Row(case, wording.standing(case), wanted_of(case)) for case in found]
    return sorted(rows, key=lambda row: (not row.wanted.is_mine, row.case.is_final))


def history_of(case: Case) -> list[Happened]:
    """The steps that were taken, the oldest first. One query."""
    return [_told(event) for event in case.events.all() if event.step in wording.STEPS]


def _told(event: CaseEvent) -> Happened:
    return Happened(event.at, wording.what_happened(event), wording.reason_of(event))
