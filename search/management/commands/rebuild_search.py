"""manage.py rebuild_search: a new index beside the old one, then the swap."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from search import indexing, service
from search.documents import published_count
from search.interface import SearchUnavailable
from search.progress import ProgressBar


class Command(BaseCommand):
    """Searches and edits go on meanwhile; edits are in the new index too."""

    # They would load every page's code and take as long as all the rest of the start.
    requires_system_checks = []
    help = "由名录重建检索索引：新索引建好后一步替换旧索引，期间检索与编辑照常。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--target",
            choices=service.target_names(),
            help="只重建这一个引擎的索引（默认全部）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for target, engine in service.targets().items():
            if options["target"] not in (None, target):
                continue
            bar = ProgressBar(_("重建 %(target)s") % {"target": target}, published_count())
            try:
                count = indexing.rebuild(target, engine, progress=bar)
            except SearchUnavailable as error:
                failed.append(f"{target}：{error}")
                continue
            bar.finish(count)
            self.stdout.write(
                _("%(target)s：已建好新索引，共 %(count)d 条记录。")
                % {"target": target, "count": count}
            )
        service.forget_old_formats()
        if failed:
            raise CommandError(
                _("以下索引没有重建成功，原来的索引保持不变，请待引擎恢复后再运行一次：")
                + "\n"
                + "\n".join(failed)
            )
