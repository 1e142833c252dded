"""manage.py search_status: is the index what the database says? --repair makes it so."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from search import comparing, indexing, service
from search.comparing import Comparison
from search.interface import SearchUnavailable

NAMED = 10
"""Records named of each difference; --json names all."""


class Command(BaseCommand):
    """Exit status 0: all as it should be; 1: differences; 2: an engine does not answer."""

    # They would load every page's code and take as long as all the rest of the start.
    requires_system_checks = []
    help = (
        "逐条核对检索索引与名录：缺少、过时、多余的记录。"
        "退出状态：0 一致，1 有差异，2 引擎不可用。加 --repair 修复差异。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="修复发现的差异")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        indexing.collect()
        found = self._compare()
        if options["repair"]:
            for one in found:
                self._repair(one, quiet=options["json"])
            found = self._compare()
        if options["json"]:
            rows = [{**asdict(one), "ok": one.ok} for one in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for one in found:
                self._tell(one)
        status = 2 if any(not one.reachable for one in found) else 0
        status = status or int(any(one.different for one in found))
        if status:
            sys.exit(status)

    def _compare(self) -> list[Comparison]:
        expected = comparing.expected_versions()
        return [
            comparing.compare(target, engine, expected)
            for target, engine in service.targets().items()
        ]

    def _repair(self, found: Comparison, *, quiet: bool) -> None:
        if not found.reachable:
            return
        try:
            count = comparing.repair(found.target, service.targets()[found.target], found)
        except SearchUnavailable as error:
            self.stderr.write(f"{found.target}：{error}")
            return
        if count and not quiet:
            self.stdout.write(
                _("%(target)s：修复了 %(count)d 条。") % {"target": found.target, "count": count}
            )

    def _tell(self, one: Comparison) -> None:
        if not one.reachable:
            self.stdout.write(
                _("%(target)s：引擎不可用（%(detail)s）。更改已保留，恢复后自动补写。")
                % {"target": one.target, "detail": one.detail}
            )
            return
        self.stdout.write(
            _("%(target)s：名录 %(expected)d 条，索引 %(held)d 条，待写入 %(waiting)d 条。")
            % {
                "target": one.target,
                "expected": one.expected,
                "held": one.held,
                "waiting": one.waiting,
            }
        )
        for label, ids in (
            (_("索引中缺少"), one.missing),
            (_("索引中的内容已过时"), one.stale),
            (_("索引中多余（名录里没有或未公开）"), one.surplus),
            (_("多次写入失败，请查看日志"), one.failed),
        ):
            if ids:
                names = "、".join(ids[:NAMED]) + (" …" if len(ids) > NAMED else "")
                self.stdout.write(f"  {label} {len(ids)}：{names}")
        if one.ok:
            self.stdout.write("  " + _("一致。"))
        else:
            self.stdout.write("  " + _("运行 manage.py search_status --repair 可以修复。"))
