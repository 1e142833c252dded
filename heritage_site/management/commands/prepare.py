"""Brings a trial or development site into a state in which it can be shown, in one process."""

from __future__ import annotations

import contextlib
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from registry.models import HeritageProject
from search import service
from search.documents import published_count
from search.interface import Engine, SearchUnavailable


class Command(BaseCommand):
    """Migrations, sample data where there are no records, the index, the sample accounts.

    Every step that has nothing to do says nothing and costs little, so it may run at each start.
    """

    help = "准备试用环境：数据库结构、示例数据（仅当没有任何记录时）、检索索引；最后列出示例账号。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.call("migrate", interactive=False, verbosity=0)
        self.call("load_workdays")
        if not HeritageProject.objects.exists():
            self.stdout.write("数据库里还没有记录，正在载入示例数据……")
            self.call("load_demo")
        self.index()
        self.call("sample_accounts")

    def index(self) -> None:
        """Make the indexes that are missing, mend those of another size. No engine stops a start.

        Comparing every record would take as long as all else together: `search_status` does it.
        """
        for name, engine in service.targets().items():
            if not _answers(engine):
                try:
                    self.call("rebuild_search", target=name)
                except CommandError as error:
                    self.stderr.write(str(error))
        count = published_count()
        if all(_documents(engine) == count for engine in service.targets().values()):
            return
        with contextlib.suppress(SystemExit):  # it has said what it could not mend
            self.call("search_status", repair=True)

    def call(self, name: str, **options: Any) -> None:
        call_command(name, stdout=self.stdout, stderr=self.stderr, **options)


def _documents(engine: Engine) -> int:
    try:
        return engine.health().documents
    except SearchUnavailable:
        return -1


def _answers(engine: Engine) -> bool:
    try:
        return engine.health().ok
    except SearchUnavailable:
        return False
