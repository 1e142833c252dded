"""What this room itself holds of a person, for the download, and what of it must be kept."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from axes.models import AccessLog
from django.utils.translation import gettext as _

from ..models import User
from ..queries import has_second_factor, requests_of, units_of, verified_phone
from .personal_data import register_provider


def account_of(user: User) -> dict[str, Any]:
    return {
        _("姓名"): user.display_name,
        _("用户名"): user.username,
        _("电子邮箱"): [
            {_("地址"): row.email, _("已验证"): row.verified}
            for row in EmailAddress.objects.filter(user=user)
        ]
        or user.email,
        _("手机号"): verified_phone(user),
        _("注册时间"): user.date_joined,
        _("最近登录"): user.last_login,
        _("两步验证"): has_second_factor(user),
        _("角色"): [group.name for group in user.groups.all()],
    }


def units(user: User) -> list[dict[str, Any]]:
    return [
        {
            _("单位"): row.organisation.name,
            _("统一社会信用代码"): row.organisation.credit_code,
            _("身份"): row.get_role_display(),
            _("加入时间"): row.joined_at,
        }
        for row in units_of(user)
    ] + [{_("申请加入"): row.named, _("申请时间"): row.created_at} for row in requests_of(user)]


def sign_ins(user: User) -> list[dict[str, Any]]:
    """Of the log, and the sessions that are open."""
    log = AccessLog.objects.filter(username=user.get_username())
    past = [
        {_("登录时间"): row.attempt_time, _("网络地址"): row.ip_address, _("设备"): row.user_agent}
        for row in log
    ]
    now = [
        {
            _("登录时间"): row.created_at,
            _("网络地址"): row.ip,
            _("设备"): row.user_agent,
            _("在线"): True,
        }
        for row in UserSession.objects.filter(user=user)
    ]
    return now + past


register_provider("账户", account_of)
register_provider("单位", units)
register_provider("登录记录", sign_ins)
