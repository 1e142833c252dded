"""Founds units here, and changes who acts for them. The last head cannot go."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from .. import notifications
from ..enums import UnitRole
from ..models import JoinRequest, Membership, Organisation, User
from ..queries import is_head
from .unit_keeping import refuse_closed

LAST_HEAD = _("单位至少要有一位负责人。请先把负责人交给另一位成员。")


def found_or_ask(
    *,
    name: str,
    credit_code: str,
    contact_name: str,
    contact_phone: str,
    by: User,
    address: str = "",
    message: str = "",
) -> Membership | JoinRequest:
    """Register the unit with this person as its head, or, where the code is here, ask its heads.

    Who asks learns only that the unit is registered: neither its name as registered nor its people.
    """
    unit = Organisation(
        name=name,
        credit_code=credit_code,
        contact_name=contact_name,
        contact_phone=contact_phone,
        address=address,
    )
    unit.clean_fields()
    try:
        with transaction.atomic():
            unit.save()
            return Membership.objects.create(organisation=unit, user=by, role=UnitRole.HEAD)
    except IntegrityError:
        existing = Organisation.objects.filter(credit_code=credit_code).first()
        if existing is None:
            raise
    return ask(organisation=existing, named=name, message=message, by=by)


@transaction.atomic
def ask(*, organisation: Organisation, named: str, message: str, by: User) -> JoinRequest:
    """Ask the heads to be let in; asking again changes nothing."""
    refuse_closed(_locked(organisation))
    if organisation.memberships.filter(user=by).exists():
        raise ValidationError(_("您已经是这个单位的成员。"))
    request, new = JoinRequest.objects.get_or_create(
        organisation=organisation,
        user=by,
        state="open",
        defaults={"named": named, "message": message},
    )
    if new:
        notifications.asked(request)
    return request


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> Membership:
    """A head makes somebody a head, or an agent again."""
    membership = _for_head(membership, by)
    if role != UnitRole.HEAD:
        _another_head(membership)
    membership.role = UnitRole(role)
    membership.save(update_fields=["role"])
    return membership


@transaction.atomic
def hand_over(*, membership: Membership, by: User) -> Membership:
    """A head makes this member head in his own place and becomes an agent."""
    membership = _for_head(membership, by)
    if membership.user_id == by.pk:
        raise ValidationError(_("请选择另一位成员。"))
    Membership.objects.filter(pk=membership.pk).update(role=UnitRole.HEAD)
    own = Membership.objects.filter(organisation=membership.organisation_id, user=by)
    own.update(role=UnitRole.AGENT)
    membership.refresh_from_db()
    return membership


@transaction.atomic
def remove(*, membership: Membership, by: User) -> None:
    """A head takes somebody out, or somebody leaves himself."""
    if membership.user_id == by.pk:
        _locked(membership.organisation)
        membership = Membership.objects.get(pk=membership.pk)
    else:
        membership = _for_head(membership, by)
    _another_head(membership)
    notifications.removed(membership)
    membership.delete()


@transaction.atomic
def change_unit(*, organisation: Organisation, by: User, **values: str) -> Organisation:
    """A head changes name, address and contact; the credit code says which unit it is and stays."""
    unit = _locked(organisation)
    if not is_head(by, unit):
        raise PermissionDenied
    if unknown := set(values) - {"name", "address", "contact_name", "contact_phone"}:
        raise TypeError(f"not to be changed here: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(unit, name, value)
    unit.full_clean()
    unit.save()
    return unit


def _for_head(membership: Membership, by: User) -> Membership:
    """The row as it is now, its unit locked, if ``by`` is a head there."""
    unit = _locked(membership.organisation)
    if not is_head(by, unit):
        raise PermissionDenied
    found = unit.memberships.filter(pk=membership.pk).first()
    if found is None:
        raise ValidationError(_("这位成员已经不在这个单位。"))
    return found


def _another_head(membership: Membership) -> None:
    if membership.role != UnitRole.HEAD:
        return
    heads = Membership.objects.filter(organisation=membership.organisation_id, role=UnitRole.HEAD)
    if not heads.exclude(pk=membership.pk).exists():
        raise ValidationError(LAST_HEAD, code="last_head")


def _locked(organisation: Organisation) -> Organisation:
    """The unit's row, so that two heads who leave at once leave one after the other."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)
