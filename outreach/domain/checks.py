"""What two sessions do to each other, and what a session's circumstances do to it. No database here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from outreach.domain.surroundings import ALIKE_DAYS, Candidate, Hours, Surroundings, Taken
from outreach.domain.travel import Matrix, are_near, minutes_between
from outreach.enums import ConflictKind, Severity
from outreach.localtime import days_of, local, local_day, monday_of

SEVERITIES = {
    ConflictKind.PLACE: Severity.BLOCK,
    ConflictKind.TEACHER: Severity.BLOCK,
    ConflictKind.SKILL: Severity.WARN,
    ConflictKind.ALIKE: Severity.WARN,
}
"""Everything else has to be solved, or let stand with a reason, before it is published."""
MIDNIGHT = 24 * 60
LAST_MINUTE = datetime.time(23, 59)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that stands in the way. ``subject`` names the other side: see models.Override."""

    kind: ConflictKind
    severity: Severity
    sentence: str
    subject: str = ""
    other: Taken | None = None


def _conflict(
    kind: ConflictKind, sentence: str, subject: str, other: Taken | None = None
) -> Conflict:
    severity = SEVERITIES.get(kind, Severity.BLOCK_PUBLISHING)
    return Conflict(kind, severity, sentence, subject, other)


def between(one: Taken, other: Taken, matrix: Matrix) -> Iterator[Conflict]:
    """What the other session does to this one."""
    words = {"time": span(other), "title": other.title}
    overlap = one.begins_at < other.ends_at and other.begins_at < one.ends_at
    same_teacher = one.teacher is not None and one.teacher == other.teacher
    subject = f"session:{other.pk}"
    if overlap and same_teacher:
        sentence = _("老师这时在上“%(title)s”（%(time)s）。") % words
        yield _conflict(ConflictKind.TEACHER, sentence, subject, other)
    if overlap and share_place(one, other):
        sentence = _("场地这时有“%(title)s”（%(time)s）。") % words
        yield _conflict(ConflictKind.PLACE, sentence, subject, other)
    if same_teacher and not overlap:
        yield from _travel(one, other, matrix)
    if one.programme == other.programme and _alike(one, other):
        day = local_day(other.begins_at)
        sentence = _("“%(title)s”在附近 %(month)d月%(day)d日也有一场。") % {
            "title": other.title,
            "month": day.month,
            "day": day.day,
        }
        yield _conflict(ConflictKind.ALIKE, sentence, subject, other)


def share_place(one: Taken, other: Taken) -> bool:
    """The same room, or the same venue where either takes the whole of it."""
    if one.place.pk != other.place.pk:
        return False
    return one.room is None or other.room is None or one.room == other.room


