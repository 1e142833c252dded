"""The queue: in order, whole parties, kept seats, deadlines, and nothing after the cut-off."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from outreach.domain.counting_seats import free_seats
from outreach.domain.joining import cancel
from outreach.domain.refusals import JoiningRefused
from outreach.domain.transitioning import transition
from outreach.domain.waiting import (
    MOST_PASSED_OVER,
    accept_offer,
    offer_ends_at,
    pass_on,
)
from outreach.enums import RegistrationState
from outreach.models import Session
from tests.outreach.joining.everybody import HOUR, again, join, open_session, words_to

pytestmark = pytest.mark.django_db
PLACED, WAITING, OFFERED, EXPIRED = (
    RegistrationState.PLACED,
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
    RegistrationState.EXPIRED,
)


def states(*rows) -> list[str]:
    return [again(row).state for row in rows]


def test_the_first_that_fits_whole_is_offered_and_who_does_not_fit_keeps_his_place():
    session = open_session(seats=4)
    two, other = join(session, 2), join(session, 2)
    group, single = join(session, 3), join(session, 1)
    cancel(registration=two)
    assert states(group, single) == [WAITING, OFFERED]
    assert again(group).passed_over == 1
    cancel(registration=other)
    assert states(group) == [OFFERED]


def test_after_three_times_the_free_seats_are_kept_for_the_group():
    session = open_session(seats=4)
    placed = [join(session, 1) for _one in range(4)]
    group = join(session, 4)
    for row in placed[:MOST_PASSED_OVER]:
        cancel(registration=row)
        assert join(session, 1).state == PLACED  # the seat is free and fits
    assert again(group).passed_over == MOST_PASSED_OVER
    cancel(registration=placed[3])
    assert free_seats(session) == 1
    assert join(session, 1).state == WAITING
    assert free_seats(session) == 1


def test_a_group_that_can_never_fit_any_more_holds_nobody_up():
    session = open_session(seats=4)
    placed = [join(session, 2), join(session, 2)]
    group, single = join(session, 4), join(session, 1)
    Session.objects.filter(pk=session.pk).update(seats=3)
    session.registrations.filter(pk=group.pk).update(passed_over=MOST_PASSED_OVER)
    cancel(registration=placed[0])
    assert states(group, single) == [WAITING, OFFERED]


def test_who_joins_now_stands_behind_all_who_wait():
    session = open_session(seats=2)
    placed = join(session, 2)
    waits = join(session, 1)
    Session.objects.filter(pk=session.pk).update(seats=3)  # staff found another chair
    newcomer = join(session, 1)
    assert states(waits, newcomer) == [OFFERED, WAITING]
    cancel(registration=placed)
    assert states(newcomer) == [OFFERED]


def test_an_offer_has_a_deadline_and_passes_on():
    session = open_session(seats=1)
    first = join(session)
    second, third = join(session), join(session)
    cancel(registration=first)
    until = again(second).offered_until
    assert pass_on(session_id=session.pk, now=until - HOUR / 60) == []
    assert [one.pk for one in pass_on(session_id=session.pk, now=until)] == [third.pk]
    assert states(second, third) == [EXPIRED, OFFERED]
    assert "给了下一位" in words_to(second.contact)[-1]
    with pytest.raises(JoiningRefused):
        accept_offer(registration=second, now=until)


def test_an_offer_is_taken_once_and_not_after_its_end():
    session = open_session(seats=1)
    first, second = join(session), join(session)
    cancel(registration=first)
    until = again(second).offered_until
    with pytest.raises(JoiningRefused):
        accept_offer(registration=second, now=until)
    accept_offer(registration=second, now=until - HOUR / 60)
    accept_offer(registration=second, now=until + HOUR)
    assert states(second) == [PLACED]
    assert free_seats(session) == 0


@pytest.mark.parametrize(
    ("left", "hours"), [(200, 24), (40, 10), (1.5, 0.5), (0.25, 0.25), (96, 24)]
)
def test_how_long_an_offer_is_kept(left, hours):
    now = timezone.now()
    session = open_session(registration_closes_at=now + left * HOUR)
    assert offer_ends_at(session, now) == now + hours * HOUR


def test_no_offer_after_the_cut_off():
    session = open_session(seats=1)
    first, second = join(session), join(session)
    cancel(registration=first, now=session.closes_at)
    assert states(first, second) == [RegistrationState.CANCELLED, WAITING]
    assert pass_on(session_id=session.pk, now=session.closes_at) == []
    transition(session_id=session.pk, name="close", by=None, now=session.closes_at)
    assert states(second) == [EXPIRED]
    assert "没有候补到" in words_to(second.contact)[-1]
    assert pass_on(session_id=session.pk, now=session.closes_at + HOUR) == []


def test_seats_taken_away_by_staff_oversell_nobody_later():
    session = open_session(seats=3)
    rows = [join(session) for _one in range(3)]
    waits = join(session)
    Session.objects.filter(pk=session.pk).update(seats=1)
    cancel(registration=rows[0])
    cancel(registration=rows[1])
    assert states(waits) == [WAITING]
    cancel(registration=rows[2])
    assert states(waits) == [OFFERED]


def test_an_offer_never_outlives_registration():
    now = timezone.now()
    session = open_session(registration_closes_at=now + datetime.timedelta(minutes=10))
    assert offer_ends_at(session, now) == session.closes_at
