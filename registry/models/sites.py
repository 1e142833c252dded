"""传习基地 and 非遗工坊: places where heritage is practised, and which projects live there."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from registry.blocks import PARAGRAPH_FEATURES
from registry.enums import Accessibility, Level, RecordKind
from registry.models.changes import RecordKey
from registry.models.place import Placed
from registry.models.record import Record


class Site(Placed, Record):
    """What bases and workshops share: a host, a place, hours, room, what one can do there."""

    host_unit = models.ForeignKey(
        "registry.ProtectingUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("主办单位"),
    )
    host_inheritor = models.ForeignKey(
        "registry.Inheritor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("主持传承人"),
    )
    level = models.PositiveSmallIntegerField(
        _("级别"), choices=Level.choices, null=True, blank=True
    )
    batch = models.ForeignKey(
        "registry.Batch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("批次"),
    )
    act = models.ForeignKey(
        "registry.Act",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("认定公文"),
    )
    designated_on = models.DateField(_("认定日期"), null=True, blank=True)
    certificate_number = models.CharField(_("证书编号"), max_length=60, blank=True)
    certificate_valid_until = models.DateField(_("证书有效期至"), null=True, blank=True)
    introduction = RichTextField(_("简介"), blank=True, features=PARAGRAPH_FEATURES)
    activities = models.TextField(_("可以体验什么"), blank=True)
    opening_hours = models.TextField(
        _("开放时间"), blank=True, help_text=_("如：周二至周日 9:00—17:00（周一闭馆）")
    )
    capacity = models.PositiveIntegerField(
        _("可容纳人数"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    booking = models.CharField(_("预约方式"), max_length=200, blank=True)
    public_phone = models.CharField(_("对外电话"), max_length=60, blank=True)
    website = models.URLField(_("网站"), blank=True)
    accessibility = models.JSONField(_("无障碍设施"), default=list, blank=True)
    accessibility_note = models.CharField(_("无障碍说明"), max_length=200, blank=True)
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    search_fields = [*Record.search_fields, index.SearchField("address")]

    class Meta(Placed.Meta):
        abstract = True

    @property
    def accessibility_labels(self) -> list[str]:
        """The facilities in words."""
        labels = dict(Accessibility.choices)
        return [str(labels[value]) for value in self.accessibility if value in labels]

    def dependants(self) -> set[RecordKey]:
        links = self.projects  # type: ignore[attr-defined]
        keys: set[RecordKey] = {
            (RecordKind.PROJECT, pk) for pk in links.values_list("project_id", flat=True)
        }
        if self.host_inheritor_id:
            keys.add((RecordKind.INHERITOR, self.host_inheritor_id))
        return keys


class TaggedBase(ItemBase):
    """Ties a tag to a practice base."""

    tag = models.ForeignKey("taggit.Tag", models.CASCADE, related_name="registry_bases")
    content_object = ParentalKey(
        "registry.PracticeBase", on_delete=models.CASCADE, related_name="tagged_items"
    )


class TaggedWorkshop(ItemBase):
    """Ties a tag to a workshop."""

    tag = models.ForeignKey("taggit.Tag", models.CASCADE, related_name="registry_workshops")
    content_object = ParentalKey(
        "registry.Workshop", on_delete=models.CASCADE, related_name="tagged_items"
    )


class PracticeBase(Site):
    """传习基地, 体验基地, 特色博物馆, 聚集产业基地: of a type the bureau defines."""

    kind = RecordKind.BASE

    base_type = models.ForeignKey(
        "registry.BaseType", models.PROTECT, related_name="bases", verbose_name=_("基地类型")
    )
    tags = ClusterTaggableManager(through=TaggedBase, blank=True, verbose_name=_("标签"))

    class Meta(Site.Meta):
        verbose_name = _("传习基地")
        verbose_name_plural = _("传习基地")
        ordering = ["name", "pk"]


class Workshop(Site):
    """非遗工坊: built on a listed project, with premises, employing local people (2021-12 notice)."""

    kind = RecordKind.WORKSHOP

    people_employed = models.PositiveIntegerField(_("带动就业人数"), null=True, blank=True)
    employed_counted_on = models.DateField(_("就业人数统计日期"), null=True, blank=True)
    premises = models.CharField(_("场所与设备"), max_length=300, blank=True)
    tags = ClusterTaggableManager(through=TaggedWorkshop, blank=True, verbose_name=_("标签"))

    class Meta(Site.Meta):
        verbose_name = _("非遗工坊")
        verbose_name_plural = _("非遗工坊")
        ordering = ["name", "pk"]


class BaseProject(Orderable):
    """A project practised at a base."""

    base = ParentalKey(PracticeBase, on_delete=models.CASCADE, related_name="projects")
    project = models.ForeignKey(
        "registry.HeritageProject",
        models.PROTECT,
        related_name="base_links",
        verbose_name=_("项目"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("相关项目")
        verbose_name_plural = _("相关项目")
        constraints = [
            models.UniqueConstraint(fields=["base", "project"], name="base_project_once")
        ]


class WorkshopProject(Orderable):
    """A project a workshop is built on."""

    workshop = ParentalKey(Workshop, on_delete=models.CASCADE, related_name="projects")
    project = models.ForeignKey(
        "registry.HeritageProject",
        models.PROTECT,
        related_name="workshop_links",
        verbose_name=_("项目"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("相关项目")
        verbose_name_plural = _("相关项目")
        constraints = [
            models.UniqueConstraint(fields=["workshop", "project"], name="workshop_project_once")
        ]


class BasePicture(Orderable):
    """A picture of a base."""

    base = ParentalKey(PracticeBase, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.PROTECT,
        related_name="base_uses",
        verbose_name=_("图片"),
    )
    caption = models.CharField(_("图注"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")


class WorkshopPicture(Orderable):
    """A picture of a workshop."""

    workshop = ParentalKey(Workshop, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.PROTECT,
        related_name="workshop_uses",
        verbose_name=_("图片"),
    )
    caption = models.CharField(_("图注"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
