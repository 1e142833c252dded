"""Where sessions take place: venues, their rooms, hours, closures, and how far they lie apart."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from outreach.enums import VenueType, Weekday
from outreach.models.programmes import clean_times
from outreach.naming import in_chinese, named
from registry.enums import Accessibility
from registry.models.place import Placed

PEOPLE = [MinValueValidator(1), MaxValueValidator(100_000)]


class Venue(index.Indexed, Placed, ClusterableModel):
    """A school, community centre, mall, scenic spot, base or other public place.

    The contact is for staff and for confirmations; what the public reads is ``public_note``.
    """

    name = models.CharField(_("名称"), max_length=100)
    name_en = models.CharField(_("英文名"), max_length=160, blank=True)
    venue_type = models.CharField(_("类型"), max_length=10, choices=VenueType.choices)
    base = models.ForeignKey(
        "registry.PracticeBase",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="venues",
        verbose_name=_("传习基地"),
    )
    capacity = models.PositiveIntegerField(_("可容纳人数"), validators=PEOPLE)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    contact_email = models.EmailField(_("联系邮箱"), blank=True)
    accessibility = models.JSONField(_("无障碍设施"), default=list, blank=True)
    public_note = models.CharField(
        _("到场说明"), max_length=300, blank=True, help_text=_("公开：怎么进门、在几层、停车等")
    )
    active = models.BooleanField(_("使用中"), default=True)
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    search_auto_update = False
    search_fields = [index.SearchField("name"), index.FilterField("venue_type")]

    class Meta(Placed.Meta):
        verbose_name = _("场地")
        verbose_name_plural = _("场地")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def read_name(self) -> str:
        """The same in the visitor's language, where it has a name in it."""
        return named(self.name, self.name_en)

    @property
    def other_name(self) -> str:
        """The same in the other language; "" where there is no other."""
        if not self.name_en:
            return ""
        return self.name_en if in_chinese() else self.name

    @property
    def accessibility_labels(self) -> list[str]:
        """The facilities in words."""
        labels = dict(Accessibility.choices)
        return [str(labels[value]) for value in self.accessibility if value in labels]


class Room(Orderable):
    """A room of a venue. A session without a room takes the whole venue."""

    venue = ParentalKey(Venue, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("名称"), max_length=60)
    capacity = models.PositiveIntegerField(_("可容纳人数"), validators=PEOPLE)

    class Meta(Orderable.Meta):
        verbose_name = _("房间")
        verbose_name_plural = _("房间")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "name"],
                name="room_once",
                violation_error_message=_("这个场地已经有同名的房间。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(Orderable):
    """A weekday on which the venue can be used. A venue without any row is open at all times."""

    venue = ParentalKey(Venue, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("星期"), choices=Weekday.choices)
    opens = models.TimeField(_("开放"))
    closes = models.TimeField(_("关闭"))

    class Meta(Orderable.Meta):
        verbose_name = _("开放时间")
        verbose_name_plural = _("开放时间")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        clean_times(self, "opens", "closes")


class VenueClosure(Orderable):
    """Days on which the venue cannot be used; both count."""

    venue = ParentalKey(Venue, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField(_("从"))
    last_day = models.DateField(_("到"))
    reason = models.CharField(_("原因"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("停用日期")
        verbose_name_plural = _("停用日期")

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"

    def clean(self) -> None:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("结束日期不能早于开始日期。")})


class TravelTime(models.Model):
    """Minutes from one venue to another, as somebody who knows has said; it holds both ways.

    ``origin`` is the one with the lower key. Where no row is, the distance is reckoned.
    """

    origin = models.ForeignKey(
        Venue, models.CASCADE, related_name="travel_onwards", verbose_name=_("场地一")
    )
    destination = models.ForeignKey(
        Venue, models.CASCADE, related_name="travel_back", verbose_name=_("场地二")
    )
    minutes = models.PositiveSmallIntegerField(
        _("路程（分钟）"), validators=[MaxValueValidator(24 * 60)]
    )

    class Meta:
        verbose_name = _("路程")
        verbose_name_plural = _("路程")
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "destination"],
                name="travel_once",
                violation_error_message=_("这两处之间的路程已经登记。"),
            ),
            models.CheckConstraint(
                condition=models.Q(origin__lt=models.F("destination")),
                name="travel_lower_key_first",
                violation_error_message=_("请选择两个不同的场地。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin}—{self.destination}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.origin_id and self.destination_id and self.origin_id > self.destination_id:
            self.origin_id, self.destination_id = self.destination_id, self.origin_id
