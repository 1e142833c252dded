"""Load streets and communities from a file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from registry.importing.divisions import load_divisions_file
from registry.importing.errors import ImportRefused


class Command(BaseCommand):
    """Exit status: 0 all rows went in, 1 some were refused, 2 nothing was done."""

    help = "登记或更名街道、乡镇（九位代码）和社区、村（十二位代码）：CSV、XLSX、XLS，列名“代码”“名称”。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="要导入的文件")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = load_divisions_file(path=Path(options["path"]), by=None)
        except ImportRefused as refusal:
            raise CommandError(refusal.message, returncode=2) from None
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages), returncode=2) from None
        entered = outcome.entered
        for number, problem in outcome.problems:
            value = f"“{problem.value}”" if problem.value else ""
            told = f"第 {number} 行 {problem.column}{value}：{problem.reason} {problem.remedy}"
            self.stderr.write(told.rstrip())
        self.stdout.write(
            f"新增 {len(entered.made)} 个，更名 {len(entered.renamed)} 个，"
            f"不变 {len(entered.unchanged)} 个，拒绝 {outcome.refused} 行。"
        )
        if outcome.refused:
            sys.exit(1)
