"""Wagtail's question "may this user …?" for sessions: their rules answer; nobody deletes one here."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies.base import BasePermissionPolicy

from outreach import rules
from outreach.models import Session


class SessionPolicy(BasePermissionPolicy):
    """Looking at the list; what may be done with one session, its page asks."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("view", "change") and rules.may_view(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


policy = SessionPolicy(Session)
