"""Wagtail's question "may this user …?" for messages: one permission answers all of them."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies.base import BasePermissionPolicy

from ..models import Message
from ..rules import may_handle_messages

ALLOWED = frozenset({"view", "change"})
"""Nobody adds or deletes a message by hand, not even a superuser."""


class MessagePolicy(BasePermissionPolicy):
    """Reading and checking for those who release; nothing for anybody else."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ALLOWED and may_handle_messages(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


policy = MessagePolicy(Message)
