"""Tells people about their units, by mail or, where there is no mailbox, by SMS.

Sent after the commit. What cannot be sent is logged and undoes nothing: it stands on the account
page all the same.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from messaging import sms

from .enums import UnitRole
from .models import Invitation, JoinRequest, Organisation, User
from .queries import verified_email, verified_phone
from .signin.fields import is_phone

logger = logging.getLogger(__name__)


def invited(invitation: Invitation) -> None:
    """To whoever is invited; the message opens nothing by itself (models.Invitation)."""
    contact = invitation.email or invitation.phone
    text = _(
        "“%(unit)s”邀请您一起办理申报。请用收到本消息的邮箱或手机号注册、登录，在“我的账户”里答复：%(link)s"
    )
    _tell(contact, _("邀请您加入申报单位"), text, invitation.organisation)


def asked(request: JoinRequest) -> None:
    """To the heads of the unit."""
    text = _("有人申请加入“%(unit)s”。请登录后在“我的账户”里核实身份并答复：%(link)s")
    for head in User.objects.filter(
        memberships__organisation=request.organisation, memberships__role=UnitRole.HEAD
    ):
        _tell(_contact(head), _("有人申请加入您的单位"), text, request.organisation)


def let_in(request: JoinRequest) -> None:
    """To whoever asked."""
    text = _("“%(unit)s”已同意您加入。登录后即可为单位办理申报：%(link)s")
    _tell(_contact(request.user), _("您已加入申报单位"), text, request.organisation)


def removed(user: User, organisation: Organisation) -> None:
    text = _("您已不再是“%(unit)s”的成员。如有疑问，请联系单位负责人。%(link)s")
    _tell(_contact(user), _("您已退出申报单位"), text, organisation)


def _contact(user: User) -> str:
    return verified_email(user) or verified_phone(user) or user.email


def _tell(contact: str, subject: str, text: str, organisation: Organisation) -> None:
    link = settings.SITE_URL.rstrip("/") + reverse("account:overview")
    words = text % {"unit": organisation.name, "link": link}
    if contact:
        transaction.on_commit(lambda: _send(contact, subject, words))


def _send(contact: str, subject: str, words: str) -> None:
    site = settings.SITE_NAME
    try:
        if is_phone(contact):
            sms.send(contact, f"【{site}】{words}", purpose="unit")
        else:
            send_mail(f"{subject} — {site}", f"{words}\n\n{site}", None, [contact])
    except Exception:
        logger.exception("A message about a unit could not be sent")
