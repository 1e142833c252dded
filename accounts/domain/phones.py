"""Keeps people's phone numbers: one verified owner for each."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Phone, User
from ..models.phone import digests

TAKEN = _("这个手机号已被另一个账户使用。请换一个号码，或用它找回那个账户。")


def set_phone(*, user: User, number: str, verified: bool) -> Phone:
    """Give the user this number in place of what he had. A number verified elsewhere is refused."""
    values = {
        "number": number,
        "digest": digests(number)[0],
        "verified_at": timezone.now() if verified else None,
    }
    try:
        with transaction.atomic():
            # Rows written with an older key have another digest, which no constraint compares.
            if verified and verified_owner(number) not in (None, user):
                raise ValidationError(TAKEN, code="phone_taken")
            phone, _created = Phone.objects.update_or_create(user=user, defaults=values)
    except IntegrityError as error:
        raise ValidationError(TAKEN, code="phone_taken") from error
    return phone


def verified_owner(number: str) -> User | None:
    """Who has proved to hold this number."""
    row = (
        Phone.objects.of_number(number)
        .filter(verified_at__isnull=False)
        .select_related("user")
        .first()
    )
    return row.user if row else None
