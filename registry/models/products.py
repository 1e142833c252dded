"""文创产品: creative products, who makes them, from which projects, and where to find them."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from registry.blocks import PARAGRAPH_FEATURES
from registry.enums import RecordKind
from registry.models.changes import RecordKey
from registry.models.record import Record


class TaggedProduct(ItemBase):
    """Ties a tag to a product."""

    tag = models.ForeignKey("taggit.Tag", models.CASCADE, related_name="registry_products")
    content_object = ParentalKey(
        "registry.CreativeProduct", on_delete=models.CASCADE, related_name="tagged_items"
    )


class CreativeProduct(Record):
    """A product drawn from heritage projects."""

    kind = RecordKind.PRODUCT

    maker_unit = models.ForeignKey(
        "registry.ProtectingUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("出品单位"),
    )
    maker_inheritor = models.ForeignKey(
        "registry.Inheritor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("作者（传承人）"),
    )
    maker_name = models.CharField(
        _("其他作者"), max_length=120, blank=True, help_text=_("作者不在名录中时填写")
    )
    description = RichTextField(_("介绍"), blank=True, features=PARAGRAPH_FEATURES)
    materials = models.CharField(_("材料与工艺"), max_length=200, blank=True)
    released_in = models.PositiveSmallIntegerField(
        _("推出年份"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(2200)],
    )
    where_to_find = models.TextField(_("哪里可以看到或买到"), blank=True)
    website = models.URLField(_("网址"), blank=True)
    tags = ClusterTaggableManager(through=TaggedProduct, blank=True, verbose_name=_("标签"))
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    class Meta:
        verbose_name = _("文创产品")
        verbose_name_plural = _("文创产品")
        ordering = ["name", "pk"]

    @property
    def maker(self) -> str:
        """The maker's name, wherever it is kept."""
        return str(self.maker_inheritor or self.maker_unit or self.maker_name or "")

    def dependants(self) -> set[RecordKey]:
        keys: set[RecordKey] = {
            (RecordKind.PROJECT, pk) for pk in self.projects.values_list("project_id", flat=True)
        }
        if self.maker_inheritor_id:
            keys.add((RecordKind.INHERITOR, self.maker_inheritor_id))
        return keys


class ProductProject(Orderable):
    """A project a product is drawn from."""

    product = ParentalKey(CreativeProduct, on_delete=models.CASCADE, related_name="projects")
    project = models.ForeignKey(
        "registry.HeritageProject",
        models.PROTECT,
        related_name="product_links",
        verbose_name=_("项目"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("相关项目")
        verbose_name_plural = _("相关项目")
        constraints = [
            models.UniqueConstraint(fields=["product", "project"], name="product_project_once")
        ]


class ProductPicture(Orderable):
    """A picture of a product."""

    product = ParentalKey(CreativeProduct, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.PROTECT,
        related_name="product_uses",
        verbose_name=_("图片"),
    )
    caption = models.CharField(_("图注"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
