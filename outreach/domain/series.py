"""Series: their sessions are made once; later changes reach only what is still to come and not set apart."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from outreach import queries, rules
from outreach.domain.planning import change_session, delete_draft, plan_session
from outreach.domain.recurrence import MOST_DAYS, days_of_series
from outreach.enums import PLANNED
from outreach.localtime import at_local, local_day
from outreach.models import Series, Session

CHANGEABLE = ("begins", "length", "venue", "room", "teacher", "seats", "title")
RULE = (
    *("frequency", "weekdays", "first_day", "last_day", "extra_days", "left_out"),
    "skip_holidays",
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


def change_series(
    *,
    series_id: int,
    by: User,
    changes: dict[str, Any],
    from_day: datetime.date | None = None,
    reason: str = "",
    despite: str = "",
) -> tuple[Series, Outcome]:
    """Change all sessions still to be planned, or with ``from_day`` this one and the following.

    The following become a series of their own. What was held, is open for registration, or was
    changed on its own stays as it is. A session that would clash stays too, and is told.
    """
    _refuse_others(by)
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not a change of a series: {sorted(unknown)}")
    with transaction.atomic():
        series = Series.objects.select_for_update().get(pk=series_id)
        if from_day is not None and from_day > series.first_day:
            series = _split(series, from_day)
        for name, value in changes.items():
            setattr(series, name, value)
        if series.room and series.room.venue_id != series.venue_id:
            series.room = None
        series.full_clean()
        series.save()
        outcome = Outcome()
        for session in queries.sessions().filter(series=series).order_by("begins_at"):
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
        begins_at = at_local(day, series.begins)
        try:
            session = plan_session(
                by=by,
                programme=series.programme,
                venue=series.venue,
                room=series.room,
                teacher=series.teacher,
                begins_at=begins_at,
                ends_at=begins_at + datetime.timedelta(minutes=series.length),
                title=series.title,
                seats=series.seats,
                series=series,
                series_day=day,
                sample_data=series.sample_data,
            )
        except ValidationError as error:
            outcome.refused.append((day, error.messages))
        else:
            outcome.made.append(session)


def _split(series: Series, from_day: datetime.date) -> Series:
    """The series from this day on as one of its own; sessions that are over stay with the old one."""
    old = Series.objects.get(pk=series.pk)
    series.pk = None
    series._state.adding = True
    series.first_day = from_day
    for name in ("extra_days", "left_out"):
        dates = getattr(old, name)
        setattr(series, name, [one for one in dates if one >= from_day.isoformat()])
        setattr(old, name, [one for one in dates if one < from_day.isoformat()])
    series.last_day = max(series.last_day, from_day)
    series.save()
    old.last_day = from_day - datetime.timedelta(days=1)
    old.save()
    to_come = Q(series_day__gte=from_day, state__in=PLANNED)
    Session.objects.filter(to_come, series=old).update(series=series)
    return series


def _carry_over(
    series: Series, session: Session, outcome: Outcome, *, by: User, reason: str, despite: str
) -> None:
    if session.detached or session.state not in PLANNED or session.series_day is None:
        outcome.left.append(session)
        return
    begins_at = at_local(session.series_day, series.begins)
    changes = {
        "begins_at": begins_at,
        "ends_at": begins_at + datetime.timedelta(minutes=series.length),
        "venue": series.venue,
        "room": series.room,
        "teacher": series.teacher,
        "seats": series.seats,
        "title": series.title,
    }
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
