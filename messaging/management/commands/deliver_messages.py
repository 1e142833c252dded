"""manage.py deliver_messages: send what is due, once or for as long as it runs."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections
from django.utils.translation import gettext as _

from messaging.domain.delivery import deliver_due

INTERVAL = 2.0
"""Seconds between two looks: a code or a confirmation is expected at once."""


class Command(BaseCommand):
    """Without --follow: sends what is due, says how much, and ends."""

    # They would load every page's code and take as long as all the rest of the start.
    requires_system_checks = []
    help = "发出到期的通知（邮件与短信）。加 --follow 则持续运行，直到收到停止信号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--follow", action="store_true", help="持续运行")
        parser.add_argument(
            "--interval", type=float, default=INTERVAL, help="两次查看之间的秒数（默认 2）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["follow"]:
            self._follow(max(0.05, options["interval"]))
        else:
            sent = deliver_due()
            self.stdout.write(_("已发出 %(count)d 条通知。") % {"count": sent})

    def _follow(self, interval: float) -> None:
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: ended.set())
        while not ended.is_set():
            # One at a time: a signal to end waits for the message that is on its way, no longer.
            if not self._send_one():
                ended.wait(interval)

    def _send_one(self) -> bool:
        """Whether there was something; a database that is away is asked again later."""
        close_old_connections()
        try:
            return deliver_due(limit=1) > 0
        except OperationalError as error:
            self.stderr.write(_("数据库暂时没有回答，稍后再试：%(error)s") % {"error": error})
            return False
