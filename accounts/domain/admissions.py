"""Invites people into a unit, and answers invitations and requests to be let in."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import notifications
from ..enums import AdmissionState, UnitRole
from ..models import Invitation, JoinRequest, Membership, Organisation, User
from ..models.phone import digests
from ..queries import invitations_for, is_head, open_invitations
from .unit_keeping import refuse_closed

VALID_FOR = timedelta(days=14)
ANSWERED = _("这一条已经处理过了。")


@transaction.atomic
def invite(*, organisation: Organisation, contact: str, role: str, by: User) -> Invitation:
    """Invite whoever holds this mailbox (lower case) or number (E.164).

    Whether he has an account is nowhere said. An earlier open invitation of his is replaced.
    """
    refuse_closed(_only_heads(organisation, by))
    phone = contact if contact.startswith("+") else ""
    names = {"phone_digest__in": digests(phone)} if phone else {"email__iexact": contact}
    open_invitations().filter(organisation=organisation, **names).update(
        state=AdmissionState.WITHDRAWN
    )
    invitation = Invitation.objects.create(
        organisation=organisation,
        email="" if phone else contact,
        phone=phone,
        phone_digest=digests(phone)[0] if phone else "",
        role=UnitRole(role),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    notifications.invited(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    _only_heads(invitation.organisation, by)
    _settle(invitation, AdmissionState.WITHDRAWN)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Membership:
    """Whoever has verified the mailbox or number it names becomes a member."""
    refuse_closed(_only_named(invitation, by))
    _settle(invitation, AdmissionState.ACCEPTED)
    return _member(invitation.organisation, by, invitation.role)


@transaction.atomic
def decline_invitation(*, invitation: Invitation, by: User) -> None:
    _only_named(invitation, by)
    _settle(invitation, AdmissionState.DECLINED)


@transaction.atomic
def admit(*, request: JoinRequest, by: User) -> Membership:
    """A head lets somebody in who asked, as an agent."""
    refuse_closed(_only_heads(request.organisation, by))
    _decide(request, AdmissionState.ACCEPTED, by)
    membership = _member(request.organisation, request.user, UnitRole.AGENT)
    notifications.let_in(request)
    return membership


@transaction.atomic
def refuse(*, request: JoinRequest, by: User) -> None:
    _only_heads(request.organisation, by)
    _decide(request, AdmissionState.DECLINED, by)


@transaction.atomic
def withdraw_request(*, request: JoinRequest, by: User) -> None:
    """Somebody asks no longer."""
    if request.user_id != by.pk:
        raise PermissionDenied
    _decide(request, AdmissionState.WITHDRAWN, by)


def _only_heads(organisation: Organisation, by: User) -> Organisation:
    """The unit as it is now, its row locked."""
    unit = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not is_head(by, unit):
        raise PermissionDenied
    return unit


def _only_named(invitation: Invitation, by: User) -> Organisation:
    """The unit as it is now, its row locked."""
    unit = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    if not invitations_for(by).filter(pk=invitation.pk).exists():
        raise PermissionDenied
    return unit


def _settle(invitation: Invitation, state: AdmissionState) -> None:
    rows = Invitation.objects.filter(pk=invitation.pk, state=AdmissionState.OPEN)
    if not rows.update(state=state):
        raise ValidationError(ANSWERED)


def _decide(request: JoinRequest, state: AdmissionState, by: User) -> None:
    rows = JoinRequest.objects.filter(pk=request.pk, state=AdmissionState.OPEN)
    if not rows.update(state=state, decided_at=timezone.now(), decided_by=by):
        raise ValidationError(ANSWERED)


def _member(organisation: Organisation, user: User, role: str) -> Membership:
    """Somebody who is a member already stays what he is."""
    membership, _new = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"role": role}
    )
    return membership
