"""Takes away a second factor whose device is lost. Only another administrator does that."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import User
from ..queries import has_second_factor
from .closing import end_sessions

RESET = "accounts.reset_second_factor"


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> None:
    """The person signs in with the password alone and sets up a new device at once.

    Written to the site's log with both names. Nobody resets his own: a session left open would do.
    """
    if not by.has_perm("accounts.change_user") or (user.is_superuser and not by.is_superuser):
        raise PermissionDenied
    if user.pk == by.pk:
        raise ValidationError(_("不能重置自己的两步验证，请另一位管理员来做。"))
    if not has_second_factor(user):
        raise ValidationError(_("这位用户没有开启两步验证。"))
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    log(instance=user, action=RESET, user=by, title=str(user))
