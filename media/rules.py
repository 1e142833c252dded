"""Who may read a file that is not public."""

from __future__ import annotations

from typing import Any

import rules


@rules.predicate
def works_here(user: Any) -> bool:
    """A signed-in member of staff: someone who may enter the administration."""
    return bool(user.is_active and user.has_perm("wagtailadmin.access_admin"))
