"""Sample accounts: one for each role, with passwords anyone can read. Never for a real registry."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER
from accounts.models import User


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """One account as the start of the sample site prints it."""

    username: str
    password: str
    role: str
    display_name: str


ACCOUNTS = (
    SampleAccount("editor", "feiyi-bianji-2026", ROLE_EDITOR, "示例编辑"),
    SampleAccount("reviewer", "feiyi-shenhe-2026", ROLE_REVIEWER, "示例审核"),
    SampleAccount("admin", "feiyi-guanli-2026", ROLE_ADMINISTRATOR, "示例管理"),
)


def close_accounts() -> None:
    """Nobody can sign in with a sample account any more; what they did stays in the logs."""
    for user in User.objects.filter(username__in=[account.username for account in ACCOUNTS]):
        user.is_active = False
        user.set_unusable_password()
        user.save()


def create_accounts() -> dict[str, User]:
    """The three accounts by role; those that exist are left as they are."""
    users = {}
    for account in ACCOUNTS:
        user = User.objects.filter(username=account.username).first()
        if user is None:
            user = User.objects.create_user(
                account.username, password=account.password, display_name=account.display_name
            )
            user.groups.add(Group.objects.get(name=account.role))
        elif not user.is_active:
            user.is_active = True
            user.set_password(account.password)
            user.save()
        users[account.role] = user
    return users
