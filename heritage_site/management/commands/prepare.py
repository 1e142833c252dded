"""Brings a trial or development site into a state in which it can be shown, in one process."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from registry.models import HeritageProject


class Command(BaseCommand):
    """Migrations, sample data where there are no records, the index, the sample accounts.

    Every step that has nothing to do says nothing and costs little, so it may run at each start.
    """

    help = "准备试用环境：数据库结构、示例数据（仅当没有任何记录时）、检索索引；最后列出示例账号。"

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if not HeritageProject.objects.exists():
            self.stdout.write("数据库里还没有记录，正在载入示例数据……")
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        call_command("search_status", repair=True, stdout=self.stdout, stderr=self.stderr)
        call_command("sample_accounts", stdout=self.stdout, stderr=self.stderr)
