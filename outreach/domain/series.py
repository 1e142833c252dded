"""Series: their sessions are made once; later changes reach only what is still to come and not set apart."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import queries, rules
from outreach.domain.conflicts import Conflict, conflicts_of_many
from outreach.domain.planning import change_session, delete_draft, new_draft, plan_session
from outreach.domain.recurrence import MOST_DAYS, days_by_hand, days_of_series
from outreach.domain.refusals import StepRefused
from outreach.enums import PLANNED, ConflictKind, Frequency
from outreach.localtime import ONE_DAY, ONE_WEEK, at_local, local_day, monday_of
from outreach.models import Series, Session

CHANGEABLE = ("begins", "length", "venue", "room", "teacher", "seats", "title")
RULE = (
    *("frequency", "weekdays", "first_day", "last_day", "extra_days", "left_out"),
    *("skip_holidays", "term_time"),
)


@dataclass(slots=True)
class Outcome:
    """What became of each session of a series, or of a week that was copied."""

    made: list[Session] = field(default_factory=list)
    changed: list[Session] = field(default_factory=list)
    removed: list[datetime.date] = field(default_factory=list)
    left: list[Session] = field(default_factory=list)
    """As they were: held, cancelled, open for registration, or changed on their own."""
    refused: list[tuple[datetime.date, list[str]]] = field(default_factory=list)
    """Days without a session, or sessions without the change, and why."""
    unhosted: list[tuple[Session, list[str]]] = field(default_factory=list)
    """Copies to which not everybody who was on the spot could go along, and who."""


def create_series(*, by: User, **fields: Any) -> tuple[Series, Outcome]:
    """The series and a draft for each of its days; a day on which place or teacher is taken has none."""
    _refuse_others(by)
    series = Series(**fields)
    with transaction.atomic():
        series.full_clean()
        days = days_of_series(series)
        _refuse_odd(days)
        series.save()
        outcome = Outcome()
        _make(series, days, by=by, outcome=outcome)
    return series, outcome


def preview_series(series: Series, *, by: User) -> list[tuple[datetime.date, list[Conflict]]]:
    """The days of a series that is not saved, each with what would stand in its way."""
    days = days_of_series(series)
    found = conflicts_of_many([new_draft(by=by, **_plan_of(series, day)) for day in days])
    return [
        (day, [one for one in conflicts if not _meant(one)])
        for day, conflicts in zip(days, found, strict=True)
    ]


def _meant(one: Conflict) -> bool:
    """The same class again and again is what a series is for; others of it have no key yet."""
    return one.kind == ConflictKind.ALIKE and one.other is not None and one.other.pk < 0


def change_series(
    *,
    series_id: int,
    by: User,
    changes: dict[str, Any],
    from_day: datetime.date | None = None,
    reason: str = "",
    despite: str = "",
    now: datetime.datetime | None = None,
) -> tuple[Series, Outcome]:
    """Change all sessions still to be planned, or with ``from_day`` this one and the following.

    The following become a series of their own. What was held or has begun, is open for registration,
    or was changed on its own stays as it is. A session that would clash stays too, and is told.
    """
    _refuse_others(by)
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not a change of a series: {sorted(unknown)}")
    with transaction.atomic():
        series = Series.objects.select_for_update().get(pk=series_id)
        outcome = Outcome()
        if from_day is not None and from_day > min([series.first_day, *days_by_hand(series)]):
            series = _split(series, from_day, outcome)
        for name, value in changes.items():
            setattr(series, name, value)
        if series.room and series.room.venue_id != series.venue_id:
            series.room = None
        series.full_clean()
        series.save()
        moment = now or timezone.now()
        for session in queries.sessions().filter(series=series).order_by("begins_at"):
            if session.begins_at <= moment:
                outcome.left.append(session)
            else:
                _carry_over(series, session, outcome, by=by, reason=reason, despite=despite)
    return series, outcome


def reshape_series(*, series_id: int, by: User, **rule: Any) -> tuple[Series, Outcome]:
    """Another rule: days that come in get a draft, drafts on days that fall out go.

    What was ever published stays, whatever the rule says now: it is cancelled by hand, with a reason.
    """
    _refuse_others(by)
    unknown = set(rule) - set(RULE)
    if unknown:
        raise TypeError(f"not the rule of a series: {sorted(unknown)}")
    with transaction.atomic():
        series = Series.objects.select_for_update().get(pk=series_id)
        for name, value in rule.items():
            setattr(series, name, value)
        series.full_clean()
        days = days_of_series(series)
        _refuse_odd(days)
        series.save()
        outcome, known = Outcome(), set()
        for session in queries.sessions().filter(series=series).order_by("begins_at"):
            known.add(session.series_day)
            if session.series_day in days:
                continue
            if session.events_written or session.detached or session.state not in PLANNED:
                outcome.left.append(session)
            else:
                delete_draft(session_id=session.pk, by=by)
                outcome.removed.append(local_day(session.begins_at))
        _make(series, [day for day in days if day not in known], by=by, outcome=outcome)
    return series, outcome


def _make(series: Series, days: Iterable[datetime.date], *, by: User, outcome: Outcome) -> None:
    for day in days:
        try:
            session = plan_session(
                by=by,
                series=series,
                series_day=day,
                sample_data=series.sample_data,
                **_plan_of(series, day),
            )
        except ValidationError as error:
            outcome.refused.append((day, error.messages))
        else:
            outcome.made.append(session)


def _plan_of(series: Series, day: datetime.date) -> dict[str, Any]:
    """The session of one day, as ``plan_session`` wants it."""
    begins_at = at_local(day, series.begins)
    return {
        "programme": series.programme,
        "venue": series.venue,
        "room": series.room,
        "teacher": series.teacher,
        "begins_at": begins_at,
        "ends_at": begins_at + datetime.timedelta(minutes=series.length),
        "title": series.title,
        "seats": series.seats,
    }


def _split(series: Series, from_day: datetime.date, outcome: Outcome) -> Series:
    """The series from this day on as one of its own; what is no more to be changed stays with the old.

    Each of the two has the days it had before: a fortnight is still counted from the old one's weeks,
    and where the rule gives no day any more, those by hand remain.
    """
    following = Session.objects.filter(series=series, series_day__gte=from_day)
    if not following.filter(state__in=PLANNED).exists():
        raise StepRefused(_("从这一天起没有还能改的场次。请看上面的列表，换一个日期。"))
    outcome.left += following.exclude(state__in=PLANNED)
    old = Series.objects.get(pk=series.pk)
    series.pk = None
    series._state.adding = True
    for name in ("extra_days", "left_out"):
        dates = getattr(old, name)
        setattr(series, name, [one for one in dates if one >= from_day.isoformat()])
        setattr(old, name, [one for one in dates if one < from_day.isoformat()])
    series.first_day = _in_step(old, from_day)
    if series.first_day > series.last_day:
        series.frequency = Frequency.BY_HAND
        series.first_day, series.last_day = from_day, max([from_day, *days_by_hand(series)])
    old.last_day = min(old.last_day, from_day - ONE_DAY)
    if old.first_day > old.last_day:
        old.frequency = Frequency.BY_HAND
        old.first_day = min(days_by_hand(old))
    series.save()
    old.save()
    following.filter(state__in=PLANNED).update(series=series)
    return series


def _in_step(old: Series, from_day: datetime.date) -> datetime.date:
    """From which day the old rule goes on: in a week without classes, from the next one's Monday."""
    weeks = (monday_of(from_day) - monday_of(old.first_day)).days // 7
    if old.frequency == Frequency.FORTNIGHTLY and weeks % 2:
        return monday_of(from_day) + ONE_WEEK
    return from_day


def _carry_over(
    series: Series, session: Session, outcome: Outcome, *, by: User, reason: str, despite: str
) -> None:
    if session.detached or session.state not in PLANNED or session.series_day is None:
        outcome.left.append(session)
        return
    changes = _plan_of(series, session.series_day)
    del changes["programme"]
    try:
        with transaction.atomic():
            changed = change_session(
                session_id=session.pk,
                by=by,
                changes=changes,
                reason=reason,
                despite=despite,
                own=False,
            )
    except ValidationError as error:
        outcome.refused.append((session.series_day, error.messages))
    else:
        outcome.changed.append(changed)


def _refuse_others(by: User) -> None:
    if not rules.may_plan(by):
        raise PermissionDenied(_("您不能安排系列课。"))


def _refuse_odd(days: list[datetime.date]) -> None:
    if not days:
        raise ValidationError(_("这样一天课也没有。请检查星期、起止日期和不上课的日期。"))
    if len(days) > MOST_DAYS:
        raise ValidationError(
            _("这样会有 %(count)d 场，一个系列最多 %(most)d 场。请检查起止日期。")
            % {"count": len(days), "most": MOST_DAYS}
        )
