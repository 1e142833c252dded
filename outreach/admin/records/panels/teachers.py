"""The form of teachers."""

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

from outreach.admin.records.forms import TeacherForm
from outreach.admin.records.panels.times import days_panel, weekly_panel
from registry.admin.panels.parts import text

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
                weekly_panel(
                    "availability",
                    begins=("begins", _("最早几点开课，如 09:00")),
                    ends=("ends", _("最晚几点下课，如 17:00")),
                    heading=_("每周可授课时间"),
                    label=_("可授课时间"),
                    help_text=_(
                        "一行是一周里的一段。列出了任何一段，其余时间都算没有空，排课时列为冲突；一段也不填，表示任何时候都可以。"
                    ),
                ),
                days_panel("days_off", label=_("请假"), reason=_("只有工作人员能看到")),
            ],
            heading=_("时间"),
        ),
    ],
    base_form_class=TeacherForm,
)
