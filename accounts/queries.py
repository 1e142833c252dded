"""What is asked about people: how they can be reached, and who belongs to which unit."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, Q, QuerySet
from django.utils import timezone

from safeguards.statements import Given, Statement

from .enums import AdmissionState, UnitRole
from .models import Invitation, JoinRequest, Membership, Organisation, Phone, User
from .models.phone import digests

STAFF_PERMISSION = "wagtailadmin.access_admin"


def verified_emails_of(user: Given) -> QuerySet[EmailAddress, tuple[str]]:
    """For a statement that asks for more: the first one is the mailbox of ``verified_email``."""
    rows = EmailAddress.objects.filter(user_id=user, verified=True)
    return rows.order_by("-primary", "pk").values_list("email")


_VERIFIED_EMAILS = Statement(lambda: verified_emails_of(Given("user", BigIntegerField())))


def is_staff(user: User | AnonymousUser) -> bool:
    """May enter the administration."""
    return user.has_perm(STAFF_PERMISSION)


def has_second_factor(user: User | AnonymousUser) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def verified_email(user: User) -> str:
    """The mailbox the person has proved to read, or nothing."""
    found = _VERIFIED_EMAILS.first(user=user.pk)
    return found[0] if found else ""


def verified_phone(user: User) -> str:
    """The number (E.164) the person has proved to hold, or nothing."""
    row = Phone.objects.filter(user=user, verified_at__isnull=False).first()
    return row.number if row else ""


def can_be_reached(user: User) -> bool:
    return bool(verified_email(user) or verified_phone(user))


def units_of(user: User) -> QuerySet[Membership]:
    """The person's units, with what he is there."""
    return Membership.objects.filter(user=user).select_related("organisation")


def organisations_of(user: User) -> QuerySet[Organisation]:
    return Organisation.objects.filter(memberships__user=user)


def open_organisations_of(user: User) -> QuerySet[Organisation]:
    """Those that may begin something: staff have not closed them."""
    return organisations_of(user).filter(closed_at=None)


def is_head(user: User, organisation: Organisation) -> bool:
    return organisation.memberships.filter(user=user, role=UnitRole.HEAD).exists()


def invitations_for(user: User) -> QuerySet[Invitation]:
    """Open invitations that name the mailbox or the number this person has verified."""
    named = Q(pk__in=[])
    if email := verified_email(user):
        named |= Q(email__iexact=email)
    if phone := verified_phone(user):
        named |= Q(phone_digest__in=digests(phone))
    return open_invitations().filter(named).select_related("organisation")


def open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(state=AdmissionState.OPEN, expires_at__gt=timezone.now())


def open_requests(organisation: Organisation) -> QuerySet[JoinRequest]:
    return organisation.join_requests.filter(state=AdmissionState.OPEN).select_related("user")


def requests_of(user: User) -> QuerySet[JoinRequest]:
    """What the person has asked for and not been answered."""
    return JoinRequest.objects.filter(user=user, state=AdmissionState.OPEN)
