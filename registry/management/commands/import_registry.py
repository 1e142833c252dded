"""Import a list of projects or inheritors from a file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import XlsxFileError

from registry.importing.errors import BadOption, ImportRefused, UnusableFile, printable
from registry.importing.formats import FORMATS
from registry.importing.options import ImportOptions, level_option
from registry.importing.reporting import (
    check_report_path,
    summary_lines,
    write_refusal,
    write_report,
)
from registry.importing.rows import rows_of
from registry.importing.runs import check_file, run_import
from registry.importing.undoing import undo_run
from registry.importing.values import read_batch
from registry.models import ImportRow, ImportRun

LINES_SHOWN = 20
LONGEST_KEY = 15
"""Digits of a run's number; more than any database counts to."""
ALL_FINE, SOME_LEFT, UNUSABLE = 0, 1, 2


class Command(BaseCommand):
    """Exit status: 0 all rows went in, 1 some were refused or conflict, 2 nothing was done."""

    help = "导入代表性项目或传承人名录（CSV、XLSX、XLS、JSONL）；也可撤销一次导入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", help="要导入的文件")
        parser.add_argument("--format", help="文件格式：" + "、".join(FORMATS))
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--report", help="逐行报告写入此文件（.xlsx、.csv 或 .json）")
        parser.add_argument("--kind", default="auto", help="名录种类：auto、projects 或 inheritors")
        parser.add_argument("--level", default="区县级", help="文件没有级别列时的级别")
        parser.add_argument("--division", default="", help="谁的名录：区划代码，默认为本站区划")
        parser.add_argument("--batch", help="文件没有批次列时的批次，如 8")
        parser.add_argument("--date", default="", help="公布日期，如 2019-12-31")
        parser.add_argument("--act", default="", help="发文字号")
        parser.add_argument("--issuer", default="", help="发文机关")
        parser.add_argument("--category", default="", help="文件没有类别列时的类别")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="列名=字段",
            help="手工指定一列，可多次",
        )
        parser.add_argument("--overwrite-conflicts", action="store_true", help="有冲突时以文件为准")
        parser.add_argument("--draft", action="store_true", help="新记录存为草稿，不发布")
        parser.add_argument("--user", default="", help="记在哪位用户名下")
        parser.add_argument("--undo", metavar="导入编号", help="撤销一次导入")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            by = self._user(options["user"])
            undo = options["undo"]
            status = self._import(options, by) if undo is None else self._undo(str(undo), by)
        except ImportRefused as refusal:
            self.stderr.write(self.style.ERROR(refusal.message))
            status = UNUSABLE
        if status:
            sys.exit(status)

    def _import(self, options: dict[str, Any], by: Any) -> int:
        if not options["path"] or not options["format"]:
            raise BadOption(_("请写明要导入的文件和格式：import_registry 文件 --format 格式。"))
        path, report = Path(options["path"]), options["report"]
        if report:
            check_report_path(Path(report), path)
        chosen = self._options(options)
        run = ImportRun(
            format=options["format"],
            file_name=printable(path.name)[:255],
            options=chosen.as_json(),
            started_by=by,
            state=ImportRun.State.RUNNING,
        )
        try:
            if options["dry_run"]:
                plan = check_file(path, run.format, chosen, called=run.file_name).plan
                rows = rows_of(run, plan)
            else:
                run.save()
                plan = run_import(run, path, by=by)
                rows = list(run.rows.all())
        except UnusableFile as refusal:
            if report:
                write_refusal(Path(report), run.file_name, refusal.message)
            raise
        for line in summary_lines(plan.counts, plan.notices, dry_run=options["dry_run"]):
            self.stdout.write(line)
        self._show_problems(rows)
        if report:
            self._report(Path(report), run.file_name, rows)
        if not options["dry_run"]:
            self.stdout.write(
                _("导入编号 %(pk)d；撤销：manage.py import_registry --undo %(pk)d") % {"pk": run.pk}
            )
        bad = plan.counts[ImportRow.Outcome.REFUSED] + plan.counts[ImportRow.Outcome.CONFLICT]
        return SOME_LEFT if bad else ALL_FINE

    def _report(self, path: Path, file_name: str, rows: list[ImportRow]) -> None:
        try:
            write_report(path, file_name, rows)
        except (OSError, XlsxFileError) as problem:  # a full disk; the import itself stands
            self.stderr.write(_("报告没有写成（%(why)s），导入结果不受影响。") % {"why": problem})
        else:
            self.stdout.write(_("逐行报告：%(path)s") % {"path": printable(str(path))})

    def _options(self, options: dict[str, Any]) -> ImportOptions:
        columns: dict[str, str] = {}
        for given in options["column"]:
            heading, mark, field = given.partition("=")
            if not mark or not heading.strip() or not field.strip():
                raise BadOption(
                    _("看不懂 --column %(given)s。请写成 --column 项目名称=name。")
                    % {"given": given}
                )
            columns[heading.strip()] = field.strip()
        chosen = ImportOptions(
            kind=options["kind"],
            level=level_option(options["level"]),
            division=options["division"],
            batch=self._batch(options["batch"]),
            date=options["date"],
            act=options["act"],
            issuer=options["issuer"],
            category=options["category"],
            columns=columns,
            overwrite_conflicts=options["overwrite_conflicts"],
            publish=not options["draft"],
        )
        chosen.check()
        return chosen

    def _batch(self, given: Any) -> int | None:
        if given is None:
            return None
        said = read_batch(str(given))
        if said is None or said.ordinal is None:
            raise BadOption(_("看不懂批次“%(given)s”。请写成 8 或第八批。") % {"given": given})
        return said.ordinal

    def _show_problems(self, rows: list[ImportRow], limit: int = LINES_SHOWN) -> None:
        """The first refusals and conflicts; all of them are in the report."""
        bad = [row for row in rows if row.outcome in {"refused", "conflict"}]
        for row in bad[:limit]:
            for problem in row.problems:
                if problem["severity"] != "notice":
                    where = f"{row.sheet} " if row.sheet else ""
                    self.stdout.write(
                        f"  {where}第 {row.number} 行 {row.name}：{problem['column']} "
                        f"“{problem['value']}” {problem['reason']}{problem['remedy']}"
                    )
        if len(bad) > limit:
            self.stdout.write(
                _("  … 另有 %(n)d 行，用 --report 查看全部。") % {"n": len(bad) - limit}
            )

    def _undo(self, pk: str, by: Any) -> int:
        known = pk.isascii() and pk.isdigit() and len(pk) <= LONGEST_KEY
        run = ImportRun.objects.filter(pk=int(pk)).first() if known else None
        if run is None:
            raise BadOption(_("没有编号为 %(pk)s 的导入。") % {"pk": pk})
        result = undo_run(run, by=by)
        self.stdout.write(
            _("已撤销：删除 %(removed)d 条，恢复 %(restored)d 条。")
            % {"removed": result.removed, "restored": result.restored}
        )
        for line in result.kept[:LINES_SHOWN]:
            self.stdout.write("  " + line)
        if len(result.kept) > LINES_SHOWN:
            self.stdout.write(_("  … 另有 %(n)d 条。") % {"n": len(result.kept) - LINES_SHOWN})
        return SOME_LEFT if result.kept else ALL_FINE

    def _user(self, name: str) -> Any:
        if not name:
            return None
        user = get_user_model()._default_manager.filter(username=name).first()
        if user is None:
            raise BadOption(_("没有用户“%(name)s”。请检查 --user。") % {"name": name})
        return user
