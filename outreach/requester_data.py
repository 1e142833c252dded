"""What requests for classes hold of a person: for the download of one's data, and when the account goes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.personal_data import register_erasure, register_provider
from accounts.models import User
from outreach.domain.requesting import forget_requester
from outreach.models import ClassRequest
from outreach.request_progress import wished_days

NAME = "上课申请"


def requests_of(user: User) -> list[dict[str, Any]]:
    """The person's own requests with everything that was told."""
    rows = ClassRequest.objects.filter(user=user).select_related("division", "programme")
    return [_told(row) for row in rows.order_by("pk")]


def _told(row: ClassRequest) -> dict[str, Any]:
    return {
        _("编号"): row.number,
        _("状态"): row.get_state_display(),
        _("提交时间"): row.submitted_at,
        _("单位名称"): row.body_name,
        _("类型"): row.get_venue_type_display(),
        _("所在区域"): str(row.division or ""),
        _("上课地址"): row.address,
        _("想上的课"): str(row.programme or ""),
        _("希望怎样的课"): row.wish,
        _("谁来上课"): row.audience,
        _("人数"): row.group_size,
        _("希望的日期"): wished_days(row),
        _("联系人"): row.contact_name,
        _("手机号或邮箱"): row.contact,
    }


def register() -> None:
    """Tell the accounts of it; called once, when outreach is ready."""
    register_provider(NAME, requests_of)
    register_erasure(forget_requester)
