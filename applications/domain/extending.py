"""A later last day reaches every case on a notice: its clock, its log, its applicant."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from applications import notifications, queries
from applications.domain import clocks
from applications.domain.logging import write_event
from applications.domain.transitioning import lock_case
from applications.enums import ClockKind, State
from applications.models import Notice
from workcalendar.enums import DayUnit
from workcalendar.queries import days_between


def move_last_day(
    *, notice: Notice, last_day: datetime.date, by: User, now: datetime.datetime
) -> None:
    """Write the new day to the locked notice and to all of its cases, in the caller's transaction."""
    notice.last_day = last_day
    notice.save(update_fields=["last_day"])
    for candidate in queries.candidates_on(notice):
        case = lock_case(candidate.case_id)
        if case.state != State.ON_NOTICE:
            continue
        clock = clocks.running(case, ClockKind.NOTICE)
        if clock is not None:
            clock.due_on = last_day
            clock.days = days_between(clock.started_on, last_day, unit=DayUnit(clock.unit))
            clock.save(update_fields=["due_on", "days"])
        clocks.show_due(case)
        event = write_event(
            case=case,
            step="extend_notice",
            by=by,
            from_state=case.state,
            to_state=case.state,
            data={"notice": notice.pk, "last_day": last_day.isoformat()},
            at=now,
        )
        case.save()
        notifications.tell(
            case=case,
            key=f"case-{case.pk}-event-{event.sequence}",
            subject=_("“%(title)s”的公示延长") % {"title": case.title},
            body=_("您申报的“%(title)s”的公示延长到%(day)s。现在不需要您做什么。")
            % {"title": case.title, "day": notifications.day_words(last_day)},
        )
