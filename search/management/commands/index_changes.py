"""manage.py index_changes: bring the search index up to date, once or for as long as it runs."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from search import indexing, service
from search.following import INTERVAL, Follower
from search.interface import SearchUnavailable


class Command(BaseCommand):
    """Without --follow: works off what waits, says what it did, and ends."""

    # They would load every page's code and take as long as all the rest of the start.
    requires_system_checks = []
    help = "把名录的更改写入检索索引。加 --follow 则持续运行，直到收到停止信号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--follow", action="store_true", help="持续运行")
        parser.add_argument(
            "--interval", type=float, default=INTERVAL, help="两次查看之间的秒数（默认 0.3）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["follow"]:
            self._follow(options["interval"])
        else:
            self._once()

    def _once(self) -> None:
        indexing.collect()
        away = []
        for target, engine in service.targets().items():
            try:
                done = indexing.drain(target, engine)
            except SearchUnavailable as error:
                away.append(f"{target}：{error}")
                continue
            self.stdout.write(
                _("%(target)s：写入 %(done)d 条。") % {"target": target, "done": done}
            )
        if away:
            raise CommandError(
                _("以下检索引擎暂时不可用，更改已保留，恢复后再运行一次即可：")
                + "\n"
                + "\n".join(away)
            )

    def _follow(self, interval: float) -> None:
        follower = Follower(interval=max(0.05, interval))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: follower.stop())
        self.stdout.write(_("正在持续更新检索索引，按 Ctrl-C 结束。"))
        self.stdout.flush()
        follower.start()
        follower.wait()
