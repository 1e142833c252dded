"""Reminds of what is due and marks what is overdue; safe to run twice."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from applications.domain.deadlines import keep_deadlines

WORDS = {
    "reminded": "提醒申报人",
    "overdue": "新列为逾期",
    "moved": "因工作日历变化重算期限",
    "experts": "提醒专家",
    "appointments": "提醒预约",
    "sessions": "清理编辑状态",
    "tries": "清理查询次数",
}


class Command(BaseCommand):
    help = "每天一次：提醒将到期的，列出已逾期的。重复运行不会重复提醒。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--date", type=datetime.date.fromisoformat, help="按这一天办理（默认今天）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done = keep_deadlines(today=options["date"] or timezone.localdate())
        for name, number in done.items():
            self.stdout.write(f"{WORDS[name]}：{number}")
        if not done:
            self.stdout.write("今天没有需要提醒或列出的。")
