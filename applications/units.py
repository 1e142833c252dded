"""Which units somebody acts for."""

from __future__ import annotations

from typing import Any

from accounts.models import Membership


def organisation_ids(user: Any) -> set[int]:
    """Primary keys of the units the user belongs to. One query; nobody signed in has none."""
    if not user.is_authenticated:
        return set()
    rows = Membership.objects.filter(user=user)
    return set(rows.values_list("organisation_id", flat=True))
