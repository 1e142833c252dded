"""Times a guide offers, and who gets them."""

from __future__ import annotations

import datetime
from functools import partial
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import User
from applications.domain import appointments
from applications.domain.appointments import book, cancel, note_outcome, offer_slots, withdraw_slot
from applications.domain.deadlines import remind_of_appointments
from applications.enums import AppointmentState
from applications.models import GuidanceAppointment, GuidanceSlot
from messaging.models import Message
from tests.factories.applications import make_case, make_staff, make_user
from tests.racing import meeting, race
from workcalendar.enums import DayKind
from workcalendar.models import CalendarDay

MONDAY = datetime.date(2027, 3, 1)
BEFORE = datetime.datetime(2027, 2, 20, 9, 0, tzinfo=timezone.get_default_timezone())


def offer(guide, **told):
    values = {
        "by": guide,
        "first_day": MONDAY,
        "last_day": MONDAY + datetime.timedelta(days=6),
        "weekdays": [0, 2],
        "starts": datetime.time(9),
        "ends": datetime.time(11),
        "minutes": 30,
        "place": "文化馆 203 室",
        "now": BEFORE,
        **told,
    }
    return offer_slots(**values)


@pytest.fixture
def slot(db) -> GuidanceSlot:
    return offer(make_staff("guide"))[0]


def test_a_series_gives_the_times_of_its_days(db):
    slots = offer(make_staff("guide"))
    assert len(slots) == 2 * 4
    assert {timezone.localtime(one.starts_at).date() for one in slots} == {
        MONDAY,
        MONDAY + datetime.timedelta(days=2),
    }


def test_a_series_leaves_holidays_out_unless_told(db):
    CalendarDay.objects.create(date=MONDAY, kind=DayKind.HOLIDAY, name="示例节")
    guide = make_staff("guide")
    assert len(offer(guide)) == 4
    assert len(offer(guide, on_holidays=True)) == 4  # the holiday's; the others are offered already


def test_times_of_one_guide_do_not_cross(db):
    guide = make_staff("guide")
    offer(guide)
    with pytest.raises(ValidationError, match="没有可以提供的时段"):
        offer(guide, starts=datetime.time(9, 15), ends=datetime.time(10, 45))


@pytest.mark.parametrize(
    "told",
    [
        {"last_day": MONDAY - datetime.timedelta(days=1)},
        {"ends": datetime.time(8)},
        {"minutes": 0},
        {"place": " "},
        {"now": BEFORE + datetime.timedelta(days=60)},
    ],
)
def test_a_series_that_makes_no_sense_is_refused(db, told):
    with pytest.raises(ValidationError):
        offer(make_staff("guide"), **told)


def test_only_guides_offer(db):
    with pytest.raises(PermissionDenied):
        offer(make_staff("officer"))


def test_a_time_is_booked_once(slot):
    first, second = make_user(), make_user()
    book(slot_id=slot.pk, by=first, now=BEFORE)
    with pytest.raises(ValidationError, match="约走"):
        book(slot_id=slot.pk, by=second, now=BEFORE)


def test_a_cancelled_time_is_free_again(slot):
    first, second = make_user(), make_user()
    cancel(appointment=book(slot_id=slot.pk, by=first, now=BEFORE), by=first, now=BEFORE)
    assert book(slot_id=slot.pk, by=second, now=BEFORE).booked_by == second


def test_nobody_holds_more_than_two(db):
    slots, person = offer(make_staff("guide")), make_user()
    for one in slots[:2]:
        book(slot_id=one.pk, by=person, now=BEFORE)
    with pytest.raises(ValidationError, match="取消一个"):
        book(slot_id=slots[2].pk, by=person, now=BEFORE)


def test_neither_booked_nor_cancelled_within_two_hours(slot):
    person = make_user()
    near = slot.starts_at - datetime.timedelta(hours=1, minutes=59)
    with pytest.raises(ValidationError, match="提前 2 小时"):
        book(slot_id=slot.pk, by=person, now=near)
    appointment = book(slot_id=slot.pk, by=person, now=BEFORE)
    with pytest.raises(ValidationError, match="不到 2 小时"):
        cancel(appointment=appointment, by=person, now=near)


