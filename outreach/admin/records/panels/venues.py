"""The forms of venues, and of the way from one to another."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from outreach.admin.records.forms import VenueForm
from outreach.admin.records.panels.times import days_panel, weekly_panel
from registry.admin.panels.parts import place_panel, text

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
                weekly_panel(
                    "opening_hours",
                    begins=("opens", _("最早几点可以进场，如 08:30")),
                    ends=("closes", _("最晚几点必须结束，如 17:30")),
                    heading=_("每周开放时间"),
                    label=_("开放时间"),
                    help_text=_(
                        "一行是一周里的一段：星期六 09:00 到 17:00 填一行，中午不开放就填两行。"
                        "列出了任何一段，没有列出的时间都算不开放，排课时列为冲突；一段也不填，表示任何时候都可以使用。"
                    ),
                ),
                days_panel("closures", label=_("停用日期"), reason=_("如：期末考试、装修")),
            ],
            heading=_("开放时间与停用"),
        ),
    ],
    base_form_class=VenueForm,
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
