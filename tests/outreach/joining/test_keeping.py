"""By the clock: open, close, pass on, remind once, ask once, forget."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from outreach.domain.joining import cancel
from outreach.domain.keeping import KEPT, ask_feedback, forget_people, keep_minute, remind
from outreach.domain.signing_in import Entry, sign_in
from outreach.enums import RegistrationState, SessionState, SignInWay
from outreach.models import Registration, Session, SessionEvent
from tests.factories.outreach import make_host, make_session
from tests.outreach.joining.everybody import HOUR, again, ask, join, open_session, words_to

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def state_of(session: Session) -> str:
    return Session.objects.get(pk=session.pk).state


def test_registration_opens_and_closes_by_the_clock_and_it_is_logged():
    now = timezone.now()
    due = make_session(state=SessionState.CONFIRMED, registration_opens_at=now - HOUR)
    at_once = make_session(state=SessionState.CONFIRMED)
    later = make_session(state=SessionState.CONFIRMED, registration_opens_at=now + HOUR)
    private = make_session(state=SessionState.CONFIRMED, open_to_public=False)
    over = open_session(registration_closes_at=now - HOUR)
    begins_soon = open_session(begins_at=now + HOUR)
    running = open_session()
    assert keep_minute(now=now) == {"closed": 2, "opened": 2, "served": 0}
    assert [state_of(one) for one in (due, at_once, later, private)] == [
        *("open", "open", "confirmed", "confirmed")
    ]
    assert [state_of(one) for one in (over, begins_soon, running)] == ["closed", "closed", "open"]
    event = SessionEvent.objects.get(session=due)
    assert (event.step, event.actor) == ("open", None)
    assert keep_minute(now=now) == {"closed": 0, "opened": 0, "served": 0}


def test_the_minute_passes_offers_on_and_lets_the_unconfirmed_lapse():
    session = open_session(seats=1)
    first, second, third = join(session), join(session), join(session)
    unconfirmed = ask(session)
    cancel(registration=first)
    until = again(second).offered_until
    assert keep_minute(now=until)["served"] == 1
    assert again(second).state == RegistrationState.EXPIRED
    assert again(third).state == RegistrationState.OFFERED
    assert again(unconfirmed).state == RegistrationState.EXPIRED


def test_seats_that_staff_add_are_offered_within_the_minute():
    session = open_session(seats=1)
    join(session)
    waits = join(session)
    Session.objects.filter(pk=session.pk).update(seats=2)
    assert keep_minute()["served"] == 1
    assert again(waits).state == RegistrationState.OFFERED


def test_everyone_with_seats_tomorrow_is_reminded_once():
    now = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    session = open_session(begins_at=now + DAY + HOUR)
    waits_session = open_session(begins_at=now + 2 * DAY)
    placed, today = join(session, now=now - DAY), join(session, now=now - HOUR)
    other_day = join(waits_session, now=now - DAY)
    gone = join(session, now=now - DAY)
    cancel(registration=gone, now=now - HOUR)
    assert remind(now=now) == 2
    assert remind(now=now + HOUR) == 0
    for row in (placed, today):
        told = [one for one in words_to(row.contact) if "明天" in one]
        assert len(told) == 1
        assert "/classes/joined/view/" in told[0]
    for row in (other_day, gone):
        assert not [one for one in words_to(row.contact) if "明天" in one]


def test_who_was_there_is_asked_once_how_it_was():
    session = open_session(begins_at=timezone.now() - 5 * HOUR, registration_closes_at=None)
    Session.objects.filter(pk=session.pk).update(state=SessionState.OPEN)
    rows = [
        join(session, now=session.begins_at - 3 * HOUR),
        join(session, now=session.begins_at - 3 * HOUR),
    ]
    entry = Entry("m", SignInWay.LIST, 1, 0, timezone.now(), rows[0].public_id)
    sign_in(session_id=session.pk, entry=entry, by=make_host(session))
    ask_feedback(now=timezone.now())
    ask_feedback(now=timezone.now())
    asked = [[one for one in words_to(row.contact) if "怎么样" in one] for row in rows]
    assert [len(one) for one in asked] == [1, 0]


def test_people_are_forgotten_and_their_number_is_not():
    session = open_session()
    row, lapsed = join(session, 4), ask(session)
    after = session.ends_at + KEPT + DAY
    assert forget_people(now=session.ends_at + DAY) == 0
    keep_minute(now=timezone.now() + 2 * HOUR)  # the unconfirmed one lapses
    assert forget_people(now=timezone.now() + 2 * DAY) == 1
    assert again(lapsed).contact == ""
    assert again(row).contact
    assert forget_people(now=after) == 1
    kept = Registration.objects.get(pk=row.pk)
    assert (kept.name, kept.contact, kept.needs, kept.group_name, kept.user) == (
        "",
        "",
        "",
        "",
        None,
    )
    assert (kept.seats, kept.adults, kept.minors) == (4, 1, 3)
    assert forget_people(now=after) == 0


def test_the_commands_say_what_they_did():
    session = open_session(registration_closes_at=timezone.now() - HOUR)
    out = io.StringIO()
    call_command("keep_classes", stdout=out)
    assert "截止报名 1 场" in out.getvalue()
    assert state_of(session) == SessionState.CLOSED
    call_command("remind_classes", stdout=out)
    assert "提醒 0 位" in out.getvalue()


def test_the_schedule_looks_after_classes_each_minute_and_each_day():
    from heritage_site.daily import COMMANDS
    from heritage_site.management.commands.keep_schedule import Command

    session = open_session(registration_closes_at=timezone.now() - HOUR)
    Command(stdout=io.StringIO(), stderr=io.StringIO()).look(timezone.now())
    assert state_of(session) == SessionState.CLOSED
    assert "remind_classes" in COMMANDS
