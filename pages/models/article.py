"""An article: a story told at length, or a page of plain words such as 关于我们."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from pages.blocks import ArticleBlock


class ArticlePage(Page):
    """A title, a few lines that lead in, a picture, and the text."""

    lead = models.TextField(
        _("导语"), max_length=200, blank=True, help_text=_("两三句话，首页和文章开头都会显示。")
    )
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("题图"),
    )
    author = models.CharField(_("作者"), max_length=60, blank=True)
    body = StreamField(ArticleBlock(), verbose_name=_("正文"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("author"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/article_page.html"

    class Meta:
        verbose_name = _("文章")
        verbose_name_plural = _("文章")
