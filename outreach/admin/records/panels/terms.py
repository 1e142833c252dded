"""The form of school terms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

TERM_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("name"), FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])],
            heading=_("学期"),
            help_text=_("首尾两天都算，按区教育局公布的校历填写。学期里的节假日由工作日历避开。"),
        )
    ]
)
