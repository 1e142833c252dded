"""申报批次 and 申报表模板, as staff set them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views import snippets

from applications import rules
from applications.admin.columns import DayColumn
from applications.admin.menu import HOOK
from applications.admin.rounds.widgets import TickedCategories, TickedList
from applications.letters import PLACE_HOLDERS
from applications.models import FormTemplate, Round
from media.enums import FileKind
from registry.admin.views import CopyView, CreateView, DeleteView, EditView

WIDE = "registry-wide"


def publish_url(round_: Round) -> str:
    """Where a version is made."""
    return reverse("applications_publish_round", args=[round_.pk])


class AfterSaving:
    """A saved round changes nothing for applicants before it is published: the message says so."""

    def get_success_buttons(self) -> list[Any]:
        url = publish_url(self.object)  # type: ignore[attr-defined]
        return [messages.button(url, _("查看改动并发布"))]


class RoundCreateView(AfterSaving, CreateView):
    """A new round."""


class RoundCopyView(AfterSaving, CopyView):
    """Next year's round from this year's; its versions stay behind."""


class RoundEditView(AfterSaving, EditView):
    """A round, with the way to publish it."""

    def get_header_buttons(self) -> list[Any]:
        buttons = super().get_header_buttons()
        if not self.request.user.has_perm(rules.CONFIGURE):
            return buttons
        publish = HeaderButton(
            label=_("查看改动并发布"), url=publish_url(self.object), icon_name="upload"
        )
        return [publish, *buttons]


def version_words(round_: Any) -> str:
    """Whether it can be applied in, and by which version."""
    if round_.last_version is None:
        return _("尚未发布")
    return _("第 %(number)d 版") % {"number": round_.last_version}


def letters_help() -> str:
    """The words in braces that a text may have."""
    rows = format_html_join("，", "<code>{{{}}}</code> {}", PLACE_HOLDERS.items())
    return format_html("<p>{}{}。</p>", _("文本里可以用这些词："), rows)


def period(name: str) -> FieldRowPanel:
    """Days, and of which sort."""
    return FieldRowPanel([FieldPanel(f"{name}_days"), FieldPanel(f"{name}_unit")])


ROUND_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("year"), FieldPanel("ordinal")]),
                FieldRowPanel([FieldPanel("level"), FieldPanel("jurisdiction")]),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("introduction"),
                InlinePanel(
                    "kinds",
                    panels=[FieldRowPanel([FieldPanel("kind"), FieldPanel("template")])],
                    heading=gettext_lazy("可申报的类型"),
                    label=gettext_lazy("类型"),
                ),
            ],
            heading=gettext_lazy("批次"),
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [period("acceptance"), period("correction"), FieldPanel("corrections_allowed")],
                    heading=gettext_lazy("受理与补正"),
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("panel_size"), FieldPanel("quorum")]),
                        period("scoring"),
                    ],
                    heading=gettext_lazy("专家评审"),
                ),
                MultiFieldPanel([period("notice")], heading=gettext_lazy("公示")),
                FieldPanel("reminder_days"),
            ],
            heading=gettext_lazy("期限与人数"),
        ),
        ObjectList(
            [
                HelpPanel(content=lazy(letters_help, str)()),
                InlinePanel(
                    "letters",
                    panels=[FieldPanel("letter"), FieldPanel("subject"), FieldPanel("body")],
                    heading=gettext_lazy("本批次自己的文书文本（没有列出的用通用文本）"),
                    label=gettext_lazy("文书"),
                ),
            ],
            heading=gettext_lazy("文书"),
        ),
    ]
)


class RoundViewSet(snippets.SnippetViewSet):
    """申报批次."""

    model = Round
    icon = "calendar-alt"
    menu_label = gettext_lazy("申报批次")
    menu_name = "applications-rounds"
    menu_order = 20
    menu_hook = HOOK
    add_view_class = RoundCreateView
    copy_view_class = RoundCopyView
    edit_view_class = RoundEditView
    delete_view_class = DeleteView
    delete_template_name = "registry/admin/confirm_delete.html"
    search_backend_name = None
    list_per_page = 50
    list_display = [
        "title",
        Column("year", label=gettext_lazy("年度"), accessor="year", sort_key="year"),
        DayColumn("opens_at", label=gettext_lazy("开始申报"), sort_key="opens_at", classname=WIDE),
        DayColumn(
            "closes_at", label=gettext_lazy("截止申报"), sort_key="closes_at", with_time=True
        ),
        Column("version", label=gettext_lazy("发布"), accessor=version_words),
        Column("cases", label=gettext_lazy("申报数"), accessor="case_count", classname=WIDE),
    ]
    edit_handler = ROUND_PANELS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Round.objects.annotate(
            last_version=Max("versions__number"), case_count=Count("cases", distinct=True)
        )


KEY_HELP = gettext_lazy("英文短名，申报和评分都按它保存，用后勿改")
QUESTION_PANELS = [
    FieldRowPanel([FieldPanel("section"), FieldPanel("key", help_text=KEY_HELP)]),
    FieldRowPanel([FieldPanel("label"), FieldPanel("answer_type")]),
    FieldPanel("choices", widget=forms.Textarea(attrs={"rows": 2})),
    FieldPanel("help", widget=forms.Textarea(attrs={"rows": 2})),
    FieldPanel("example", widget=forms.Textarea(attrs={"rows": 2})),
    FieldRowPanel([FieldPanel("required"), FieldPanel("private")]),
    FieldRowPanel([FieldPanel("least"), FieldPanel("most")]),
    FieldPanel("article"),
]
MATERIAL_PANELS = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("key", help_text=KEY_HELP)]),
    FieldPanel("help", widget=forms.Textarea(attrs={"rows": 2})),
    FieldRowPanel([FieldPanel("required"), FieldPanel("private")]),
    FieldPanel("files", widget=TickedList(choices=FileKind.choices)),
    FieldRowPanel([FieldPanel("least_files"), FieldPanel("most_files")]),
    FieldPanel("most_megabytes"),
    FieldPanel("categories", widget=TickedCategories()),
    FieldPanel("article"),
]
RUBRIC_PANELS = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("points")]),
    FieldPanel("key", help_text=KEY_HELP),
    FieldPanel("description", widget=forms.Textarea(attrs={"rows": 2})),
]


class TemplateViewSet(snippets.SnippetViewSet):
    """申报表模板."""

    model = FormTemplate
    icon = "form"
    menu_label = gettext_lazy("申报表模板")
    menu_name = "applications-templates"
    menu_order = 25
    menu_hook = HOOK
    add_view_class = CreateView
    copy_view_class = CopyView
    edit_view_class = EditView
    delete_view_class = DeleteView
    delete_template_name = "registry/admin/confirm_delete.html"
    search_backend_name = None
    list_display = [
        "name",
        Column("kind", label=gettext_lazy("申报类型"), accessor="get_kind_display"),
        Column("questions", label=gettext_lazy("问题"), accessor="question_count"),
        Column("materials", label=gettext_lazy("材料"), accessor="material_count"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [FieldPanel("name"), FieldPanel("kind"), FieldPanel("description")],
                heading=gettext_lazy("模板"),
            ),
            ObjectList(
                [InlinePanel("questions", panels=QUESTION_PANELS, label=gettext_lazy("问题"))],
                heading=gettext_lazy("问题"),
            ),
            ObjectList(
                [InlinePanel("materials", panels=MATERIAL_PANELS, label=gettext_lazy("材料"))],
                heading=gettext_lazy("材料"),
            ),
            ObjectList(
                [InlinePanel("rubric_items", panels=RUBRIC_PANELS, label=gettext_lazy("评分项"))],
                heading=gettext_lazy("评分项"),
            ),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return FormTemplate.objects.annotate(
            question_count=Count("questions", distinct=True),
            material_count=Count("materials", distinct=True),
        )


def listing_buttons(row: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """发布, beside a round in the listing."""
    if not isinstance(row, Round) or not user.has_perm(rules.CONFIGURE):
        return []
    return [
        Button(_("查看改动并发布"), url=publish_url(row), icon_name="upload", priority=25),
    ]
