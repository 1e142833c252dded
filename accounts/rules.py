"""Who keeps the units in order."""

from __future__ import annotations

from typing import Any


def may_keep_units(user: Any) -> bool:
    """Administrators: what they see there is who acts for whom, and how to reach them."""
    return bool(user.is_active and user.has_perm("accounts.change_organisation"))
