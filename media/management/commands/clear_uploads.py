"""Clear broken-off uploads, and take up checks that were cut short; meant to run once a day."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from media.domain.clearing import clear_abandoned, clear_orphans
from media.domain.holding import check_waiting
from media.limits import limit


class Command(BaseCommand):
    help = "清理中断已久的上传，并让没有检查完的文件重新接受检查。可以每天运行一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=limit("MEDIA_UPLOAD_KEPT_DAYS"),
            help="中断超过多少天的上传不再保留（默认 %(default)s）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["days"]
        if days < 1:
            raise CommandError("--days 请填 1 或更大的整数，否则会删掉正在上传的文件。")
        self.stdout.write(f"清理中断的上传：{clear_abandoned(days=days)} 个")
        self.stdout.write(f"清理无主的文件：{clear_orphans(days=days)} 个")
        self.stdout.write(f"重新检查：{check_waiting()} 个")
