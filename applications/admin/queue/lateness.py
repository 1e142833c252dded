"""How long a case still has: days left of its nearest clock, late, or stopped."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.domain.clocks import days_left
from applications.models import Case, Clock
from workcalendar.counting import WorkCalendar
from workcalendar.enums import DayUnit

SOON_DAYS = 3
OVERDUE, SOON, STOPPED = "overdue", "soon", "stopped"
CHOICES = [
    (OVERDUE, gettext_lazy("已超期")),
    (SOON, gettext_lazy("三天内到期")),
    (STOPPED, gettext_lazy("已暂停计时")),
]


@dataclass(frozen=True, slots=True)
class Remaining:
    """The nearest running clock of a case, in words; ``late`` and ``soon`` make it stand out."""

    words: str
    clock: Clock | None = None
    left: int | None = None
    late: bool = False
    soon: bool = False

    def __str__(self) -> str:
        return self.words


def with_clocks(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Adds ``running_clocks``: the periods that have not ended."""
    running = Clock.objects.filter(ended_on__isnull=True).order_by("due_on")
    return cases.prefetch_related(Prefetch("clocks", running, to_attr="running_clocks"))


def lateness(value: str, today: datetime.date) -> Q:
    """The condition of one of CHOICES."""
    if value == OVERDUE:
        return Q(due_on__lt=today)
    if value == SOON:
        return Q(due_on__range=(today, today + datetime.timedelta(days=SOON_DAYS)))
    running = Clock.objects.filter(case=OuterRef("pk"), ended_on__isnull=True)
    return Q(Exists(running.filter(stopped_on__isnull=False)))


def remaining(case: Any, today: datetime.date, calendar: WorkCalendar) -> Remaining:
    """Of a case from ``with_clocks``."""
    clocks: list[Clock] = case.running_clocks
    ticking = [clock for clock in clocks if clock.stopped_on is None]
    if ticking:
        return of_clock(ticking[0], today, calendar)
    return of_clock(clocks[0], today, calendar) if clocks else Remaining("")


def of_clock(clock: Clock, today: datetime.date, calendar: WorkCalendar) -> Remaining:
    """One period in words."""
    left = days_left(clock, today, calendar)
    unit = _("个工作日") if clock.unit == DayUnit.WORKING else _("天")
    if clock.stopped_on is not None:
        return Remaining(
            _("%(kind)s已暂停，剩 %(left)d %(unit)s")
            % {"kind": clock.get_kind_display(), "left": max(left, 0), "unit": unit},
            clock,
            left,
        )
    if today > clock.due_on:
        return Remaining(
            _("%(kind)s超期 %(late)d %(unit)s")
            % {"kind": clock.get_kind_display(), "late": -left, "unit": unit},
            clock,
            left,
            late=True,
        )
    soon = (clock.due_on - today).days <= SOON_DAYS
    if today == clock.due_on:
        words = _("%(kind)s今天到期") % {"kind": clock.get_kind_display()}
        return Remaining(words, clock, left, soon=True)
    words = _("%(kind)s剩 %(left)d %(unit)s") % {
        "kind": clock.get_kind_display(),
        "left": left,
        "unit": unit,
    }
    return Remaining(words, clock, left, soon=soon)
