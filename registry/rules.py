"""Who may do what in the registry: the three roles' permissions, and the questions views ask.

编辑 writes and submits, 审核 publishes and approves, 管理 does everything. The tables are applied
by a migration; a bureau may change its groups afterwards.
"""

from __future__ import annotations

from typing import Any

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER

RECORDS = ("heritageproject", "inheritor", "practicebase", "workshop", "creativeproduct")
SHARED = ("protectingunit", "act", "batch")
"""What records refer to and clerks must be able to add while they write one."""
VOCABULARIES = ("category", "division", "basetype", "yearlytarget")


def _permissions(actions: tuple[str, ...], models: tuple[str, ...]) -> set[str]:
    return {f"{action}_{model}" for model in models for action in actions}


_EDITOR = _permissions(("add", "change", "view"), RECORDS + SHARED) | _permissions(
    ("view",), VOCABULARIES
)
_REVIEWER = (
    _EDITOR
    | _permissions(("publish", "lock", "unlock", "delete"), RECORDS)
    | _permissions(("delete",), SHARED)
)
_ADMINISTRATOR = (
    _REVIEWER
    | _permissions(("add", "change", "delete"), VOCABULARIES)
    | {
        "change_personaldetails",
        "read_personaldetails",
        "view_personaldatareading",
        *_permissions(("add", "change", "view"), ("importrun",)),
    }
)

ROLE_PERMISSIONS: dict[str, set[str]] = {
    ROLE_EDITOR: _EDITOR,
    ROLE_REVIEWER: _REVIEWER,
    ROLE_ADMINISTRATOR: _ADMINISTRATOR,
}
"""Codenames of the registry's own permissions, by role."""


def may(user: Any, action: str, subject: Any) -> bool:
    """Whether the user may ``add``, ``change``, ``publish``, … rows of this model (or this row)."""
    meta = subject._meta
    return bool(user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}"))


def may_write_now(user: Any, record: Any) -> bool:
    """Whether no lock keeps the user from changing this very record."""
    lock = record.get_lock() if hasattr(record, "get_lock") else None
    return not (lock and lock.for_user(user))


def may_read_personal_data(user: Any) -> bool:
    """Whether the user may see sensitive personal data in full, for a reason that is logged."""
    return bool(user.has_perm("registry.read_personaldetails"))


def may_change_personal_data(user: Any) -> bool:
    """Whether the user may write sensitive personal data."""
    return bool(user.has_perm("registry.change_personaldetails"))


def may_see_reading_log(user: Any) -> bool:
    """Whether the user may see who read which sensitive data."""
    return bool(user.has_perm("registry.view_personaldatareading"))
