"""Which units somebody acts for."""

from __future__ import annotations

from typing import Any

from accounts.models import Membership, Organisation


def organisation_ids(user: Any) -> set[int]:
    """Primary keys of the units the user belongs to. One query; nobody signed in has none."""
    if not user.is_authenticated:
        return set()
    rows = Membership.objects.filter(user=user)
    return set(rows.values_list("organisation_id", flat=True))


def is_closed(organisation: Organisation) -> bool:
    """Whether staff have closed the unit by now."""
    return Organisation.objects.filter(pk=organisation.pk, closed_at__isnull=False).exists()
