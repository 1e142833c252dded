"""Panels at work, for the tests of the review."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from applications.domain import reviewing
from applications.enums import State
from applications.models import Case, Panel, PanelMember
from applications.sheets import Mark, Sheet
from tests.factories.applications import make_case, make_round


def make_panel(size: int = 1, *, now: datetime.datetime | None = None, **fields: Any) -> Panel:
    """An open panel of so many invited experts."""
    round_ = make_round(panel_size=size, quorum=size)
    case = make_case(State.EXPERT_REVIEW, round_=round_, now=now, **fields)
    return case.panels.select_related("case__version").get()


def members_of(panel: Panel) -> list[PanelMember]:
    return list(panel.members.select_related("expert__user").order_by("pk"))


def whole_sheet(case: Case, *, less: str = "0", in_favour: bool = True) -> Sheet:
    """Full points, but ``less`` for each item."""
    marks = {item.key: Mark(item.points - Decimal(less), "有据可查。") for item in case.form.rubric}
    return Sheet(marks, in_favour, "建议列入。")


def declare(member: PanelMember) -> PanelMember:
    return reviewing.declare(member_id=member.pk, by=member.expert.user)


def score(member: PanelMember, **how: Any) -> PanelMember:
    """Declare and hand in."""
    declare(member)
    sheet = whole_sheet(member.panel.case, **how)
    return reviewing.hand_in(member_id=member.pk, by=member.expert.user, sheet=sheet)


def posted(case: Case, *, points: str = "1", **more: str) -> dict[str, str]:
    """A sheet as the browser sends it."""
    values = {f"points-{item.key}": points for item in case.form.rubric}
    return {**values, "in_favour": "yes", "opinion": "建议列入。", **more}


def tomorrow() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=1)
