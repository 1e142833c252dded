"""The home page: what stands still on it. Records and counts come from the catalogue's index."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Page

from outreach.queries import archived
from pages.models.article import ArticlePage
from registry.enums import TargetMetric
from registry.queries import registered_projects, target_for


@dataclass(frozen=True, slots=True)
class Figure:
    """One yearly target as a quiet figure: how much is wanted, and how much is there."""

    label: str
    year: int
    wanted: int
    reached: int


class HomePage(Page):
    """One for the site: a line, a lead, words to try, a story."""

    line = models.CharField(
        _("题记"),
        max_length=20,
        blank=True,
        help_text=_("竖排在标题旁的一句话，十二个字以内最好。"),
    )
    lead = models.TextField(_("导语"), max_length=120, blank=True)
    words = models.CharField(
        _("大家在找"), max_length=100, blank=True, help_text=_("搜索框下的词，用顿号隔开。")
    )
    story = models.ForeignKey(
        ArticlePage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("首页故事"),
        help_text=_("不选时显示最近发布的一篇文章。"),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("line"),
        FieldPanel("lead"),
        FieldPanel("words"),
        PageChooserPanel("story", "pages.ArticlePage"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.ArticlePage"]
    max_count = 1
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["section"] = "home"
        context["words"] = [word for word in re.split(r"[、，,\s]+", self.words) if word]
        context["story"] = self.story_shown()
        context["figures"] = yearly_figures()
        return context

    def story_shown(self) -> ArticlePage | None:
        """The chosen story while it is published, else the newest one."""
        if self.story and self.story.live:
            return self.story
        newest = ArticlePage.objects.child_of(self).live().public()
        return newest.select_related("picture").order_by("-first_published_at").first()


def yearly_figures() -> list[Figure]:
    """The year's targets that are set, with what is registered and what is archived by now."""
    year = timezone.localdate().year
    figures = []
    for metric in TargetMetric:
        target = target_for(year, metric)
        if target is None:
            continue
        if metric is TargetMetric.REGISTERED_PROJECTS:
            reached = registered_projects(division=settings.SITE_DIVISION).count()
        else:
            reached = archived(year).count()
        figures.append(Figure(str(metric.label), target.year, target.value, reached))
    return figures
