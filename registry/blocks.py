"""The blocks a project's narrative is written in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from registry.enums import Access, SectionKind

PARAGRAPH_FEATURES = ["bold", "italic", "ol", "ul", "link", "h4"]


class PictureBlock(blocks.StructBlock):
    """A picture inside the text, with a caption of its own."""

    image = ImageChooserBlock(label=_("图片"))
    caption = blocks.CharBlock(label=_("图注"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("图片")


class QuotationBlock(blocks.StructBlock):
    """Words of someone else, with where they stand."""

    text = blocks.TextBlock(label=_("引文"))
    source = blocks.CharBlock(label=_("出处"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("引文")


class SectionBodyBlock(blocks.StreamBlock):
    """What a section is made of."""

    paragraph = blocks.RichTextBlock(label=_("正文"), features=PARAGRAPH_FEATURES, icon="pilcrow")
    picture = PictureBlock()
    recording = SnippetChooserBlock("media.Recording", label=_("音视频"), icon="media")
    quotation = QuotationBlock()


class WordedChoiceBlock(blocks.ChoiceBlock):
    """A choice that shows as its words where versions are compared, not as the value kept."""

    def render_basic(self, value: Any, context: Any = None) -> str:
        labels = dict(self._constructor_kwargs["choices"])
        return str(labels.get(value, value or ""))


class SectionBlock(blocks.StructBlock):
    """One narrative section, with who may read it. The default is for everyone."""

    section = WordedChoiceBlock(label=_("栏目"), choices=SectionKind.choices)
    access = WordedChoiceBlock(
        label=_("公开范围"),
        choices=Access.choices,
        default=Access.PUBLIC,
        help_text=_("「内部」与「核心技艺保密」的内容不会出现在公众页面、检索和接口中。"),
    )
    body = SectionBodyBlock(label=_("内容"))

    class Meta:
        icon = "doc-full"
        label = _("栏目")


class NarrativeBlock(blocks.StreamBlock):
    """The narrative of a record: its sections in order.

    A browser without scripts shows no field for it and sends nothing: the form then refuses to
    save, where Wagtail's own block would fail.
    """

    section = SectionBlock()

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        if f"{prefix}-count" not in data:
            return self.empty_value()
        return super().value_from_datadict(data, files, prefix)

    class Meta:
        label = _("栏目")