def _travel(one: Taken, other: Taken, matrix: Matrix) -> Iterator[Conflict]:
    """The later session needs the way and its own set-up; within one venue nobody travels."""
    if one.place.pk == other.place.pk:
        return
    earlier, later = (one, other) if one.begins_at < other.begins_at else (other, one)
    gap = int((later.begins_at - earlier.ends_at).total_seconds() // 60)
    way = minutes_between(earlier.place, later.place, matrix)
    if gap >= way + later.set_up:
        return
    words = {
        "title": other.title,
        "time": span(other),
        "way": way,
        "set_up": later.set_up,
        "gap": gap,
    }
    sentence = (
        _(
            "老师另有“%(title)s”（%(time)s），路程约 %(way)d 分钟、布置 %(set_up)d 分钟，"
            "中间只有 %(gap)d 分钟。"
        )
        % words
    )
    yield _conflict(ConflictKind.TRAVEL, sentence, f"session:{other.pk}:gap:{gap}", other)


def _alike(one: Taken, other: Taken) -> bool:
    """Of one series they were meant so."""
    if one.series is not None and one.series == other.series:
        return False
    apart = abs((local_day(one.begins_at) - local_day(other.begins_at)).days)
    return apart < ALIKE_DAYS and are_near(one.place, other.place)


def circumstances(one: Candidate, around: Surroundings) -> Iterator[Conflict]:
    """What place, teacher and calendar do to this one, whatever else takes place."""
    taken, place = one.taken, one.taken.place.pk
    days = days_of(taken.begins_at, taken.ends_at)
    when = f"{local(taken.begins_at):%Y-%m-%dT%H:%M}/{local(taken.ends_at):%H:%M}"
    if not _within(around.opening, place, taken):
        yield _conflict(
            ConflictKind.HOURS,
            _("场地这时不开放。%(hours)s") % {"hours": _told(around.opening, place, days[0])},
            f"venue:{place}:{when}",
        )
    for pk, first, last, reason in around.closures.get(place, ()):
        if first <= days[-1] and days[0] <= last:
            words = {"span": _days(first, last), "reason": _because(reason)}
            sentence = _("场地 %(span)s停用%(reason)s。") % words
            yield _conflict(ConflictKind.CLOSURE, sentence, f"closure:{pk}:{days[0]}")
    if taken.teacher is not None:
        yield from _of_teacher(one, around, days, when)
    if one.seats > one.capacity:
        yield _conflict(
            ConflictKind.CAPACITY,
            _("名额 %(seats)d 人，这里最多容纳 %(capacity)d 人。")
            % {"seats": one.seats, "capacity": one.capacity},
            f"place:{place}:{taken.room or ''}:{one.seats}",
        )
    for day in days:
        if day in around.holidays:
            sentence = _("%(day)s是法定节假日%(name)s。") % {
                "day": _day(day),
                "name": _because(around.holidays[day]),
            }
            yield _conflict(ConflictKind.HOLIDAY, sentence, f"holiday:{day}")


def _of_teacher(
    one: Candidate, around: Surroundings, days: list[datetime.date], when: str
) -> Iterator[Conflict]:
    taken, teacher = one.taken, one.taken.teacher
    assert teacher is not None
    name = {"name": one.teacher_name}
    if not _within(around.available, teacher, taken):
        hours = _told(around.available, teacher, days[0])
        sentence = _("%(name)s这时不能授课。%(hours)s") % {**name, "hours": hours}
        yield _conflict(ConflictKind.AVAILABILITY, sentence, f"teacher:{teacher}:{when}")
    for pk, first, last, reason in around.days_off.get(teacher, ()):
        if first <= days[-1] and days[0] <= last:
            words = {**name, "span": _days(first, last), "reason": _because(reason)}
            sentence = _("%(name)s %(span)s请假%(reason)s。") % words
            yield _conflict(ConflictKind.DAY_OFF, sentence, f"day-off:{pk}:{days[0]}")
    taught, teaches = around.taught.get(taken.programme), around.teaches.get(teacher)
    if taught and teaches and not taught & teaches:
        sentence = _("%(name)s登记的项目里没有这门课所教的项目。") % name
        subject = f"teacher:{teacher}:programme:{taken.programme}"
        yield _conflict(ConflictKind.SKILL, sentence, subject)


def too_many_in_week(one: Candidate, others: int) -> Iterator[Conflict]:
    """``others`` is how many more sessions the teacher has in the week, Monday to Sunday."""
    if one.taken.teacher is not None and others + 1 > one.weekly_most:
        monday = monday_of(local_day(one.taken.begins_at))
        sentence = _("%(name)s这一周将有 %(count)d 场，每周最多 %(most)d 场。") % {
            "name": one.teacher_name,
            "count": others + 1,
            "most": one.weekly_most,
        }
        yield _conflict(
            ConflictKind.WEEKLY_MOST, sentence, f"teacher:{one.taken.teacher}:week:{monday}"
        )


def _within(hours: Hours, owner: int, taken: Taken) -> bool:
    """Whether the whole time lies in the owner's hours, on each of the days that it touches.

    Hours that touch count as one stretch, and those until 23:59 last until midnight: a festival may
    go on into the next day where that day's hours begin at 0:00.
    """
    if owner not in hours:
        return True
    begins, ends = local(taken.begins_at), local(taken.ends_at)
    days = days_of(taken.begins_at, taken.ends_at)
    return all(
        _covers(
            hours[owner].get(day.weekday(), ()),
            _minute(begins) if day == begins.date() else 0,
            _minute(ends) if day == ends.date() else MIDNIGHT,
        )
        for day in days
    )


def _covers(
    stretches: Iterable[tuple[datetime.time, datetime.time]], begins: float, ends: float
) -> bool:
    """Whether a day's hours hold everything between two of its minutes."""
    reached, begun = begins, False
    for first, last in sorted(stretches):
        if _minute(first) <= reached < _last_minute(last):
            reached, begun = _last_minute(last), True
    return begun and reached >= ends


def _minute(moment: datetime.datetime | datetime.time) -> float:
    return moment.hour * 60 + moment.minute + moment.second / 60


def _last_minute(closes: datetime.time) -> float:
    """No field of a form takes 24:00."""
    return MIDNIGHT if closes >= LAST_MINUTE else _minute(closes)


def _told(hours: Hours, owner: int, day: datetime.date) -> str:
    """The day's hours in words."""
    rows = sorted(hours[owner].get(day.weekday(), ()))
    if not rows:
        return _("当天没有可用时间。")
    spans = "、".join(f"{first:%H:%M}–{last:%H:%M}" for first, last in rows)
    return _("当天可用时间：%(spans)s。") % {"spans": spans}


def span(taken: Taken) -> str:
    """10:00–11:30."""
    return f"{local(taken.begins_at):%H:%M}–{local(taken.ends_at):%H:%M}"


def _day(day: datetime.date) -> str:
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}


def _days(first: datetime.date, last: datetime.date) -> str:
    if first == last:
        return _day(first)
    return _("%(first)s至%(last)s") % {"first": _day(first), "last": _day(last)}


def _because(reason: str) -> str:
    return f"（{reason}）" if reason else ""
