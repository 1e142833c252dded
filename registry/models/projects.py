"""代表性项目: heritage projects and the rows that belong to one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from registry.blocks import NarrativeBlock
from registry.enums import NameKind, RecordKind, Viability
from registry.models.changes import RecordKey
from registry.models.place import Placed
from registry.models.record import Record


class TaggedProject(ItemBase):
    """Ties a tag to a project."""

    tag = models.ForeignKey(
        "taggit.Tag", models.CASCADE, related_name="registry_projects", verbose_name=_("标签")
    )
    content_object = ParentalKey(
        "registry.HeritageProject", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        verbose_name = _("项目标签")
        verbose_name_plural = _("项目标签")


class HeritageProject(Placed, Record):
    """A heritage project as one place declared it (UNESCO: element).

    Places that share a code are projects of their own that know each other through the code of
    their inscriptions.
    """

    kind = RecordKind.PROJECT

    category = models.ForeignKey(
        "registry.Category", models.PROTECT, related_name="projects", verbose_name=_("类别")
    )
    narrative = StreamField(NarrativeBlock(), blank=True, verbose_name=_("项目说明"))
    place_as_declared = models.CharField(
        _("申报地区（原文）"),
        max_length=200,
        blank=True,
        help_text=_("名录原文写法，如：天津市河东区"),
    )
    viability = models.CharField(
        _("存续状况评估"),
        max_length=12,
        choices=Viability.choices,
        default=Viability.UNKNOWN,
    )
    viability_assessed_on = models.DateField(_("评估日期"), null=True, blank=True)
    tags = ClusterTaggableManager(through=TaggedProject, blank=True, verbose_name=_("标签"))
    featured = models.BooleanField(_("首页推荐"), default=False)
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    search_fields = [
        *Record.search_fields,
        index.SearchField("place_as_declared"),
        index.FilterField("category_id"),
    ]

    class Meta(Placed.Meta):
        verbose_name = _("代表性项目")
        verbose_name_plural = _("代表性项目")
        ordering = ["category", "name", "pk"]

    def dependants(self) -> set[RecordKey]:
        related = self.relations_to.values_list("project_id", flat=True)
        keys: set[RecordKey] = {(RecordKind.PROJECT, pk) for pk in related}
        for kind, path in (
            (RecordKind.INHERITOR, "recognitions__inheritor_id"),
            (RecordKind.BASE, "base_links__base_id"),
            (RecordKind.WORKSHOP, "workshop_links__workshop_id"),
            (RecordKind.PRODUCT, "product_links__product_id"),
        ):
            pks = HeritageProject.objects.filter(pk=self.pk).values_list(path, flat=True)
            keys |= {(kind, pk) for pk in pks if pk}
        return keys


class ProjectName(Orderable):
    """A further name: 又称, 俗称, 曾用名, …"""

    project = ParentalKey(HeritageProject, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(
        _("种类"), max_length=10, choices=NameKind.choices, default=NameKind.ALSO
    )
    text = models.CharField(_("名称"), max_length=120)

    class Meta(Orderable.Meta):
        verbose_name = _("其他名称")
        verbose_name_plural = _("其他名称")
        constraints = [
            models.UniqueConstraint(fields=["project", "text"], name="project_name_once")
        ]

    def __str__(self) -> str:
        return self.text


class ProjectPicture(Orderable):
    """A picture of a project; the first one stands for it in listings."""

    project = ParentalKey(HeritageProject, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.PROTECT,
        related_name="project_uses",
        verbose_name=_("图片"),
    )
    caption = models.CharField(_("图注"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")


class ProjectRecording(Orderable):
    """A sound or video recording of a project."""

    project = ParentalKey(HeritageProject, on_delete=models.CASCADE, related_name="recordings")
    recording = models.ForeignKey(
        "media.Recording", models.PROTECT, related_name="project_uses", verbose_name=_("音视频")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("音视频")
        verbose_name_plural = _("音视频")


class ProjectDocument(Orderable):
    """A document about a project."""

    project = ParentalKey(HeritageProject, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        models.PROTECT,
        related_name="project_uses",
        verbose_name=_("文件"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("文件")
        verbose_name_plural = _("文件")


class ProjectSource(Orderable):
    """Where something said about a project comes from."""

    project = ParentalKey(HeritageProject, on_delete=models.CASCADE, related_name="sources")
    citation = models.CharField(_("文献或来源"), max_length=300)
    url = models.URLField(_("网址"), blank=True)
    consulted_on = models.DateField(_("查阅日期"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("资料来源")
        verbose_name_plural = _("资料来源")

    def __str__(self) -> str:
        return self.citation


class ProjectRelation(Orderable):
    """Another project worth knowing beside this one, and why."""

    project = ParentalKey(HeritageProject, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(
        HeritageProject, models.PROTECT, related_name="relations_to", verbose_name=_("相关项目")
    )
    reason = models.CharField(_("关系说明"), max_length=100, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("相关项目")
        verbose_name_plural = _("相关项目")
        constraints = [
            models.UniqueConstraint(fields=["project", "other"], name="project_relation_once"),
            models.CheckConstraint(
                condition=~models.Q(project=models.F("other")),
                name="project_relation_not_itself",
                violation_error_message=_("相关项目不能是项目自己。"),
            ),
        ]
