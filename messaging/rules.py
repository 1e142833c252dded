"""Who may read other people's messages and let them out."""

from __future__ import annotations

from typing import Any


def may_handle_messages(user: Any) -> bool:
    """Those who check and release; addresses and words are personal data, so nobody else reads them."""
    return bool(user.is_active and user.has_perm("messaging.release_message"))
