"""The form of programmes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from outreach.admin.records.forms import ProgrammeForm
from registry.admin.panels.parts import text

PROGRAMME_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        text("title", _("公众看到的课程名称，如：直沽剪纸入门")),
                        FieldRowPanel(
                            [
                                text("kind", _("公益课、讲座、展演、节庆活动都计入年度目标")),
                                text("title_en", _("英文页面上用它；没有译名时留空")),
                            ]
                        ),
                        text("summary", _("显示在课程列表里，如：从对折开始，剪一张自己的窗花")),
                        FieldPanel("content", widget=forms.Textarea(attrs={"rows": 6})),
                    ],
                    heading=_("课程"),
                ),
                InlinePanel(
                    "projects",
                    [FieldPanel("project")],
                    heading=_("非遗项目"),
                    label=_("项目"),
                    help_text=_("课上教的代表性项目；课程会显示在这些项目的页面上"),
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel(
                            [
                                text("min_age", _("按周岁，如 6；不限则留空")),
                                text("max_age", _("按周岁，含这一岁，如 14；不限则留空")),
                            ]
                        ),
                        text(
                            "materials",
                            _(
                                "现场提供什么，参加者自己带什么，如：红纸、剪刀由现场提供，请自带围裙"
                            ),
                            widget=forms.Textarea(attrs={"rows": 3}),
                        ),
                        FieldPanel("cost"),
                    ],
                    heading=_("谁能参加"),
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel(
                            [
                                text("length", _("从开课到下课，如 90；每一场还可单独改")),
                                FieldPanel("set_up"),
                            ]
                        ),
                        text("group_size", _("新排的场次以它为名额，如 20；每一场还可单独改")),
                        text("active", _("不再开设的课程取消勾选：已经排定的场次不受影响")),
                    ],
                    heading=_("安排"),
                ),
            ],
            heading=_("课程"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "pictures",
                    [FieldPanel("image")],
                    heading=_("图片"),
                    label=_("图片"),
                    help_text=_("第一张用在课程列表里。请勿使用能认出未成年人的照片。"),
                )
            ],
            heading=_("图片"),
        ),
    ],
    base_form_class=ProgrammeForm,
)
