"""指导预约: guides offer times, applicants book them; one time is booked once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications import rules
from applications.enums import AppointmentState
from applications.models import Case, GuidanceAppointment, GuidanceSlot
from messaging.domain.queueing import queue_message
from workcalendar.queries import whole_calendar

MOST_LIVE = 2
"""Appointments to come that one person may hold, so that there are some for everybody."""
NOTICE = datetime.timedelta(hours=2)
"""Nearer than this a time is neither booked nor cancelled by the applicant."""
MOST_IN_A_SERIES = 200


@transaction.atomic
def offer_slots(
    *,
    by: User,
    first_day: datetime.date,
    last_day: datetime.date,
    weekdays: Iterable[int],
    starts: datetime.time,
    ends: datetime.time,
    minutes: int,
    place: str,
    on_holidays: bool = False,
    now: datetime.datetime | None = None,
) -> list[GuidanceSlot]:
    """Offer times of ``minutes`` each between two clock times on these weekdays (Monday is 0).

    Days the work calendar calls free are left out unless ``on_holidays``; times that lie in the
    past or cross one already offered are left out too. Raises ValidationError when none is left,
    PermissionDenied.
    """
    if not by.has_perm(rules.GUIDE):
        raise PermissionDenied(_("您没有提供指导时段的权限。"))
    _check_series(first_day, last_day, starts, ends, minutes, place)
    moment = now or timezone.now()
    User.objects.select_for_update().get(pk=by.pk)  # two windows of one guide wait for each other
    taken = list(
        GuidanceSlot.objects.filter(guide=by, withdrawn_at__isnull=True, ends_at__gt=moment)
    )
    calendar, wanted = whole_calendar(), set(weekdays)
    made: list[GuidanceSlot] = []
    day = first_day
    while day <= last_day:
        if day.weekday() in wanted and (on_holidays or calendar.is_workday(day)):
            for begin, end in _times(day, starts, ends, minutes):
                free = all(end <= one.starts_at or one.ends_at <= begin for one in taken)
                if begin > moment and free:
                    made.append(
                        GuidanceSlot(guide=by, starts_at=begin, ends_at=end, place=place.strip())
                    )
        day += datetime.timedelta(days=1)
    if not made:
        raise ValidationError(
            _("这段时间里没有可以提供的时段：可能都已过去、已提供过，或是节假日。")
        )
    if len(made) > MOST_IN_A_SERIES:
        raise ValidationError(
            _("一次最多提供 %(most)d 个时段，现在是 %(count)d 个，请分几次。")
            % {"most": MOST_IN_A_SERIES, "count": len(made)}
        )
    return GuidanceSlot.objects.bulk_create(made)


@transaction.atomic
def withdraw_slot(*, slot: GuidanceSlot, by: User, now: datetime.datetime | None = None) -> None:
    """Take an offered time back; whoever has booked it is told."""
    slot = GuidanceSlot.objects.select_for_update().get(pk=slot.pk)
    if slot.guide_id != by.pk and not by.has_perm(rules.CONFIGURE):
        raise PermissionDenied(_("只有提供时段的指导员可以收回。"))
    for one in slot.appointments.filter(state=AppointmentState.BOOKED):
        _cancel(one, told=_("指导员因故取消了 %(time)s 的指导，请另选时间。"))
    slot.withdrawn_at = now or timezone.now()
    slot.save(update_fields=["withdrawn_at"])


@transaction.atomic
def book(
    *,
    slot_id: int,
    by: User,
    case: Case | None = None,
    topic: str = "",
    now: datetime.datetime | None = None,
) -> GuidanceAppointment:
    """Take a time. The slot is locked first, so that of two people one gets it.

    Raises ValidationError: gone, too near, or the person holds enough; PermissionDenied for
    another's case.
    """
    moment = now or timezone.now()
    if case is not None and not rules.acts_for_applicant(by, case):
        raise PermissionDenied(_("只能为自己的申报预约。"))
    slot = lock_slot(slot_id)
    if slot is None or slot.withdrawn_at is not None:
        raise ValidationError(_("这个时段已经收回，请另选一个。"))
    if slot.guide_id == by.pk:
        raise ValidationError(_("不能预约自己提供的时段。"))
    if slot.starts_at < moment + NOTICE:
        raise ValidationError(_("请至少提前 2 小时预约，换一个晚一点的时段。"))
    if slot.appointments.exclude(state=AppointmentState.CANCELLED).exists():
        raise ValidationError(_("这个时段刚刚被别人约走了，请另选一个。"))
    User.objects.select_for_update().get(pk=by.pk)
    live = GuidanceAppointment.objects.filter(
        booked_by=by, state=AppointmentState.BOOKED, slot__ends_at__gt=moment
    )
    if live.count() >= MOST_LIVE:
        raise ValidationError(
            _("您已有 %(most)d 个还没到时间的预约，取消一个才能再约。") % {"most": MOST_LIVE}
        )
    return GuidanceAppointment.objects.create(
        slot=slot, case=case, booked_by=by, topic=topic.strip()[:300], booked_at=moment
    )


@transaction.atomic
def cancel(
    *, appointment: GuidanceAppointment, by: User, now: datetime.datetime | None = None
) -> None:
    """The applicant gives his time back, or the guide cannot come (then the applicant is told)."""
    moment = now or timezone.now()
    one = GuidanceAppointment.objects.select_for_update(of=("self",)).select_related("slot")
    appointment = one.get(pk=appointment.pk)
    is_guide = appointment.slot.guide_id == by.pk
    if appointment.booked_by_id != by.pk and not is_guide:
        raise PermissionDenied(_("这不是您的预约。"))
    if appointment.state != AppointmentState.BOOKED:
        raise ValidationError(_("这个预约已经取消或结束。"))
    if not is_guide and appointment.slot.starts_at < moment + NOTICE:
        raise ValidationError(_("离开始不到 2 小时，请直接联系指导员。"))
    _cancel(
        appointment,
        told=_("指导员因故取消了 %(time)s 的指导，请另选时间。") if is_guide else "",
    )


@transaction.atomic
def note_outcome(*, appointment: GuidanceAppointment, held: bool, outcome: str, by: User) -> None:
    """The guide notes what was said, or that nobody came."""
    if appointment.slot.guide_id != by.pk:
        raise PermissionDenied(_("只有提供时段的指导员可以登记。"))
    if appointment.state == AppointmentState.CANCELLED:
        raise ValidationError(_("这个预约已经取消。"))
    if held and not outcome.strip():
        raise ValidationError(_("请写下指导了什么，方便以后查看。"))
    appointment.state = AppointmentState.HELD if held else AppointmentState.MISSED
    appointment.outcome = outcome.strip()
    appointment.save(update_fields=["state", "outcome"])


def lock_slot(slot_id: int) -> GuidanceSlot | None:
    """The slot, locked until the transaction ends."""
    return GuidanceSlot.objects.select_for_update().filter(pk=slot_id).first()


def time_words(slot: GuidanceSlot) -> str:
    """11月23日 14:30."""
    return formats.date_format(timezone.localtime(slot.starts_at), "n月j日 H:i")


def _cancel(appointment: GuidanceAppointment, *, told: str) -> None:
    appointment.state = AppointmentState.CANCELLED
    appointment.save(update_fields=["state"])
    if told:
        queue_message(
            key=f"appointment-{appointment.pk}-cancelled",
            to_user=appointment.booked_by,
            subject=_("指导预约已取消"),
            body=told % {"time": time_words(appointment.slot)},
            about=_("指导预约"),
            url=reverse("applications:slots"),
        )


def _times(
    day: datetime.date, starts: datetime.time, ends: datetime.time, minutes: int
) -> Iterable[tuple[datetime.datetime, datetime.datetime]]:
    zone, length = timezone.get_default_timezone(), datetime.timedelta(minutes=minutes)
    begin = datetime.datetime.combine(day, starts, zone)
    last = datetime.datetime.combine(day, ends, zone)
    while begin + length <= last:
        yield begin, begin + length
        begin += length


def _check_series(
    first: datetime.date,
    last: datetime.date,
    starts: datetime.time,
    ends: datetime.time,
    minutes: int,
    place: str,
) -> None:
    problems = []
    if last < first:
        problems.append(_("结束日期不能早于开始日期。"))
    if (last - first).days > 366:
        problems.append(_("一次最多安排一年之内的时段。"))
    if ends <= starts:
        problems.append(_("结束时间要晚于开始时间。"))
    if not 5 <= minutes <= 480:
        problems.append(_("每个时段请填 5 到 480 分钟。"))
    if not place.strip():
        problems.append(_("请写明地点或方式，例如“文化馆 203 室”或“电话”。"))
    if problems:
        raise ValidationError(problems)
