"""What staff do with a unit: correct what it is called and how it is reached, close it, open it again.

Each step is in the unit's history with who took it. The credit code says which unit it is and stays.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import Organisation, User
from ..rules import may_keep_units

CORRECT, CLOSE = "accounts.unit_correct", "accounts.unit_close"
REOPEN, READ = "accounts.unit_reopen", "accounts.unit_read_contact"
CORRECTABLE = ("name", "address", "contact_name", "contact_phone")
SHORTEST_REASON = 4


@transaction.atomic
def correct_unit(*, organisation: Organisation, by: User, **values: str) -> Organisation:
    """Change name, address or contact; the history names what was changed, and both names."""
    unit = _locked(organisation, by)
    if unknown := values.keys() - set(CORRECTABLE):
        raise TypeError(f"not to be changed here: {', '.join(sorted(unknown))}")
    changed = [
        name for name in CORRECTABLE if values.get(name, getattr(unit, name)) != getattr(unit, name)
    ]
    if not changed:
        return unit
    before = unit.name
    for name in changed:
        setattr(unit, name, values[name])
    unit.full_clean()
    unit.save(update_fields=changed)
    data: dict[str, Any] = {"fields": changed}
    if "name" in changed:
        data["names"] = [before, unit.name]
    log(instance=unit, action=CORRECT, user=by, data=data)
    return unit


@transaction.atomic
def close_unit(*, organisation: Organisation, reason: str, by: User) -> Organisation:
    """Nobody joins it any longer and it begins no application; what it has begun goes on."""
    unit = _locked(organisation, by)
    if unit.closed_at is not None:
        raise ValidationError(_("这个单位已经停用。"))
    unit.closed_at = timezone.now()
    unit.save(update_fields=["closed_at"])
    log(instance=unit, action=CLOSE, user=by, data={"reason": _reason(reason)})
    return unit


@transaction.atomic
def reopen_unit(*, organisation: Organisation, reason: str, by: User) -> Organisation:
    """It applies and takes people in as before."""
    unit = _locked(organisation, by)
    if unit.closed_at is None:
        raise ValidationError(_("这个单位没有停用。"))
    unit.closed_at = None
    unit.save(update_fields=["closed_at"])
    log(instance=unit, action=REOPEN, user=by, data={"reason": _reason(reason)})
    return unit


@transaction.atomic
def read_contact(*, organisation: Organisation, reason: str, by: User) -> str:
    """The telephone number, which lies encrypted; that it was read is in the history."""
    unit = _locked(organisation, by)
    log(instance=unit, action=READ, user=by, data={"reason": _reason(reason)})
    return unit.contact_phone


def refuse_closed(organisation: Organisation) -> None:
    """Raises ValidationError when staff have closed the unit."""
    if organisation.closed_at is not None:
        raise ValidationError(_("这个单位已停用，不能再增加成员。如有疑问，请与我们联系。"))


def _locked(organisation: Organisation, by: User) -> Organisation:
    if not may_keep_units(by):
        raise PermissionDenied(_("您没有管理申报单位的权限。"))
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _reason(text: str) -> str:
    reason = text.strip()
    if len(reason) < SHORTEST_REASON:
        raise ValidationError(_("请写明理由（至少 4 个字），它会记入单位的办理经过。"))
    return reason[:200]
