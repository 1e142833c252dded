"""Recurring classes: the days are those of RFC 5545, and what was held is never rewritten."""

from __future__ import annotations

import datetime
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.domain.planning import move_session
from outreach.domain.recurrence import (
    days_by_rule,
    days_of_series,
    last_day_for,
    sorted_out,
)
from outreach.domain.series import (
    change_series,
    create_series,
    preview_series,
    reshape_series,
)
from outreach.enums import SessionState
from outreach.localtime import local
from outreach.models import SchoolTerm, Series, Session
from tests.factories.outreach import (
    at,
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from workcalendar.models import CalendarDay

MONDAY = datetime.date(2027, 3, 1)
NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def told(**more: Any) -> dict[str, Any]:
    return {
        "programme": make_programme(),
        "venue": make_venue(),
        "teacher": make_teacher(),
        "weekdays": [1],
        "first_day": MONDAY,
        "last_day": MONDAY + datetime.timedelta(days=34),
        "begins": datetime.time(9),
        "length": 90,
        "seats": 20,
        **more,
    }


@settings(max_examples=200, deadline=None)
@given(
    first=st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)),
    length=st.integers(0, 200),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    frequency=st.sampled_from(["weekly", "fortnightly"]),
)
def test_the_rule_gives_the_days_a_calendar_program_gives(
    first: datetime.date, length: int, weekdays: set[int], frequency: str
) -> None:
    last = first + datetime.timedelta(days=length)
    series = Series(first_day=first, last_day=last, weekdays=sorted(weekdays), frequency=frequency)
    interval = 2 if frequency == "fortnightly" else 1
    names = ",".join(NAMES[one] for one in sorted(weekdays))
    calendar = icalendar.Calendar.from_ical(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:one\r\n"
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}\r\n"
        f"RRULE:FREQ=WEEKLY;INTERVAL={interval};WKST=MO;BYDAY={names};UNTIL={last:%Y%m%d}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    found = recurring_ical_events.of(calendar).between(first, last + datetime.timedelta(days=1))
    days = {event["DTSTART"].dt for event in found}
    # RFC 5545 counts DTSTART itself even where the rule does not give it; we do not
    if first.weekday() not in weekdays:
        days.discard(first)
    assert days_by_rule(series) == days


@pytest.mark.django_db
def test_holidays_and_days_left_out_are_skipped_and_days_by_hand_stand() -> None:
    holiday = datetime.date(2027, 3, 9)
    CalendarDay.objects.create(date=holiday, kind="holiday")
    series = Series(**told(left_out=["2027-03-16"], extra_days=["2027-03-11"]))
    assert [f"{day:%d}" for day in days_of_series(series)] == ["02", "11", "23", "30"]
    series.skip_holidays = False
    assert holiday in days_of_series(series)
    series.extra_days, series.skip_holidays = ["2027-03-09"], True
    assert holiday in days_of_series(series)


