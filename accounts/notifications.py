"""Tells people about their units: on the site, and by mail or, where there is no mailbox, by SMS.

Everything goes through the outbox, in the transaction of what it tells of. Codes for signing in do
not (signin.adapters): they are secrets that no table should hold, and late they are worth nothing. Which language the
other reads is not known: a mail is in Chinese, and after that in the language of whoever acts when
it is another; an SMS is in Chinese.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_noop as _

from messaging.domain.queueing import queue_message

from .enums import UnitRole
from .models import Invitation, JoinRequest, Membership, User
from .queries import verified_email, verified_phone


def invited(invitation: Invitation) -> None:
    """To whoever is invited; the message opens nothing by itself (models.Invitation).

    Sealed: whoever that is has not yet said a word to us, so his address is kept no longer than
    it takes to write to him.
    """
    unit, address = invitation.organisation.name, invitation.email or invitation.phone
    text = _(
        "“%(unit)s”邀请您一起办理申报。请用收到本消息的邮箱或手机号注册、登录，在“我的账户”里答复。"
    )
    queue_message(
        key=f"unit-invitation-{invitation.pk}",
        to_address=address,
        subject=" / ".join(_said(_("邀请您加入申报单位"), address)),
        body="\n\n".join(_said(text, address, unit=unit)),
        about=_about(unit),
        url=reverse("account:overview"),
        sealed=True,
        by=invitation.invited_by,
    )


def asked(request: JoinRequest) -> None:
    """To the heads of the unit."""
    unit = request.organisation.name
    text = _("有人申请加入“%(unit)s”。请登录后在“我的账户”里核实身份并答复。")
    for head in User.objects.filter(
        memberships__organisation=request.organisation, memberships__role=UnitRole.HEAD
    ):
        key = f"unit-request-{request.pk}-head-{head.pk}"
        _tell(head, key, _("有人申请加入您的单位"), text, unit)


def let_in(request: JoinRequest) -> None:
    """To whoever asked."""
    unit = request.organisation.name
    text = _("“%(unit)s”已同意您加入。登录后即可为单位办理申报。")
    key = f"unit-request-{request.pk}-let-in"
    _tell(request.user, key, _("您已加入申报单位"), text, unit)


def removed(membership: Membership) -> None:
    """To whoever belongs to the unit no longer. Call it before the row is deleted."""
    unit = membership.organisation.name
    text = _("您已不再是“%(unit)s”的成员。如有疑问，请联系单位负责人。")
    key = f"unit-membership-{membership.pk}-removed"
    _tell(membership.user, key, _("您已退出申报单位"), text, unit)


def _tell(user: User, key: str, subject: str, text: str, unit: str) -> None:
    address = verified_email(user) or verified_phone(user) or user.email
    queue_message(
        key=key,
        to_user=user,
        to_address=address,
        subject=" / ".join(_said(subject, address)),
        body="\n\n".join(_said(text, address, unit=unit)),
        about=_about(unit),
        url=reverse("account:overview"),
    )


def _said(text: str, address: str, **fields: str) -> list[str]:
    """The text in each language it is sent in."""
    languages = [settings.LANGUAGE_CODE]
    if "@" in address and (acting := get_language()) and acting not in languages:
        languages.append(acting)
    said = []
    for language in languages:
        with override(language):
            said.append(gettext(text) % fields)
    return said


@override(settings.LANGUAGE_CODE)
def _about(unit: str) -> str:
    return (gettext("申报单位 %(unit)s") % {"unit": unit})[:200]
