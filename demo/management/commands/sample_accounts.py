"""Prints the sample accounts that exist, for those who try the site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from demo.accounts import ACCOUNTS


class Command(BaseCommand):
    help = "列出示例账号及密码。"

    def handle(self, *args: Any, **options: Any) -> None:
        present = set(
            User.objects.filter(username__in=[a.username for a in ACCOUNTS]).values_list(
                "username", flat=True
            )
        )
        for account in ACCOUNTS:
            if account.username in present:
                self.stdout.write(f"{account.role}　{account.login} / {account.password}")
        if not present:
            self.stdout.write("没有示例账号：运行 manage.py load_demo 时才会建立。")
