"""场次: one class, talk, show or festival at one time in one place, its log and what proves it."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.enums import ConflictKind, EvidenceKind, SessionKind, SessionState
from outreach.models.programmes import Programme
from outreach.models.series import Series
from outreach.models.teachers import Teacher
from outreach.models.venues import Room, Venue
from outreach.naming import named
from safeguards.chain import ChainedEvent, Logged

HEADS = [MaxValueValidator(1_000_000)]


def new_uid() -> str:
    """The UID of RFC 5545 without its domain; it never changes, whatever becomes of the session."""
    return uuid.uuid4().hex


class Session(Logged):
    """One session. It takes teacher and place from ``begins_at`` up to, not including, ``ends_at``.

    ``state`` is changed by ``domain.transitioning.transition`` alone; time, place, teacher and seats
    by ``domain.planning``. ``revision`` is the SEQUENCE of RFC 5545: it grows with each change that
    somebody who comes would have to know of.
    """

    uid = models.CharField(max_length=32, unique=True, default=new_uid, editable=False)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="sessions", verbose_name=_("课程")
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("系列课"),
    )
    series_day = models.DateField(
        null=True, blank=True, editable=False, help_text=_("系列规则给出的那一天")
    )
    detached = models.BooleanField(
        default=False, editable=False, help_text=_("单独改过，系列的更改不再带动它")
    )
    title = models.CharField(
        _("标题"), max_length=80, blank=True, help_text=_("留空则用课程的名称")
    )
    kind = models.CharField(
        _("形式"), max_length=10, choices=SessionKind.choices, default=SessionKind.CLASS
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="sessions", verbose_name=_("场地")
    )
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("房间"),
    )
    teacher = models.ForeignKey(
        Teacher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("老师"),
    )
    begins_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    seats = models.PositiveIntegerField(
        _("名额"), validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    waitlist_seats = models.PositiveIntegerField(_("候补名额"), default=20)
    open_to_public = models.BooleanField(
        _("面向公众报名"), default=True, help_text=_("只给某所学校或单位上的课不勾选")
    )
    registration_opens_at = models.DateTimeField(_("报名开始"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(
        _("报名截止"), null=True, blank=True, help_text=_("留空：开始前 2 小时")
    )
    note = models.TextField(_("给参加者的话"), blank=True)
    staff_note = models.TextField(_("工作备注"), blank=True)

    state = models.CharField(
        _("状态"), max_length=10, choices=SessionState.choices, default=SessionState.DRAFT
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    replaced_by = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("延期后的场次"),
    )
    request = models.ForeignKey(
        "outreach.ClassRequest",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("上课申请"),
    )

    adults_present = models.PositiveIntegerField(
        _("到场成人"), null=True, blank=True, validators=HEADS
    )
    minors_present = models.PositiveIntegerField(
        _("到场未成年人"), null=True, blank=True, validators=HEADS
    )
    held_note = models.TextField(_("举办情况"), blank=True)

    hosts = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="hosted_sessions",
        verbose_name=_("现场人员"),
    )

    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(_("更改时间"), auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    class Meta:
        verbose_name = _("场次")
        verbose_name_plural = _("场次")
        ordering = ["begins_at", "pk"]
        permissions = [
            ("plan_session", _("策划场次")),
            ("run_session", _("现场签到与登记")),
            ("archive_session", _("归档场次")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")),
                name="session_ends_after_it_begins",
                violation_error_message=_("结束时间要晚于开始时间。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[SessionState.HELD, SessionState.ARCHIVED])
                | models.Q(adults_present__isnull=False, minors_present__isnull=False),
                name="session_held_has_its_heads",
                violation_error_message=_("已举办的场次要登记到场人数。"),
            ),
            models.UniqueConstraint(
                fields=["series", "series_day"],
                condition=models.Q(series__isnull=False, series_day__isnull=False),
                name="session_once_a_series_day",
            ),
        ]
        indexes = [
            models.Index(fields=["begins_at", "state"], name="session_by_time"),
            models.Index(fields=["teacher", "begins_at"], name="session_by_teacher"),
            models.Index(fields=["venue", "begins_at"], name="session_by_venue"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.begins_at):%Y-%m-%d %H:%M} {self.shown_title}"

    @property
    def shown_title(self) -> str:
        """Its own title, else the programme's."""
        return self.title or self.programme.title

    @property
    def read_title(self) -> str:
        """The same in the visitor's language, where the programme has a name in it."""
        return self.title or named(self.programme.title, self.programme.title_en)

    @property
    def day(self) -> datetime.date:
        """The local day on which it begins."""
        return timezone.localtime(self.begins_at).date()

    @property
    def people_present(self) -> int:
        """All who came; 0 while nobody has been counted."""
        return (self.adults_present or 0) + (self.minors_present or 0)

    @property
    def closes_at(self) -> datetime.datetime:
        """When registration ends."""
        return self.registration_closes_at or self.begins_at - datetime.timedelta(hours=2)

    def clean(self) -> None:
        if self.room_id and self.venue_id and self.room and self.room.venue_id != self.venue_id:
            raise ValidationError({"room": _("这个房间不属于所选的场地。")})


class SessionEvent(ChainedEvent):
    """One step of a session, or a change of its plan (same state before and after)."""

    SUBJECT = "session"

    session = models.ForeignKey(Session, models.PROTECT, related_name="events")
    from_state = models.CharField(max_length=10, choices=SessionState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=SessionState.choices)

    class Meta(ChainedEvent.Meta):
        verbose_name = _("场次记录")
        verbose_name_plural = _("场次记录")
        ordering = ["session", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["session", "sequence"], name="session_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} #{self.sequence} {self.step}"


class Override(models.Model):
    """A conflict that somebody has looked at and let stand, with the reason.

    ``subject`` names the other side (``session:12``, ``holiday:2026-10-01``): another conflict of the
    same kind is not covered.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="overrides")
    kind = models.CharField(_("冲突"), max_length=16, choices=ConflictKind.choices)
    subject = models.CharField(max_length=60, blank=True)
    reason = models.CharField(_("理由"), max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("已说明的冲突")
        verbose_name_plural = _("已说明的冲突")
        constraints = [
            models.UniqueConstraint(fields=["session", "kind", "subject"], name="override_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reason[:40]}"


class Evidence(models.Model):
    """What proves that the session was held. Files are private: minors are on the photos."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="evidence")
    kind = models.CharField(_("种类"), max_length=10, choices=EvidenceKind.choices)
    file = models.OneToOneField(
        "media.PrivateFile", models.PROTECT, related_name="+", verbose_name=_("文件")
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("举办证明")
        verbose_name_plural = _("举办证明")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file.name}"

    def as_data(self) -> dict[str, Any]:
        """For the log: what it is and the bytes' digest."""
        return {"kind": self.kind, "name": self.file.name, "sha256": self.file.sha256}
