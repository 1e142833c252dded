"""The form of a heritage project."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from registry.admin.forms import ProjectForm
from registry.admin.panels.parts import (
    FIRST_PICTURE,
    names,
    needed,
    pictures,
    place_panel,
    text,
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
                text("inscribed_on", _("留空则采用批次或公文的公布日期")),
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