@pytest.mark.django_db
class TestSeries:
    def test_rows_are_made_once_and_a_taken_day_is_told(self) -> None:
        planner, fields = make_outreach_staff(), told()
        make_session(day=datetime.date(2027, 3, 9), hour=9, venue=fields["venue"])
        series, outcome = create_series(by=planner, **fields)
        assert len(outcome.made) == 4
        ((day, why),) = outcome.refused
        assert day == datetime.date(2027, 3, 9)
        assert "场地" in why[0]
        assert {local(one.begins_at).time() for one in outcome.made} == {datetime.time(9)}
        assert series.sessions.count() == 4

    def test_only_planners(self) -> None:
        with pytest.raises(PermissionDenied):
            create_series(by=make_outreach_staff("host"), **told())

    def test_a_rule_without_a_day_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="一天课也没有"):
            create_series(by=make_outreach_staff(), **told(last_day=MONDAY))

    def test_all_leaves_what_was_held_and_what_was_moved_on_its_own(self) -> None:
        planner = make_outreach_staff()
        series, outcome = create_series(by=planner, **told())
        held, moved, *_others = outcome.made
        Session.objects.filter(pk=held.pk).update(
            state=SessionState.HELD, adults_present=1, minors_present=0
        )
        move_session(session_id=moved.pk, by=planner, begins_at=at(MONDAY, 15))
        _series, after = change_series(
            series_id=series.pk, by=planner, changes={"begins": datetime.time(14)}
        )
        assert {one.pk for one in after.left} == {held.pk, moved.pk}
        assert len(after.changed) == 3
        assert {local(one.begins_at).hour for one in after.changed} == {14}
        assert not any(one.detached for one in after.changed)
        held = Session.objects.get(pk=held.pk)
        assert (local(held.begins_at).hour, held.series_id) == (9, series.pk)
        assert local(Session.objects.get(pk=moved.pk).begins_at).hour == 15

    def test_this_and_following_become_a_series_of_their_own(self) -> None:
        planner = make_outreach_staff()
        series, outcome = create_series(by=planner, **told())
        other = make_teacher()
        third = outcome.made[2].series_day
        new, after = change_series(
            series_id=series.pk, by=planner, changes={"teacher": other}, from_day=third
        )
        assert new.pk != series.pk
        assert len(after.changed) == 3
        assert {one.teacher for one in Session.objects.filter(series=new)} == {other}
        old = Series.objects.get(pk=series.pk)
        assert old.sessions.count() == 2
        assert other.pk not in {one.teacher_id for one in old.sessions.all()}
        assert days_of_series(old) == [one.series_day for one in outcome.made[:2]]
        assert days_of_series(new) == [one.series_day for one in outcome.made[2:]]

    def test_a_session_that_would_clash_stays_and_is_told(self) -> None:
        planner, fields = make_outreach_staff(), told()
        series, outcome = create_series(by=planner, **fields)
        make_session(day=outcome.made[1].series_day, hour=14, venue=fields["venue"])
        _series, after = change_series(
            series_id=series.pk, by=planner, changes={"begins": datetime.time(14)}
        )
        assert len(after.changed) == 4
        assert [day for day, _why in after.refused] == [outcome.made[1].series_day]
        assert local(Session.objects.get(pk=outcome.made[1].pk).begins_at).hour == 9

    def test_another_rule_makes_what_is_new_and_drops_only_drafts(self) -> None:
        planner = make_outreach_staff()
        series, outcome = create_series(by=planner, **told())
        kept = outcome.made[0]
        Session.objects.filter(pk=kept.pk).update(
            state=SessionState.HELD, adults_present=1, minors_present=0
        )
        _series, after = reshape_series(series_id=series.pk, by=planner, weekdays=[3])
        assert [one.pk for one in after.left] == [kept.pk]
        assert len(after.removed) == 4
        assert {one.series_day.weekday() for one in after.made if one.series_day} == {3}
        assert Session.objects.filter(series=series).count() == 1 + len(after.made)

    def test_what_has_begun_is_not_rewritten_though_nobody_has_counted_it_yet(self) -> None:
        planner = make_outreach_staff()
        series, outcome = create_series(by=planner, **told())
        first = outcome.made[0]
        Session.objects.filter(pk=first.pk).update(state=SessionState.CONFIRMED)
        _series, after = change_series(
            series_id=series.pk,
            by=planner,
            changes={"title": "春季剪纸", "seats": 12},
            now=first.begins_at,
        )
        assert [one.pk for one in after.left] == [first.pk]
        assert len(after.changed) == 4
        first.refresh_from_db()
        assert (first.title, first.seats) == ("", 20)

    def test_the_following_of_a_fortnight_keep_their_weeks(self) -> None:
        planner = make_outreach_staff()
        series, outcome = create_series(by=planner, **told(frequency="fortnightly"))
        days = [one.series_day for one in outcome.made]
        between = days[0] + datetime.timedelta(days=7)
        new, _after = change_series(
            series_id=series.pk, by=planner, changes={"seats": 12}, from_day=between
        )
        assert days_of_series(new) == days[1:]
        assert days_of_series(Series.objects.get(pk=series.pk)) == days[:1]
        _new, again = reshape_series(series_id=new.pk, by=planner, weekdays=[1])
        assert (again.made, again.removed) == ([], [])

    def test_days_by_hand_before_the_rule_stay_with_what_was(self) -> None:
        planner = make_outreach_staff()
        early = MONDAY - datetime.timedelta(days=10)
        series, outcome = create_series(by=planner, **told(extra_days=[early.isoformat()]))
        new, after = change_series(
            series_id=series.pk, by=planner, changes={"seats": 12}, from_day=MONDAY
        )
        assert len(after.changed) == 5
        assert Session.objects.get(series=series).seats == 20
        assert days_of_series(Series.objects.get(pk=series.pk)) == [early]
        assert days_of_series(new) == [one.series_day for one in outcome.made[1:]]

    def test_nothing_follows_the_last_day(self) -> None:
        planner = make_outreach_staff()
        series, _outcome = create_series(by=planner, **told())
        with pytest.raises(ValidationError, match="没有还能改的场次"):
            change_series(
                series_id=series.pk,
                by=planner,
                changes={"seats": 12},
                from_day=series.last_day + datetime.timedelta(days=30),
            )
        assert Series.objects.get() == series
        assert Series.objects.get().last_day == series.last_day

    def test_what_stands_in_the_way_is_shown_before_it_is_made(self) -> None:
        fields = told()
        second = MONDAY + datetime.timedelta(days=8)
        make_session(day=second, hour=9, venue=fields["venue"])
        found = preview_series(Series(**fields), by=make_outreach_staff())
        assert [day for day, conflicts in found if conflicts] == [second]
        assert not Series.objects.exists()


