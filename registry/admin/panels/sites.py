"""The forms of practice bases and workshops."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from registry.admin.forms import SiteForm
from registry.admin.panels.parts import (
    FIRST_PICTURE,
    linked_projects,
    names,
    pictures,
    place_panel,
    text,
)


def site_panels(type_panels: list[Panel], further: list[Panel]) -> TabbedInterface:
    """The form of a base or a workshop."""
    return TabbedInterface(
        [
            ObjectList(
                [
                    names(_("与认定公文或门牌一致")),
                    MultiFieldPanel(
                        [
                            *type_panels,
                            FieldRowPanel([FieldPanel("host_unit"), FieldPanel("host_inheritor")]),
                            text("tags", _("多个标签用逗号或顿号隔开")),
                        ],
                        heading=_("主办"),
                    ),
                    linked_projects(_("在这里传承或展示的项目")),
                    place_panel(),
                ],
                heading=_("基本信息"),
            ),
            ObjectList(
                [
                    FieldPanel("introduction"),
                    MultiFieldPanel(
                        [
                            text("activities", _("来访者可以看什么、学什么、做什么")),
                            FieldPanel("opening_hours"),
                            FieldRowPanel([FieldPanel("capacity"), FieldPanel("booking")]),
                            FieldRowPanel([FieldPanel("public_phone"), FieldPanel("website")]),
                        ],
                        heading=_("来访"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("accessibility"),
                            text("accessibility_note", _("如：坡道在东门，请提前致电")),
                        ],
                        heading=_("无障碍"),
                    ),
                ],
                heading=_("介绍与来访"),
            ),
            ObjectList([pictures(FIRST_PICTURE)], heading=_("图片")),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("level"), FieldPanel("batch")]),
                            FieldRowPanel([FieldPanel("act"), FieldPanel("designated_on")]),
                            FieldRowPanel(
                                [
                                    FieldPanel("certificate_number"),
                                    FieldPanel("certificate_valid_until"),
                                ]
                            ),
                        ],
                        heading=_("认定"),
                    ),
                    *further,
                    PublishingPanel(),
                ],
                heading=_("认定与发布"),
            ),
        ],
        base_form_class=SiteForm,
    )


BASE_PANELS = site_panels(
    [
        text(
            "base_type",
            _("类型没有统一定义，由本单位在“词表与公文”中维护"),
            widget=forms.Select,
        )
    ],
    [],
)

WORKSHOP_PANELS = site_panels(
    [],
    [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("people_employed"), FieldPanel("employed_counted_on")]),
                text("premises", _("场所面积、主要设备")),
            ],
            heading=_("工坊情况"),
            help_text=_(
                "非遗工坊依托代表性项目或传统手工艺，有场所和设备，带动当地人就业"
                "（文化和旅游部等部门 2021 年 12 月的通知）。"
            ),
        )
    ],
)
