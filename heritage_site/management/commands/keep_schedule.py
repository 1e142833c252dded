"""Publishes, withdraws, opens and closes at the times staff have set, each minute; the day's work once a day."""

from __future__ import annotations

import datetime
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from heritage_site.daily import DailyRound

INTERVAL = 60
"""Seconds between two looks: staff set times to the minute."""


class Command(BaseCommand):
    help = "按时公开和撤下记录与页面、开放和截止课程报名，每天提醒期限、清理过期数据；持续运行，按 Ctrl-C 结束。"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.daily = DailyRound()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="只检查一次，每日的工作也做一次")

    def handle(self, *args: Any, **options: Any) -> None:
        ended = threading.Event()
        if options["once"]:
            if not self.look(timezone.now()):
                raise CommandError("有的工作没有完成，原因见上。")
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: ended.set())
        while True:
            self.look(timezone.now())
            if ended.wait(INTERVAL):
                return
            close_old_connections()

    def look(self, now: datetime.datetime) -> bool:
        """One look; whether all went well. A database that is away for a moment is asked again later.

        Publishing and registration come first: they are due to the minute, the day's work is not.
        """
        well = True
        try:
            call_command("publish_scheduled")
            call_command("keep_classes")
        except OperationalError as error:
            well = False
            self.stderr.write(f"数据库暂时没有回答，一分钟后再试：{error}")
        for name, failure in self.daily.go(now).items():
            well = False
            self.stderr.write(f"每日工作 {name} 没有完成，一小时后再试：{failure}")
        return well
