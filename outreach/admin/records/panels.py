"""The forms of programmes, venues, teachers, travel times and terms."""

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

from outreach.admin.records.forms import ProgrammeForm, TeacherForm, VenueForm
from registry.admin.panels.parts import place_panel, text

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

VENUE_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        text("name", _("与门牌或单位名称一致")),
                        FieldRowPanel(
                            [
                                text("venue_type", _("年度进度按它分类：校园、社区、商圈、景区……")),
                                text("name_en", _("英文页面上用它；没有译名时留空")),
                            ]
                        ),
                        text("base", _("场地就是传习基地时选择它：课程会显示在基地的页面上")),
                        text(
                            "capacity", _("整个场地同时能容纳的人数，如 60；名额超过它会列为冲突")
                        ),
                        text(
                            "public_note",
                            _("公开：怎么进门、在几层、停车等，如：从东门进，二楼右手第一间"),
                        ),
                        text("active", _("不再使用的场地取消勾选：已经排定的场次不受影响")),
                    ],
                    heading=_("场地"),
                ),
                place_panel(),
                MultiFieldPanel(
                    [
                        FieldRowPanel(
                            [
                                FieldPanel("contact_name"),
                                text("contact_phone", _("如 022-24300000 或 13800000000")),
                            ]
                        ),
                        text("contact_email", _("没有邮箱和手机号的，请打电话确认后登记答复")),
                    ],
                    heading=_("联系"),
                    help_text=_(
                        "只有工作人员能看到。场次请对方确认时，先用邮箱，没有邮箱用手机号。"
                    ),
                ),
                FieldPanel("accessibility"),
            ],
            heading=_("基本信息"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "rooms",
                    [
                        FieldRowPanel(
                            [
                                text("name", _("如：三楼美术教室")),
                                text("capacity", _("如 30")),
                            ]
                        )
                    ],
                    heading=_("房间"),
                    label=_("房间"),
                    help_text=_(
                        "能同时各上各课的房间逐个列出；没有列出房间的场地同一时间只安排一场"
                    ),
                )
            ],
            heading=_("房间"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "opening_hours",
                    [
                        FieldRowPanel(
                            [
                                FieldPanel("weekday"),
                                text("opens", _("最早几点可以进场，如 08:30")),
                                text("closes", _("最晚几点必须结束，如 17:30")),
                            ]
                        )
                    ],
                    heading=_("每周开放时间"),
                    label=_("开放时间"),
                    help_text=_(
                        "一行是一周里的一段：星期六 09:00 到 17:00 填一行，中午不开放就填两行。"
                        "列出了任何一段，没有列出的时间都算不开放，排课时列为冲突；一段也不填，表示任何时候都可以使用。"
                    ),
                ),
                InlinePanel(
                    "closures",
                    [
                        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
                        text("reason", _("如：期末考试、装修")),
                    ],
                    heading=_("停用日期"),
                    label=_("停用日期"),
                    help_text=_("首尾两天都算。已经排在这些日子的场次会列为冲突，不会自动取消。"),
                ),
            ],
            heading=_("开放时间与停用"),
        ),
    ],
    base_form_class=VenueForm,
)

TEACHER_PANELS = TabbedInterface(
    [
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        text("name", _("公众看到的姓名")),
                        FieldPanel("inheritor"),
                        text(
                            "user",
                            _("老师有本站账号时选择；没有也不影响，请老师确认用下面的手机号或邮箱"),
                        ),
                        FieldRowPanel(
                            [
                                text("phone", _("如 13800000000"), widget=forms.TextInput),
                                text(
                                    "email",
                                    _("填了邮箱就发邮件，没有才发短信"),
                                    widget=forms.TextInput,
                                ),
                            ]
                        ),
                        text("active", _("暂不授课则取消勾选：已经排定的场次不受影响")),
                    ],
                    heading=_("老师"),
                    help_text=_("手机号和邮箱加密保存，只用来请老师确认场次和通知变动，不会公开。"),
                ),
                InlinePanel(
                    "projects",
                    [FieldPanel("project")],
                    heading=_("能教的项目"),
                    label=_("项目"),
                    help_text=_("一个也不填，表示任何课都可以安排。"),
                ),
            ],
            heading=_("基本信息"),
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        text(
                            "home_area",
                            _("找空档时，住得近的老师排在前面，如：大王庄街道"),
                        ),
                        text(
                            "weekly_most",
                            _("周一到周日最多上几场，如 5；超过时，发布前须解决或写明理由"),
                        ),
                    ],
                    heading=_("安排"),
                ),
                InlinePanel(
                    "availability",
                    [
                        FieldRowPanel(
                            [
                                FieldPanel("weekday"),
                                text("begins", _("最早几点开课，如 09:00")),
                                text("ends", _("最晚几点下课，如 17:00")),
                            ]
                        )
                    ],
                    heading=_("每周可授课时间"),
                    label=_("可授课时间"),
                    help_text=_(
                        "一行是一周里的一段。列出了任何一段，其余时间都算没有空，排课时列为冲突；一段也不填，表示任何时候都可以。"
                    ),
                ),
                InlinePanel(
                    "days_off",
                    [
                        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
                        text("reason", _("只有工作人员能看到")),
                    ],
                    heading=_("请假"),
                    label=_("请假"),
                    help_text=_("首尾两天都算。已经排在这些日子的场次会列为冲突，不会自动取消。"),
                ),
            ],
            heading=_("时间"),
        ),
    ],
    base_form_class=TeacherForm,
)

TRAVEL_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("origin"), FieldPanel("destination")]),
                text("minutes", _("从一处出门到另一处进门，按平时的交通估计")),
            ],
            heading=_("两处场地之间的路程"),
            help_text=_("两个方向相同，只登记一次。没有登记的按直线距离估算。"),
        )
    ]
)

TERM_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("name"), FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])],
            heading=_("学期"),
            help_text=_("首尾两天都算，按区教育局公布的校历填写。学期里的节假日由工作日历避开。"),
        )
    ]
)
