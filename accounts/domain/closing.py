"""Ends an account: wholly, or, where something must be kept, without a name to it."""

from __future__ import annotations

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from ..enums import UnitRole
from ..models import Membership, Phone, User
from ..queries import is_staff
from .personal_data import Retention, erase_of, kept_of


def obstacles(user: User) -> list[str]:
    """What the person has to do first."""
    found = []
    if is_staff(user) or user.is_superuser:
        found.append(_("工作人员账户由管理员停用：其操作记录是档案的一部分。请联系管理员。"))
    for membership in Membership.objects.filter(user=user, role=UnitRole.HEAD).select_related(
        "organisation"
    ):
        others = membership.organisation.memberships.exclude(user=user)
        if others.exists() and not others.filter(role=UnitRole.HEAD).exists():
            words = _("您是“%(unit)s”唯一的负责人，请先把负责人交给另一位成员。")
            found.append(words % {"unit": membership.organisation.name})
    return found


@transaction.atomic
def close_account(*, user: User, by: User) -> list[Retention]:
    """Delete the account, or anonymise and close it; the answer says what is kept, and why.

    个人信息保护法 article 47: deleted when the person asks, except while a law or an
    administrative regulation wants it kept. Only the person himself asks.
    """
    if user.pk != by.pk:
        raise ValidationError(_("只能注销自己的账户。"))
    user = User.objects.select_for_update().get(pk=user.pk)
    if found := obstacles(user):
        raise ValidationError(found)
    end_sessions(user)
    AccessAttempt.objects.filter(username=user.get_username()).delete()
    kept = kept_of(user)
    erase_of(user)
    if not kept:
        try:
            with transaction.atomic():
                _leave_units(user)
                user.delete()
            return []
        except (ProtectedError, RestrictedError):
            # A row of a room that told of no rule: better a closed account than a broken log.
            kept = [
                Retention(
                    what=_("您办理事项时留下的操作记录（不含姓名）"),
                    rule=_("《档案法》对机关档案完整的要求"),
                    until=_("与所属档案相同"),
                )
            ]
    _anonymise(user)
    return kept


def end_sessions(user: User, *, but: str = "") -> None:
    """Sign the person out everywhere, except in the session with this key."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()


def _anonymise(user: User) -> None:
    EmailAddress.objects.filter(user=user).delete()
    Phone.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    _leave_units(user)
    user.join_requests.all().delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.username = f"closed-{secrets.token_hex(10)}"
    user.display_name = _("已注销用户")
    user.email = user.last_name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()


def _leave_units(user: User) -> None:
    """Units nobody else acts for go with their only member."""
    for membership in Membership.objects.filter(user=user).select_related("organisation"):
        unit = membership.organisation
        membership.delete()
        if not unit.memberships.exists():
            try:
                with transaction.atomic():
                    unit.delete()
            except (
                ProtectedError,
                RestrictedError,
            ):  # its applications are kept, and so is its name
                continue
