"""The blocks an article is written in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class PictureBlock(blocks.StructBlock):
    """A picture with its caption; rights and credit come from the picture itself."""

    image = ImageChooserBlock(label=_("图片"))
    caption = blocks.CharBlock(label=_("图注"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("图片")
        template = "pages/blocks/picture.html"


class QuotationBlock(blocks.StructBlock):
    """Someone's own words, and who said them."""

    text = blocks.TextBlock(label=_("原话"))
    speaker = blocks.CharBlock(label=_("出自"), required=False, max_length=100)

    class Meta:
        icon = "openquote"
        label = _("引文")
        template = "pages/blocks/quotation.html"


class ArticleBlock(blocks.StreamBlock):
    """What an article is made of."""

    heading = blocks.CharBlock(
        label=_("小标题"), icon="title", max_length=60, template="pages/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(label=_("正文"), icon="pilcrow", features=TEXT_FEATURES)
    picture = PictureBlock()
    quotation = QuotationBlock()
