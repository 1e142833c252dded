"""Whatever happens in whatever order: no seat is sold twice, and nobody is passed over but by the rule."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.domain.joining import cancel
from outreach.domain.refusals import JoiningRefused
from outreach.domain.waiting import MOST_PASSED_OVER, accept_offer, pass_on
from outreach.enums import LIVE, TAKES_SEATS
from outreach.models import Registration, Session
from tests.factories.outreach import make_programme, make_session, make_venue
from tests.outreach.joining.everybody import join

pytestmark = pytest.mark.django_db
SEATS = 6
WAITLIST = 12
QUARTER = datetime.timedelta(minutes=15)

MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.integers(1, 5)),
        st.tuples(st.just("cancel"), st.integers(0, 30)),
        st.tuples(st.just("accept"), st.integers(0, 30)),
        st.tuples(st.just("wait"), st.sampled_from([1, 4, 40, 100])),
    ),
    min_size=4,
    max_size=24,
)


class Day:
    """A session with a clock of its own, looked at after each move."""

    def __init__(self) -> None:
        self.session = make_session(
            state="open",
            seats=SEATS,
            waitlist_seats=WAITLIST,
            programme=make_programme(),
            venue=make_venue(),
        )
        self.now = self.session.begins_at - datetime.timedelta(days=2)
        Session.objects.filter(pk=self.session.pk).update(
            registration_closes_at=self.session.begins_at - datetime.timedelta(hours=3)
        )
        self.session.refresh_from_db()

    def rows(self) -> list[Registration]:
        return list(
            self.session.registrations.filter(confirmed_at__isnull=False).order_by("position")
        )

    def move(self, what: str, number: int) -> None:
        live = [row for row in self.rows() if row.state in LIVE]
        try:
            if what == "join":
                join(self.session, number, now=self.now)
            elif what == "wait":
                self.now += number * QUARTER
                pass_on(session_id=self.session.pk, now=self.now)
            elif live and what == "cancel":
                cancel(registration=live[number % len(live)], now=self.now)
            elif live and what == "accept":
                accept_offer(registration=live[number % len(live)], now=self.now)
        except JoiningRefused:
            return


def check(before: list[Registration], after: list[Registration], day: Day) -> None:
    taken = sum(row.seats for row in after if row.state in TAKES_SEATS)
    waiting = [row for row in after if row.state == "waiting"]
    assert taken <= SEATS
    assert sum(row.seats for row in waiting) <= WAITLIST
    known = {row.pk: row for row in before}
    given_now = [
        row
        for row in after
        if row.state in TAKES_SEATS and (row.pk not in known or known[row.pk].state == "waiting")
    ]
    if day.now >= day.session.closes_at:
        assert not given_now, "an offer after the cut-off"
        return
    for row in waiting:
        behind = [one for one in given_now if one.position > row.position]
        passed = row.passed_over - (known[row.pk].passed_over if row.pk in known else 0)
        assert passed == len(behind), "passed over, and it was not counted"
        assert row.passed_over <= MOST_PASSED_OVER, "passed over once too often"
    free = SEATS - taken
    for row in waiting:  # the first who fits has been served, unless seats are kept for one before
        if row.seats <= free:
            kept = [
                one
                for one in waiting
                if one.position < row.position and one.passed_over >= MOST_PASSED_OVER
            ]
            assert kept, "somebody fits, is first, and got nothing"
    for row in given_now:  # whoever was served fitted; who was passed did not fit at that moment
        for one in waiting:
            if one.position < row.position:
                assert one.seats > free, "somebody before him would have fitted"


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=MOVES)
def test_the_queue_is_fair(moves):
    day = Day()
    for what, number in moves:
        before = day.rows()
        day.move(what, number)
        check(before, day.rows(), day)


def test_the_check_itself_finds_an_unfair_queue():
    """What would a queue look like that serves the last first? It is found out."""
    day = Day()
    for people in (5, 3, 1):
        join(day.session, people, now=day.now)
    join(day.session, 1, now=day.now)
    before = day.rows()
    last = next(row for row in reversed(before) if row.state == "waiting")
    Registration.objects.filter(pk=before[0].pk).update(state="cancelled")
    Registration.objects.filter(pk=last.pk).update(state="placed")
    with pytest.raises(AssertionError):
        check(before, day.rows(), day)
