"""A copied week keeps who is on the spot, as far as he may and is not elsewhere at that time."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from outreach.domain.copying import copy_sessions
from outreach.domain.series import Outcome
from outreach.enums import SessionState
from outreach.models import Room, Session
from tests.factories.outreach import make_host, make_outreach_staff, make_session, make_venue

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2027, 3, 1)
WEEK = datetime.timedelta(days=7)


@pytest.fixture
def planner() -> User:
    return make_outreach_staff()


def copied(planner: User, *sessions: Session) -> Outcome:
    return copy_sessions(session_ids=[one.pk for one in sessions], to=MONDAY + WEEK, by=planner)


def test_who_is_on_the_spot_goes_along_and_the_old_week_keeps_him(planner: User) -> None:
    session, bare = make_session(day=MONDAY), make_session(day=MONDAY)
    host, other = make_host(session), make_host(session)
    outcome = copied(planner, session, bare)
    by_time = {one.venue_id: set(one.hosts.all()) for one in outcome.made}
    assert by_time == {session.venue_id: {host, other}, bare.venue_id: set()}
    assert set(session.hosts.all()) == {host, other}
    assert outcome.unhosted == []


def test_who_is_elsewhere_by_then_is_left_out_and_told(planner: User) -> None:
    session = make_session(day=MONDAY, hour=9, minutes=90)
    busy, free = make_host(session), make_host(session)
    make_session(day=MONDAY + WEEK, hour=10).hosts.add(busy)
    make_session(day=MONDAY + WEEK, hour=11).hosts.add(free)
    make_session(day=MONDAY + WEEK, hour=9, state=SessionState.CANCELLED).hosts.add(free)
    outcome = copied(planner, session)
    (made,) = outcome.made
    assert set(made.hosts.all()) == {free}
    assert outcome.unhosted == [(made, [busy.get_full_name()])]


def test_two_rooms_of_one_venue_at_once_may_have_one_person_two_venues_not(planner: User) -> None:
    venue = make_venue()
    rooms = [Room.objects.create(venue=venue, name=name, capacity=20) for name in ("东屋", "西屋")]
    here = [make_session(day=MONDAY, venue=venue, room=room) for room in rooms]
    there = make_session(day=MONDAY)
    host = make_host(*here, there)
    outcome = copied(planner, *here, there)
    assert [one.venue_id for one in outcome.made if host in one.hosts.all()] == [venue.pk] * 2
    assert [one.venue_id for one, _names in outcome.unhosted] == [there.venue_id]


def test_who_may_no_longer_sign_in_is_left_out(planner: User) -> None:
    session = make_session(day=MONDAY)
    gone, removed, host = (make_host(session) for _number in range(3))
    gone.is_active = False
    gone.save()
    removed.user_permissions.clear()
    outcome = copied(planner, session)
    (made,) = outcome.made
    assert set(made.hosts.all()) == {host}
    assert outcome.unhosted == [(made, [gone.get_full_name(), removed.get_full_name()])]


def test_people_cost_the_same_however_many_sessions_are_copied(planner: User) -> None:
    def questions(number: int, week: datetime.date) -> int:
        sessions = [make_session(day=week, hour=8 + one) for one in range(number)]
        make_host(*sessions)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            copy_sessions(session_ids=[one.pk for one in sessions], to=week + WEEK, by=planner)
        return sum("outreach_session_hosts" in one["sql"] for one in asked)

    assert questions(6, MONDAY) == questions(2, MONDAY + 8 * WEEK) > 0


def test_the_page_shows_who_goes_along_and_names_who_does_not(planner: User) -> None:
    session = make_session(day=MONDAY)
    busy, free = make_host(session), make_host(session)
    make_session(day=MONDAY + WEEK).hosts.add(busy)
    client = Client()
    client.force_login(planner)
    address = reverse("outreach_planning:copy")
    days = {"week": MONDAY.isoformat(), "to": (MONDAY + WEEK).isoformat()}
    shown = client.get(address, days).content.decode()
    assert busy.get_full_name() in shown
    assert free.get_full_name() in shown
    done = client.post(address, days | {"session": [session.pk]}).content.decode()
    assert "没有带过去" in done
    assert busy.get_full_name() in done
    assert free.get_full_name() not in done
