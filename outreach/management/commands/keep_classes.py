"""Opens and closes registration by the clock and passes free seats on; keep_schedule asks every minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from outreach.domain.keeping import keep_minute


class Command(BaseCommand):
    help = "按时间开放和截止报名，名额空出后按顺序通知候补；可以重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        done = keep_minute()
        if any(done.values()):
            self.stdout.write(
                "开放报名 {opened} 场，截止报名 {closed} 场，通知候补 {served} 位。".format(**done)
            )