def test_another_persons_case_or_appointment_is_not_touched(slot):
    person, other = make_user(), make_user()
    with pytest.raises(PermissionDenied):
        book(slot_id=slot.pk, by=person, case=make_case(), now=BEFORE)
    appointment = book(slot_id=slot.pk, by=person, now=BEFORE)
    with pytest.raises(PermissionDenied):
        cancel(appointment=appointment, by=other, now=BEFORE)
    with pytest.raises(PermissionDenied):
        note_outcome(appointment=appointment, held=True, outcome="好", by=make_staff("guide"))


def test_a_guide_who_cannot_come_tells_who_booked(slot):
    person = make_user()
    book(slot_id=slot.pk, by=person, now=BEFORE)
    withdraw_slot(slot=slot, by=slot.guide)
    assert GuidanceAppointment.objects.get().state == AppointmentState.CANCELLED
    assert Message.objects.filter(recipient=person).count() == 1
    with pytest.raises(ValidationError, match="收回"):
        book(slot_id=slot.pk, by=make_user(), now=BEFORE)


def test_what_was_said_is_noted(slot):
    appointment = book(slot_id=slot.pk, by=make_user(), now=BEFORE)
    with pytest.raises(ValidationError):
        note_outcome(appointment=appointment, held=True, outcome=" ", by=slot.guide)
    note_outcome(appointment=appointment, held=True, outcome="讲了谱系写法", by=slot.guide)
    appointment.refresh_from_db()
    assert (appointment.state, appointment.outcome) == (AppointmentState.HELD, "讲了谱系写法")


def test_the_day_before_a_reminder_goes_out_once(slot):
    person = make_user()
    book(slot_id=slot.pk, by=person, now=BEFORE)
    eve = MONDAY - datetime.timedelta(days=1)
    assert remind_of_appointments(today=eve - datetime.timedelta(days=1)) == 0
    assert remind_of_appointments(today=eve) == 1
    assert remind_of_appointments(today=eve) == 0
    assert Message.objects.filter(recipient=person).count() == 1


def test_the_page_shows_no_name_of_who_booked(client, slot):
    booked_by = make_user("某位先生")
    book(slot_id=slot.pk, by=booked_by)
    client.force_login(make_user())
    shown = client.get("/apply/guidance/slots/").content.decode()
    assert "某位先生" not in shown
    assert shown.count("约这个时间") == 7


def test_the_page_books_and_cancels(client, slot):
    person = make_user()
    client.force_login(person)
    client.post(f"/apply/guidance/slots/{slot.pk}/book/", {"topic": "谱系怎么写"})
    appointment = GuidanceAppointment.objects.get()
    assert (appointment.booked_by, appointment.topic) == (person, "谱系怎么写")
    other = make_user()
    client.force_login(other)
    address = f"/apply/guidance/appointments/{appointment.pk}/cancel/"
    assert client.post(address).status_code == 404
    client.force_login(person)
    client.post(address)
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.CANCELLED


def kinds(found) -> list[str]:
    return sorted(type(one).__name__ for one in found)


ONE_OF_EIGHT = ["GuidanceAppointment", *["ValidationError"] * 7]


def test_of_eight_who_want_the_last_time_one_gets_it(racing_database):
    slot = offer(make_staff("guide"))[0]
    people = [make_user() for _one in range(8)]
    found = race(*(partial(book, slot_id=slot.pk, by=one, now=BEFORE) for one in people))
    assert kinds(found) == ONE_OF_EIGHT
    assert slot.appointments.count() == 1


def test_without_the_lock_some_are_not_answered_in_plain_words(racing_database, monkeypatch):
    slot = offer(make_staff("guide"))[0]
    meet = meeting(4)

    def once_all_have_looked():
        meet()
        return User.objects.select_for_update()

    people_read = SimpleNamespace(select_for_update=once_all_have_looked)
    monkeypatch.setattr(appointments, "lock_slot", lambda pk: GuidanceSlot.objects.get(pk=pk))
    monkeypatch.setattr(appointments, "User", SimpleNamespace(objects=people_read))
    if connection.vendor == "sqlite":  # where the lock is the mode in which transactions begin
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    people = [make_user() for _one in range(4)]
    found = race(*(partial(book, slot_id=slot.pk, by=one, now=BEFORE) for one in people))
    assert kinds(found) != ["GuidanceAppointment", *["ValidationError"] * 3]
