"""Wagtail's question "may this user …?" for units: one permission answers all of them."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies.base import BasePermissionPolicy

from ...models import Organisation
from ...rules import may_keep_units

ALLOWED = frozenset({"view", "change"})
"""Units register themselves, and none is deleted by hand: applications bear its name."""


class UnitPolicy(BasePermissionPolicy):
    """Seeing and correcting for administrators; nothing for anybody else."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ALLOWED and may_keep_units(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


policy = UnitPolicy(Organisation)
