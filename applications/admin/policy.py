"""Wagtail's question "may this user …?" for cases: the desk answers; nobody adds or deletes one here."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies.base import BasePermissionPolicy

from applications import rules
from applications.models import Case


class CasePolicy(BasePermissionPolicy):
    """Looking at the queue; which cases stand in it, ``queries.office_cases`` tells."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("view", "change") and rules.works_on_cases(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


policy = CasePolicy(Case)
