"""Wagtail's question "may this user …?" for requests: nobody adds or deletes one in the admin."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies.base import BasePermissionPolicy

from outreach import rules
from outreach.models import ClassRequest


class RequestPolicy(BasePermissionPolicy):
    """Reading the list and the pages."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("view", "change") and rules.may_see_requests(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


policy = RequestPolicy(ClassRequest)
