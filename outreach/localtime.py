"""Days and weeks as the bureau counts them, whatever time zone a member of staff has chosen."""

from __future__ import annotations

import datetime

from django.utils import timezone

ONE_DAY = datetime.timedelta(days=1)
ONE_WEEK = datetime.timedelta(days=7)


def local(moment: datetime.datetime) -> datetime.datetime:
    """The moment on the bureau's clock."""
    return moment.astimezone(timezone.get_default_timezone())


def local_day(moment: datetime.datetime) -> datetime.date:
    return local(moment).date()


def at_local(day: datetime.date, time: datetime.time = datetime.time.min) -> datetime.datetime:
    """The moment at which the bureau's clock shows this time of this day; midnight unless told."""
    return datetime.datetime.combine(day, time, timezone.get_default_timezone())


def monday_of(day: datetime.date) -> datetime.date:
    """The first day of the week that holds this one."""
    return day - datetime.timedelta(days=day.weekday())


def days_of(begins_at: datetime.datetime, ends_at: datetime.datetime) -> list[datetime.date]:
    """The local days that a half-open time touches."""
    first = local_day(begins_at)
    last = local_day(max(begins_at, ends_at - datetime.timedelta(microseconds=1)))
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]
