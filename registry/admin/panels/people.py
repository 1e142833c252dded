"""The form of an inheritor or bearer group."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from registry.admin.forms import InheritorForm
from registry.admin.panels.parts import (
    names,
    needed,
    text,
)

INHERITOR_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                names(_("与认定公文一致；团体写团体全称")),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("bearer_kind"), FieldPanel("ethnicity")]),
                        FieldRowPanel([FieldPanel("sex"), FieldPanel("portrait")]),
                        FieldRowPanel([FieldPanel("birth_year"), FieldPanel("death_year")]),
                        text("honours", _("如：中国工艺美术大师（2006 年）")),
                        FieldPanel("members"),
                    ],
                    heading=_("个人或团体"),
                    help_text=_(
                        "性别、民族、年份、生平和肖像只在本人同意后公开（见“公开与同意”）。"
                        "身份证号、电话、住址等敏感信息不写在这里：保存后从列表的“敏感个人信息”进入。"
                    ),
                ),
                MultiFieldPanel(
                    [
                        text("division", _("可按名称、拼音或区划代码查找")),
                        text("place_as_declared", _("名录原文写法")),
                    ],
                    heading=_("地区"),
                ),
            ],
            heading=_("基本信息"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "recognitions",
                    [
                        FieldPanel("project"),
                        FieldRowPanel([needed("level"), FieldPanel("batch"), FieldPanel("number")]),
                        FieldRowPanel([FieldPanel("act"), FieldPanel("recognised_on")]),
                        FieldRowPanel([FieldPanel("standing"), FieldPanel("standing_since")]),
                        FieldPanel("standing_reason"),
                    ],
                    heading=_("认定"),
                    label=_("认定"),
                    help_text=_(
                        "每一级、每个项目各记一条。取消资格、去世等改“状态”，不删除认定"
                        "（《国家级非物质文化遗产代表性传承人认定与管理办法》第二十二条、第二十三条）。"
                    ),
                ),
            ],
            heading=_("认定"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "masters",
                    [
                        FieldPanel("master"),
                        FieldRowPanel(
                            [
                                text("project", _("留空则算作这个人被认定的每个项目的传承")),
                                FieldPanel("kind"),
                            ]
                        ),
                        FieldRowPanel([FieldPanel("from_year"), FieldPanel("to_year")]),
                        text("source", _("依据：申报书、拜师帖、本人口述等")),
                    ],
                    heading=_("师承"),
                    label=_("师父"),
                    help_text=_(
                        "写这个人的师父；徒弟写在徒弟自己的记录里。前辈未被认定也可建一条记录。"
                    ),
                ),
                FieldPanel("biography"),
            ],
            heading=_("师承与生平"),
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("consent"), FieldPanel("consent_on")]),
                        text("consent_text", _("本人同意公开的内容和范围，照录原文")),
                        text("consent_document", _("扫描件请存为“内部”")),
                    ],
                    heading=_("公开个人信息的同意"),
                    help_text=_(
                        "《个人信息保护法》第十三条、第十四条、第十五条：公开须经本人同意，本人可以撤回。"
                        "未征得同意时，公众页面只显示名录本来公布的姓名、项目和批次。"
                    ),
                ),
                PublishingPanel(),
            ],
            heading=_("公开与同意"),
        ),
    ],
    base_form_class=InheritorForm,
)
