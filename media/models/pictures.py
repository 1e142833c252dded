"""Pictures and what is made of them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    get_rendition_upload_to,
    get_upload_to,
)
from wagtail.search import index

from ..enums import Access
from ..fields import PictureFileField
from ..storage import private_storage
from .querysets import HeritageImageQuerySet, cleared_for_publication
from .rights import RIGHTS_MISSING, HeldMedia, PersonShown, unguessable_path

ALTERNATIVE_MISSING = _("请填写替代文字，或勾选“纯装饰图片”。")


class HeritageImage(HeldMedia, AbstractImage):
    """A picture of a practice, a person, an object or a place."""

    title = models.CharField(_("标题"), max_length=255)
    file = PictureFileField(  # type: ignore[call-arg]
        verbose_name=_("图片文件"),
        upload_to=get_upload_to,
        storage=private_storage,
        width_field="width",
        height_field="height",
    )
    description = models.CharField(
        _("替代文字"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("给看不见图片的人读的一句话，说清画面里有什么。纯装饰图片除外，必填。"),
    )
    # Not `decorative`: AbstractImage.__init__ sets an attribute of that name.
    is_decorative = models.BooleanField(
        _("纯装饰图片"), default=False, help_text=_("不传达内容的花边、底纹等，读屏软件会跳过。")
    )

    objects = HeritageImageQuerySet.as_manager()

    admin_form_fields = (
        "title",
        "file",
        "description",
        "is_decorative",
        "caption",
        "credit",
        "rights_holder",
        "licence",
        "access",
        "captured_on",
        "captured_note",
        "source",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("caption"),
        index.SearchField("credit"),
        index.SearchField("rights_holder"),
        index.FilterField("access"),
        index.FilterField("licence"),
    ]

    class Meta:
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
        indexes = [models.Index(fields=["file"], name="media_image_file")]
        constraints = [
            models.CheckConstraint(
                name="media_image_public_has_alternative",
                condition=~Q(access=Access.PUBLIC) | Q(is_decorative=True) | ~Q(description=""),
                violation_error_message=ALTERNATIVE_MISSING,
            ),
            models.CheckConstraint(
                name="media_image_public_is_cleared",
                condition=~Q(access=Access.PUBLIC) | cleared_for_publication(),
                violation_error_message=RIGHTS_MISSING,
            ),
        ]

    def get_upload_to(self, filename: str) -> str:
        return unguessable_path("pictures", filename)

    @property
    def filename(self) -> str:
        """The name it came with; the stored one says nothing."""
        return self.original_name or super().filename

    @property
    def alternative_text(self) -> str:
        """What a screen reader says; empty for a decorative picture."""
        return "" if self.is_decorative else (self.description or self.title)

    @property
    def default_alt_text(self) -> str:
        return self.alternative_text

    def clean(self) -> None:
        super().clean()
        if self.access == Access.PUBLIC and self.lacks_alternative:
            raise ValidationError({"description": ALTERNATIVE_MISSING})

    @property
    def lacks_alternative(self) -> bool:
        """Whether a person who cannot see it would learn nothing."""
        return not self.is_decorative and not self.description.strip()


class HeritageRendition(AbstractRendition):
    """A smaller or re-encoded copy of a picture; guarded like the picture itself."""

    image = models.ForeignKey(HeritageImage, on_delete=models.CASCADE, related_name="renditions")
    file = WagtailImageField(
        upload_to=get_rendition_upload_to,
        storage=private_storage,
        width_field="width",
        height_field="height",
        max_length=150,
    )

    class Meta:
        verbose_name = _("图片的缩放副本")
        verbose_name_plural = _("图片的缩放副本")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="media_rendition_unique"
            )
        ]
        indexes = [models.Index(fields=["file"], name="media_rendition_file")]

    def get_upload_to(self, filename: str) -> str:
        return f"renditions/{filename}"


class PicturePerson(PersonShown):
    """A person who can be recognised in a picture."""

    picture = ParentalKey(HeritageImage, on_delete=models.CASCADE, related_name="people")

    holder_name = "picture"

    class Meta(PersonShown.Meta):
        verbose_name = _("画面中的人物")
        verbose_name_plural = _("画面中的人物")
