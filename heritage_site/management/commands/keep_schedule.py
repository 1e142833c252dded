"""Publishes and withdraws at the times staff have set, looking once a minute."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

INTERVAL = 60
"""Seconds between two looks: staff set times to the minute."""


class Command(BaseCommand):
    help = "按设定的时间公开和撤下记录与页面；持续运行，按 Ctrl-C 结束。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="只检查一次")

    def handle(self, *args: Any, **options: Any) -> None:
        ended = threading.Event()
        if not options["once"]:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: ended.set())
        while True:
            self.look()
            if options["once"] or ended.wait(INTERVAL):
                return
            close_old_connections()

    def look(self) -> None:
        """One look; a database that is away for a moment is asked again at the next."""
        try:
            call_command("publish_scheduled")
        except OperationalError as error:
            self.stderr.write(f"数据库暂时没有回答，一分钟后再试：{error}")
