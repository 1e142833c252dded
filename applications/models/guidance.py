"""申报指导: questions and answers, remarks, and appointments with a guide."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.enums import AppointmentState, ItemType
from applications.models.cases import Case


class GuidanceMessage(models.Model):
    """A question of the applicant on one item of the form, or a guide's answer to it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="guidance_messages")
    item_type = models.CharField(max_length=10, choices=ItemType.choices, default=ItemType.WHOLE)
    item = models.SlugField(max_length=40, blank=True)
    text = models.TextField(_("内容"), max_length=2000)
    from_staff = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=150)
    written_at = models.DateTimeField(default=timezone.now)
    answered = models.BooleanField(_("已答复"), default=False)

    class Meta:
        verbose_name = _("咨询")
        verbose_name_plural = _("咨询")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class Remark(models.Model):
    """What a guide would mend in one item before it is handed in."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="remarks")
    item_type = models.CharField(max_length=10, choices=ItemType.choices)
    item = models.SlugField(max_length=40, blank=True)
    text = models.TextField(_("意见"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=150)
    written_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(_("已处理"), null=True, blank=True)

    class Meta:
        verbose_name = _("指导意见")
        verbose_name_plural = _("指导意见")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class GuidanceSlot(models.Model):
    """A time a guide offers. Half-open: the next one may begin when this one ends."""

    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="guidance_slots"
    )
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    place = models.CharField(_("地点或方式"), max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("指导时段")
        verbose_name_plural = _("指导时段")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="slot_ends_after_it_starts",
                violation_error_message=_("结束时间要晚于开始时间。"),
            ),
            models.UniqueConstraint(
                fields=["guide", "starts_at"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="slot_once",
                violation_error_message=_("这个时间已经安排了指导时段。"),
            ),
        ]

    def __str__(self) -> str:
        return timezone.localtime(self.starts_at).strftime("%Y-%m-%d %H:%M")


class GuidanceAppointment(models.Model):
    """A slot that is taken. At most one live appointment a slot: the database holds it."""

    slot = models.ForeignKey(GuidanceSlot, models.PROTECT, related_name="appointments")
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="appointments"
    )
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(default=timezone.now)
    topic = models.CharField(_("想咨询什么"), max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=AppointmentState.choices, default=AppointmentState.BOOKED
    )
    outcome = models.TextField(_("指导情况"), blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("指导预约")
        verbose_name_plural = _("指导预约")
        ordering = ["slot__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"],
                condition=~models.Q(state=AppointmentState.CANCELLED),
                name="slot_taken_once",
                violation_error_message=_("这个时段刚刚被别人约走了，请另选一个。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot} {self.get_state_display()}"
