"""Starts, stops, resumes and ends the periods of a case; ``due_on`` of the case follows them."""

from __future__ import annotations

import datetime

from applications.enums import ClockKind
from applications.models import Case, Clock
from workcalendar.counting import WorkCalendar
from workcalendar.enums import DayUnit
from workcalendar.queries import add_days, days_between


def start(*, case: Case, kind: ClockKind, today: datetime.date, days: int | None = None) -> Clock:
    """Begin a period of the round's length (or ``days``); the day it starts on does not count."""
    end(case=case, kind=kind, today=today)
    period = case.terms.periods[kind]
    unit = DayUnit(period.unit)
    length = period.days if days is None else days
    clock = Clock.objects.create(
        case=case,
        kind=kind,
        days=length,
        unit=unit,
        started_on=today,
        due_on=add_days(today, length, unit=unit),
    )
    show_due(case)
    return clock


def running(case: Case, kind: ClockKind) -> Clock | None:
    """The clock of this kind that has not ended (it may be stopped)."""
    return Clock.objects.filter(case=case, kind=kind, ended_on__isnull=True).first()


def stop(*, case: Case, kind: ClockKind, today: datetime.date) -> None:
    """Hold a running period: no day counts until it is resumed."""
    clock = running(case, kind)
    if clock and clock.stopped_on is None:
        clock.stopped_on = today
        clock.save(update_fields=["stopped_on"])
        show_due(case)


def resume(*, case: Case, kind: ClockKind, today: datetime.date) -> None:
    """Let a held period go on with the days it had left, at least one."""
    clock = running(case, kind)
    if clock is None or clock.stopped_on is None:
        return
    unit = DayUnit(clock.unit)
    left = max(days_between(clock.stopped_on, clock.due_on, unit=unit), 1)
    clock.days_stopped += max((today - clock.stopped_on).days, 0)
    clock.due_on = add_days(today, left, unit=unit)
    clock.stopped_on = None
    clock.save(update_fields=["days_stopped", "due_on", "stopped_on"])
    show_due(case)


def end(*, case: Case, kind: ClockKind, today: datetime.date) -> None:
    """The period is over: what it was given for was done, or is no longer wanted."""
    Clock.objects.filter(case=case, kind=kind, ended_on__isnull=True).update(ended_on=today)
    show_due(case)


def end_all(*, case: Case, today: datetime.date) -> None:
    """Nothing runs any more."""
    Clock.objects.filter(case=case, ended_on__isnull=True).update(ended_on=today)
    show_due(case)


def show_due(case: Case) -> None:
    """Keep the case's own due date: the nearest of what runs. The caller saves the case."""
    ticking = Clock.objects.filter(case=case, ended_on__isnull=True, stopped_on__isnull=True)
    case.due_on = ticking.order_by("due_on").values_list("due_on", flat=True).first()


def days_left(clock: Clock, today: datetime.date, calendar: WorkCalendar | None = None) -> int:
    """Days of the clock's own sort until it is due; negative when it is overdue by so many.

    Whoever asks for many cases reads the calendar once and hands it in.
    """
    unit = DayUnit(clock.unit)
    between = calendar.days_between if calendar else days_between
    return between(clock.stopped_on or today, clock.due_on, unit=unit)
