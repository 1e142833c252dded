"""Periods across holidays and stops, and what the daily command does about them."""

from __future__ import annotations

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from applications.domain import clocks
from applications.domain.deadlines import keep_deadlines
from applications.domain.transitioning import transition
from applications.enums import ClockKind, State
from applications.models import Clock
from messaging.models import Message
from tests.factories.applications import make_case, make_round, make_staff
from tests.racing import race
from workcalendar.enums import DayKind
from workcalendar.models import CalendarDay

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()


def at(*told: int) -> datetime.datetime:
    return datetime.datetime(*told, tzinfo=ZONE)


def submitted(now: datetime.datetime):
    round_ = make_round(opens_at=at(2020, 1, 1), closes_at=at(2040, 1, 1))
    return make_case(State.SUBMITTED, round_=round_, now=now)


def acceptance(case) -> Clock:
    return Clock.objects.get(case=case, kind=ClockKind.ACCEPTANCE)


def test_working_days_leave_out_weekends_and_holidays_and_count_make_up_days():
    CalendarDay.objects.create(date=datetime.date(2031, 10, 1), kind=DayKind.HOLIDAY, name="国庆节")
    CalendarDay.objects.create(date=datetime.date(2031, 9, 28), kind=DayKind.MAKE_UP, name="调休")
    case = submitted(at(2031, 9, 26, 10))  # a Friday
    # Sunday the 28th works, Monday, Tuesday, Wednesday is a holiday, Thursday, Friday
    assert acceptance(case).due_on == datetime.date(2031, 10, 3)


def test_a_minute_before_midnight_is_still_that_day():
    late, early = submitted(at(2031, 3, 3, 23, 59)), submitted(at(2031, 3, 4, 0, 1))
    assert acceptance(late).started_on == datetime.date(2031, 3, 3)
    assert acceptance(early).started_on == datetime.date(2031, 3, 4)


def test_days_left_counts_down_and_goes_on_below_nothing():
    clock = acceptance(submitted(at(2031, 3, 3, 9)))  # due on Monday the 10th
    assert clocks.days_left(clock, datetime.date(2031, 3, 3)) == 5
    assert clocks.days_left(clock, datetime.date(2031, 3, 10)) == 0
    assert clocks.days_left(clock, datetime.date(2031, 3, 12)) == -2


def correcting(now: datetime.datetime):
    case = submitted(now)
    transition(
        case_id=case.pk,
        name="request_correction",
        by=make_staff("officer"),
        wanted={"items": [("question", "history", "请注明出处。")]},
        now=now,
    )
    case.refresh_from_db()
    return case


def test_a_stopped_clock_shows_the_days_it_had():
    case = correcting(at(2031, 3, 3, 9))
    clock = acceptance(case)
    assert clocks.days_left(clock, datetime.date(2031, 3, 20)) == 5
    assert case.due_on == datetime.date(2031, 3, 18)  # the applicant's fifteen days


def test_the_applicant_is_reminded_before_and_on_the_day_once_each():
    case = correcting(at(2031, 3, 3, 9))
    sent = Message.objects.filter(recipient=case.applicant, key__contains="-clock-")
    for day in (14, 15, 15, 16, 18, 18):
        keep_deadlines(today=datetime.date(2031, 3, day))
    assert sent.count() == 2
    assert "3月18日" in sent.first().body


def test_what_is_overdue_is_listed_once_and_lapses_only_by_an_officer():
    case = correcting(at(2031, 3, 3, 9))
    assert keep_deadlines(today=datetime.date(2031, 3, 19))["overdue"] == 1
    assert keep_deadlines(today=datetime.date(2031, 3, 20))["overdue"] == 0
    case.refresh_from_db()
    assert case.state == State.CORRECTING
    transition(case_id=case.pk, name="lapse", by=make_staff("officer"), now=at(2031, 3, 20, 9))
    case.refresh_from_db()
    assert case.state == State.LAPSED


def test_a_changed_work_calendar_moves_what_is_due():
    case = submitted(at(2031, 3, 3, 9))
    CalendarDay.objects.create(date=datetime.date(2031, 3, 5), kind=DayKind.HOLIDAY, name="新节日")
    assert keep_deadlines(today=datetime.date(2031, 3, 4))["moved"] == 1
    case.refresh_from_db()
    assert case.due_on == datetime.date(2031, 3, 11)


def test_two_commands_at_once_remind_once(racing_database):
    case = correcting(at(2031, 3, 3, 9))

    def run() -> object:
        return keep_deadlines(today=datetime.date(2031, 3, 15))

    assert not any(isinstance(one, Exception) for one in race(run, run))
    assert Message.objects.filter(recipient=case.applicant, key__contains="-clock-").count() == 1


def test_the_command_says_what_it_did():
    correcting(at(2031, 3, 3, 9))
    out = StringIO()
    call_command("keep_deadlines", date=datetime.date(2031, 3, 15), stdout=out)
    assert "提醒申报人：1" in out.getvalue()
    out = StringIO()
    call_command("keep_deadlines", date=datetime.date(2031, 3, 15), stdout=out)
    assert "没有需要提醒" in out.getvalue()


def test_the_log_is_proved_whole_and_a_forged_one_ends_with_an_error():
    case = make_case(State.ACCEPTED)
    out = StringIO()
    call_command("verify_case_log", stdout=out)
    assert "核对 1 件" in out.getvalue()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE applications_caseevent SET reason = '改' WHERE case_id = %s", [case.pk]
        )
    errors = StringIO()
    with pytest.raises(CommandError, match="1 件"):
        call_command("verify_case_log", stdout=StringIO(), stderr=errors)
    assert "改动过" in errors.getvalue()


def test_no_letter_leaves_a_place_holder_unfilled():
    case = make_case(State.PROMULGATED)
    others = [State.CORRECTING, State.NOT_ACCEPTED, State.NOT_PASSED, State.WITHDRAWN, State.LAPSED]
    cases = [case, *(make_case(one) for one in others)]
    messages = Message.objects.filter(recipient__in=[one.applicant for one in cases])
    assert messages.count() >= 15
    for message in messages:
        assert "{" not in message.subject + message.body, message.body