@pytest.mark.django_db
class TestTerms:
    """A year of a school: two terms and the holidays between."""

    FIRST, LAST = datetime.date(2026, 9, 1), datetime.date(2027, 7, 9)

    @pytest.fixture(autouse=True)
    def terms(self) -> None:
        for name, first, last in (
            ("第一学期", self.FIRST, datetime.date(2027, 1, 22)),
            ("第二学期", datetime.date(2027, 2, 22), self.LAST),
        ):
            SchoolTerm.objects.create(name=name, first_day=first, last_day=last)

    def test_classes_pause_between_terms_over_the_turn_of_the_year(self) -> None:
        series = Series(weekdays=[4], first_day=self.FIRST, last_day=self.LAST, term_time=True)
        days = sorted_out(series)
        assert days.held[0] == datetime.date(2026, 9, 4)
        assert datetime.date(2027, 1, 22) in days.held  # both ends of a term count
        assert days.between_terms == [
            datetime.date(2027, 1, 29) + datetime.timedelta(days=7 * week) for week in range(4)
        ]
        assert datetime.date(2027, 2, 26) in days.held

    def test_a_day_by_hand_stands_between_terms(self) -> None:
        camp = datetime.date(2027, 2, 3)
        series = Series(
            weekdays=[4],
            first_day=self.FIRST,
            last_day=self.LAST,
            term_time=True,
            extra_days=[camp.isoformat()],
        )
        assert camp in days_of_series(series)

    @pytest.mark.parametrize("term_time", [True, False])
    @pytest.mark.parametrize("frequency", ["weekly", "fortnightly"])
    def test_so_many_classes_whatever_is_left_out(self, term_time: bool, frequency: str) -> None:
        CalendarDay.objects.create(date=datetime.date(2026, 12, 25), kind="holiday", name="示例")
        series = Series(
            weekdays=[1, 4],
            frequency=frequency,
            first_day=datetime.date(2026, 12, 1),
            left_out=["2026-12-04"],
            extra_days=["2026-12-06"],
            term_time=term_time,
        )
        for count in (2, 7, 12):
            series.last_day = last_day_for(series, count) or datetime.date.min
            days = days_of_series(series)
            assert len(days) == count
            assert days[-1] == series.last_day or count == 2
            series.last_day = None

    def test_a_number_that_is_never_reached(self) -> None:
        SchoolTerm.objects.all().delete()
        series = Series(weekdays=[1], first_day=self.FIRST, term_time=True)
        assert last_day_for(series, 10) is None
