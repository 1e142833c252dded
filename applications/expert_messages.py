"""What experts are told: that they are asked, and that a day comes near. Titles only, no content.

In Chinese, as letters are, whatever the member of staff reads whose act they follow.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from applications.models import PanelMember
from applications.notifications import day_words
from messaging.domain.queueing import queue_message


@override(settings.LANGUAGE_CODE)
def invite(member: PanelMember) -> None:
    """Ask an expert to declare; in the transaction that names him."""
    _queue(
        member,
        key="invited",
        subject=_("评审邀请：%(title)s") % {"title": member.panel.case.title},
        body=_(
            "%(name)s：\n请您评审%(kind)s申报“%(title)s”。"
            "请先声明有无利害关系，声明之后才能看到申报材料。\n"
            "请在 %(due)s 前提交评分；不便参加也请告诉我们，以便另请专家。"
        ),
    )


@override(settings.LANGUAGE_CODE)
def remind(member: PanelMember, today: datetime.date) -> None:
    """Once a day at most: the day is part of the key."""
    late = member.panel.due_on < today
    wording = (
        _("%(name)s：\n“%(title)s”的评分期限 %(due)s 已过，还没有收到您的评分。请尽快登录提交。")
        if late
        else _("%(name)s：\n“%(title)s”的评分请在 %(due)s 前提交，现在还没有收到。")
    )
    _queue(
        member,
        key=f"reminded-{today.isoformat()}",
        subject=_("请提交评分：%(title)s") % {"title": member.panel.case.title},
        body=wording,
    )


@override(settings.LANGUAGE_CODE)
def thank(member: PanelMember) -> None:
    """Tell an expert who was replaced that nothing more is wanted of him."""
    _queue(
        member,
        key="replaced",
        subject=_("评审安排有变：%(title)s") % {"title": member.panel.case.title},
        body=_("%(name)s：\n“%(title)s”的评审已另作安排，您不用再评分了。感谢您的支持。"),
    )


def _queue(member: PanelMember, *, key: str, subject: str, body: str) -> None:
    case = member.panel.case
    words = {
        "name": member.expert.name,
        "title": case.title,
        "kind": case.get_kind_display(),
        "due": day_words(member.panel.due_on),
    }
    queue_message(
        key=f"panel-member-{member.pk}-{key}",
        to_user=member.expert.user,
        subject=subject,
        body=body % words,
        about=_("评审 %(number)s") % {"number": case.number},
        url=reverse("review:list"),
    )
