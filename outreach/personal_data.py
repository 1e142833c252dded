"""What outreach holds of a person, for the download of one's data, and what goes with the account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.personal_data import register_erasure, register_provider
from accounts.models import User
from outreach.domain.erasing import erase_registrations
from outreach.models import Registration

NAME = "公益课程"


def registrations_of(user: User) -> list[dict[str, Any]]:
    """The person's own registrations with everything he told."""
    rows = Registration.objects.filter(user=user).order_by("pk")
    return [
        _told(row)
        for row in rows.select_related("session__programme", "session__venue", "feedback")
    ]


def _told(row: Registration) -> dict[str, Any]:
    answer = getattr(row, "feedback", None)
    return {
        _("场次"): row.session.shown_title,
        _("时间"): row.session.begins_at,
        _("场地"): row.session.venue.name,
        _("报名方式"): row.get_kind_display(),
        _("状态"): row.get_state_display(),
        _("联系人"): row.name,
        _("手机号或邮箱"): row.contact,
        _("学校或单位"): row.group_name,
        _("成人"): row.adults,
        _("未成年人"): row.minors,
        _("需要的照顾"): row.needs,
        _("报名时间"): row.registered_at,
        _("课后反馈"): {_("评价"): answer.rating, _("想说的话"): answer.text} if answer else None,
    }


def register() -> None:
    """Tell the accounts of it; called once, when outreach is ready."""
    register_provider(NAME, registrations_of)
    register_erasure(erase_registrations)
