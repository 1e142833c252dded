"""Deletes sign-ups that were never finished: nobody proved to hold their mailbox or number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import QuerySet
from django.utils import timezone

from ...models import User

DAYS = 7
# The names that signing up gives (signin.adapters); accounts that staff made have others.
SIGNED_UP = r"^u[0-9a-f]{20}$"


class Command(BaseCommand):
    help = "删去注册后没有完成验证、从未登录过的账户，把邮箱让给真正的主人。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS, help="注册多少天之后（默认 7）")

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - timedelta(days=options["days"])
        count = 0
        for user in unfinished().filter(date_joined__lt=before):
            user.delete()
            count += 1
        self.stdout.write(f"已删去 {count} 个没有完成验证的账户。")


def unfinished() -> QuerySet[User]:
    """Nobody is signed in before the code, so whoever never was has not finished."""
    return User.objects.filter(
        last_login=None, is_superuser=False, groups=None, username__regex=SIGNED_UP
    )
