"""The day's work for classes: reminders, questions afterwards, forgetting; keep_schedule asks once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from outreach.domain.keeping import keep_day


class Command(BaseCommand):
    help = "提醒明天上课的人，请上过课的人反馈，清除过期的报名信息；可以重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        done = keep_day()
        self.stdout.write(
            "提醒 {reminded} 位，请反馈 {asked} 位，清除 {forgotten} 份报名的个人信息。".format(
                **done
            )
        )
