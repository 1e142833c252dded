"""What the days bring: reminders before a period ends, marks when it has ended.

Everything here may run twice, or in two processes at once: each message has a key of its own and
each case is looked at under its lock. Nothing lapses by itself; an officer confirms it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import notifications
from applications.domain.appointments import time_words
from applications.domain.clocks import show_due
from applications.domain.reviewing import remind_experts
from applications.enums import (
    AppointmentState,
    ClockKind,
    LetterKind,
)
from applications.models import (
    Case,
    Clock,
    EditingSession,
    GuidanceAppointment,
)
from messaging.domain.queueing import queue_message
from safeguards.limiting import forget_tries
from workcalendar.enums import DayUnit
from workcalendar.queries import whole_calendar

STALE_EDITING = datetime.timedelta(days=1)


def keep_deadlines(*, today: datetime.date) -> Counter[str]:
    """Remind and mark everything that is due on this day; how many of each."""
    done: Counter[str] = Counter()
    for pk in _cases_with_clocks():
        done.update(_keep_case(pk, today))
    done["experts"] = remind_experts(today)
    done["appointments"] = remind_of_appointments(today=today)
    stale = timezone.now() - STALE_EDITING
    done["sessions"] = EditingSession.objects.filter(seen_at__lt=stale).delete()[0]
    done["tries"] = forget_tries()
    return +done


def remind_of_appointments(*, today: datetime.date) -> int:
    """Whoever has a guidance appointment tomorrow; once."""
    tomorrow = today + datetime.timedelta(days=1)
    coming = GuidanceAppointment.objects.filter(
        state=AppointmentState.BOOKED, reminded_at__isnull=True, slot__starts_at__date=tomorrow
    ).select_related("slot", "booked_by")
    told = 0
    for one in coming:
        queue_message(
            key=f"appointment-{one.pk}-reminder",
            to_user=one.booked_by,
            subject=_("明天的指导预约"),
            body=_("您预约了 %(time)s 的申报指导，地点或方式：%(place)s。来不了请提前取消。")
            % {"time": time_words(one.slot), "place": one.slot.place},
            about=_("指导预约"),
            url=reverse("applications:slots"),
        )
        GuidanceAppointment.objects.filter(pk=one.pk).update(reminded_at=timezone.now())
        told += 1
    return told


def _cases_with_clocks() -> Iterator[int]:
    running = Clock.objects.filter(ended_on__isnull=True, stopped_on__isnull=True)
    yield from running.order_by("case_id").values_list("case_id", flat=True).distinct()


@transaction.atomic
def _keep_case(pk: int, today: datetime.date) -> Counter[str]:
    done: Counter[str] = Counter()
    case = (
        Case.objects.select_for_update(of=("self",)).select_related("version", "round").get(pk=pk)
    )
    calendar = whole_calendar()
    for clock in case.clocks.filter(ended_on__isnull=True, stopped_on__isnull=True):
        if clock.unit == DayUnit.WORKING and clock.days_stopped == 0:
            due = calendar.add_days(clock.started_on, clock.days, unit=DayUnit.WORKING)
            if due != clock.due_on:  # the work calendar was changed since
                clock.due_on = due
                clock.save(update_fields=["due_on"])
                done["moved"] += 1
        if clock.kind == ClockKind.CORRECTION:
            done.update(_keep_correction(case, clock, today))
        elif clock.kind == ClockKind.ACCEPTANCE and today > clock.due_on:
            done.update(_mark_overdue(clock, today))
    show_due(case)
    case.save(update_fields=["due_on", "changed_at"])
    return done


def _keep_correction(case: Case, clock: Clock, today: datetime.date) -> Counter[str]:
    if today > clock.due_on:
        return _mark_overdue(clock, today)
    left = (clock.due_on - today).days
    if left not in (0, case.terms.reminder_days) or clock.reminded_on == today:
        return Counter()
    letter = notifications.compose(case=case, letter=LetterKind.REMINDER)
    notifications.tell(
        case=case,
        key=f"case-{case.pk}-clock-{clock.pk}-{clock.due_on.isoformat()}-{left}",
        subject=letter.subject,
        body=letter.body,
    )
    clock.reminded_on = today
    clock.save(update_fields=["reminded_on"])
    return Counter(reminded=1)


def _mark_overdue(clock: Clock, today: datetime.date) -> Counter[str]:
    if clock.overdue_noted_on is not None:
        return Counter()
    clock.overdue_noted_on = today
    clock.save(update_fields=["overdue_noted_on"])
    return Counter(overdue=1)
