"""Forms of the five kinds of records, tab by tab, with help that says what to write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from registry.admin.forms import InheritorForm, ProjectForm, RecordForm, SiteForm


def text(field: str, help_text: Any = "", **kwargs: Any) -> FieldPanel:
    """A field with its help."""
    return FieldPanel(field, help_text=help_text, **kwargs)


def needed(field: str, help_text: Any = "", **kwargs: Any) -> FieldPanel:
    """A field that even a draft must have."""
    return FieldPanel(field, help_text=help_text, required_on_save=True, **kwargs)


def names(name_help: Any) -> MultiFieldPanel:
    """Name, pinyin, English name and address."""
    return MultiFieldPanel(
        [
            needed("name", name_help),
            FieldRowPanel([text("name_pinyin"), text("name_en", _("没有通行译名时留空"))]),
            text("slug"),
        ],
        heading=_("名称"),
    )


def place_panel(children: list[Panel] | None = None) -> MultiFieldPanel:
    """Division, address and point."""
    return MultiFieldPanel(
        [
            text("division", _("可按名称、拼音或区划代码查找；已撤销的区划也在其中")),
            *(children or []),
            text("address", _("写到门牌号；项目没有固定地点时留空")),
            FieldRowPanel([text("latitude"), text("longitude", _("WGS-84 坐标，单位为度"))]),
        ],
        heading=_("地点"),
    )


def pictures(help_text: Any) -> InlinePanel:
    """Pictures of a record."""
    return InlinePanel(
        "pictures",
        [
            FieldPanel("image"),
            text("caption", _("画面里是什么、何时、何地；不写则用图片自带的说明")),
        ],
        heading=_("图片"),
        label=_("图片"),
        help_text=help_text,
    )


def linked_projects(help_text: Any) -> InlinePanel:
    """Projects of a base, workshop or product."""
    return InlinePanel(
        "projects",
        [FieldPanel("project")],
        heading=_("相关项目"),
        label=_("项目"),
        help_text=help_text,
    )


FIRST_PICTURE = _(
    "排在第一的图片会用作列表和分享时的代表图。只有权利清楚、范围为“公开”的图片才会对外显示。"
)

INSCRIPTIONS = InlinePanel(
    "inscriptions",
    [
        FieldRowPanel([needed("level"), FieldPanel("batch"), FieldPanel("kind")]),
        FieldRowPanel(
            [
                text("code_as_written", _("按公文原样填写，如：Ⅷ-89；规范写法由系统得出")),
                text("sub_number", _("国家级名录的完整编号，如：Ⅷ-082_05_120102")),
            ]
        ),
        text("declaring_unit", _("公文里写的申报地区或单位，照录原文")),
        FieldRowPanel(
            [
                FieldPanel("act"),
                text("inscribed_on", _("留空则采用批次的公布日期")),
            ]
        ),
        FieldRowPanel(
            [
                text("removed_on", _("只在项目退出名录时填写")),
                FieldPanel("removal_act"),
            ]
        ),
    ],
    heading=_("列入名录"),
    label=_("一次列入"),
    help_text=_(
        "每一级、每一批各记一条，依据是公布名录的公文（《非物质文化遗产法》第十八条、第二十四条）。"
        "“新增”指开立新编号，“扩展”指加入其他地区已有的编号。"
    ),
)

PROJECT_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                names(_("与公布名录的公文一致，不加书名号；其他叫法写在下面“其他名称”里")),
                InlinePanel(
                    "names",
                    [FieldRowPanel([FieldPanel("kind"), needed("text")])],
                    heading=_("其他名称"),
                    label=_("名称"),
                    help_text=_("又称、俗称、曾用名都可检索；一条写一个名称"),
                ),
                MultiFieldPanel(
                    [
                        FieldPanel("category", widget=forms.Select),
                        text("tags", _("多个标签用逗号或顿号隔开，如：剪纸、春节")),
                        text("featured", _("勾选后可能出现在网站首页")),
                    ],
                    heading=_("分类"),
                ),
                place_panel([FieldPanel("place_as_declared")]),
            ],
            heading=_("基本信息"),
        ),
        ObjectList([INSCRIPTIONS], heading=_("列入名录")),
        ObjectList(
            [
                HelpPanel(
                    _(
                        "栏目依申报书的“项目说明”“项目论证”设置。每个栏目可设公开范围："
                        "“内部”和“核心技艺保密”的内容不会出现在公众页面、检索和接口中。"
                    )
                ),
                text(
                    "narrative",
                    _("点击加号添加栏目；公众页面总是按简介、历史渊源、基本内容……的顺序显示"),
                ),
            ],
            heading=_("项目说明"),
        ),
        ObjectList(
            [
                pictures(FIRST_PICTURE),
                InlinePanel(
                    "recordings",
                    [FieldPanel("recording")],
                    heading=_("音视频"),
                    label=_("音视频"),
                    help_text=_("请附文字稿，听不见或看不见的人靠它了解内容"),
                ),
                InlinePanel(
                    "documents",
                    [FieldPanel("document")],
                    heading=_("文件"),
                    label=_("文件"),
                    help_text=_("申报书、论文、调查报告等"),
                ),
                InlinePanel(
                    "sources",
                    [
                        needed("citation", _("作者、题名、出版者、年份、页码")),
                        FieldRowPanel([FieldPanel("url"), FieldPanel("consulted_on")]),
                    ],
                    heading=_("资料来源"),
                    label=_("来源"),
                    help_text=_("项目说明所依据的文献、采访或网页"),
                ),
            ],
            heading=_("图片与资料"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "assignments",
                    [
                        FieldPanel("unit"),
                        FieldRowPanel([FieldPanel("assigned_on"), FieldPanel("ended_on")]),
                        FieldPanel("act"),
                    ],
                    heading=_("保护单位"),
                    label=_("保护单位"),
                    help_text=_("保护单位调整时不要改旧的一条：给它写上终止日期，再添一条新的"),
                ),
                MultiFieldPanel(
                    [
                        FieldPanel("viability"),
                        text("viability_assessed_on", _("作出判断的日期")),
                    ],
                    heading=_("存续状况"),
                ),
                InlinePanel(
                    "relations",
                    [
                        FieldRowPanel(
                            [FieldPanel("other"), text("reason", _("如：同出一源、常同台演出"))]
                        )
                    ],
                    heading=_("相关项目"),
                    label=_("相关项目"),
                    help_text=_("同一编号的其他地区项目会自动互相链接，不必写在这里"),
                ),
                PublishingPanel(),
            ],
            heading=_("保护与关联"),
        ),
    ],
    base_form_class=ProjectForm,
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
                        FieldRowPanel([FieldPanel("project"), FieldPanel("kind")]),
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

PRODUCT_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                names(_("产品或系列的名称")),
                linked_projects(_("产品取材于哪些项目")),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("maker_inheritor"), FieldPanel("maker_unit")]),
                        FieldPanel("maker_name"),
                    ],
                    heading=_("作者与出品"),
                ),
                MultiFieldPanel(
                    [
                        FieldPanel("description"),
                        FieldRowPanel([FieldPanel("materials"), FieldPanel("released_in")]),
                        text("where_to_find", _("展馆、商店或网店的名称，不写个人电话")),
                        FieldPanel("website"),
                        text("tags", _("多个标签用逗号或顿号隔开")),
                    ],
                    heading=_("介绍"),
                ),
            ],
            heading=_("基本信息"),
        ),
        ObjectList([pictures(FIRST_PICTURE)], heading=_("图片")),
        ObjectList([PublishingPanel()], heading=_("发布")),
    ],
    base_form_class=RecordForm,
)
