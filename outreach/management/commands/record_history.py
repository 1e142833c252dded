"""补录 from the server's command line: sessions that were held before this software."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from outreach.domain.heldrows import PROGRAMME
from outreach.domain.taking_in import look_at_history, make_history, read_history, undo_history
from outreach.models import PlanImport, PlanImportRow
from registry.importing.errors import BadOption
from registry.importing.reporting import check_report_path, write_lines

LINES_SHOWN = 20
ALL_FINE, SOME_LEFT, UNUSABLE = 0, 1, 2


class Command(BaseCommand):
    """Exit status: 0 all rows went in or were there, 1 some were refused, 2 nothing was done."""

    help = "把启用本系统之前已经举办的场次补录为“已归档”（XLSX、XLS、CSV）；也可撤销一次补录。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", help="要补录的表格，模板见后台“公益课程 → 补录”")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--report", help="逐行报告写入此文件（.xlsx、.csv 或 .json）")
        parser.add_argument("--user", default="", help="记在哪位用户名下，须能归档")
        parser.add_argument("--undo", type=int, metavar="补录编号", help="撤销一次补录")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            by = _user(options["user"])
            undo = options["undo"]
            status = self._record(options, by) if undo is None else self._undo(undo, by)
        except BadOption as wrong:
            self.stderr.write(self.style.ERROR(wrong.message))
            status = UNUSABLE
        except (ValidationError, PermissionDenied) as refusal:
            sentences = getattr(refusal, "messages", [str(refusal)])
            self.stderr.write(self.style.ERROR("\n".join(sentences)))
            status = UNUSABLE
        if status:
            sys.exit(status)

    def _record(self, options: dict[str, Any], by: Any) -> int:
        if not options["path"]:
            raise BadOption(_("请写明要补录的表格：record_history 文件。"))
        path, report = Path(options["path"]), options["report"]
        if report:
            check_report_path(Path(report), path)
        if options["dry_run"]:
            intake, rows = None, look_at_history(path)
        else:
            intake = read_history(path=path, file_name=path.name, by=by)
            make_history(import_id=intake.pk, by=by)
            rows = list(intake.rows.all())
        refused = [row for row in rows if row.refused]
        known = sum(row.known_id is not None for row in rows if not row.refused)
        self.stdout.write(
            (_("检查结果（未写入）：") if intake is None else _("补录结果："))
            + _("新增 %(new)d 场，以前已登记 %(known)d 场，没有补录 %(refused)d 行。")
            % {
                "new": len(rows) - len(refused) - known,
                "known": known,
                "refused": len(refused),
            }
        )
        self._show(refused)
        if report:
            write_lines(Path(report), report_lines(path.name, rows))
            self.stdout.write(_("逐行报告：%(path)s") % {"path": report})
        if intake is not None:
            words = {"pk": intake.pk}
            self.stdout.write(
                _("补录编号 %(pk)d；撤销：manage.py record_history --undo %(pk)d") % words
            )
        return SOME_LEFT if refused else ALL_FINE

    def _show(self, refused: Sequence[PlanImportRow]) -> None:
        """The first refusals; all of them are in the report."""
        for row in refused[:LINES_SHOWN]:
            for one in row.problems:
                self.stdout.write(
                    f"  第 {row.line} 行 {row.values.get(PROGRAMME, '')}：{one['column']} "
                    f"“{one['value']}” {one['reason']}{one['remedy']}"
                )
        if len(refused) > LINES_SHOWN:
            more = len(refused) - LINES_SHOWN
            self.stdout.write(_("  … 另有 %(n)d 行，用 --report 查看全部。") % {"n": more})

    def _undo(self, pk: int, by: Any) -> int:
        try:
            undone = undo_history(import_id=pk, by=by)
        except PlanImport.DoesNotExist:
            raise BadOption(_("没有编号为 %(pk)d 的补录。") % {"pk": pk}) from None
        self.stdout.write(_("已撤销 %(count)d 场。") % {"count": undone.deleted})
        for session in undone.left:
            self.stdout.write(_("  之后办理过，没有动：%(session)s") % {"session": session})
        return SOME_LEFT if undone.left else ALL_FINE


def report_lines(file_name: str, rows: Sequence[PlanImportRow]) -> list[list[str | int]]:
    """A line for each finding, and one for each row without any, as in imports of the registry."""
    lines: list[list[str | int]] = []
    for row in rows:
        outcome = _("没有补录") if row.refused else _("以前已登记") if row.known_id else _("新增")
        session = row.session_id or row.known_id
        record = f"session-{session}" if session else ""
        start: list[str | int] = [file_name, "", row.line, outcome, row.values.get(PROGRAMME, "")]
        found = row.problems or [dict.fromkeys(("column", "value", "reason", "remedy"), "")]
        lines += [
            [*start, one["column"], one["value"], one["reason"], one["remedy"], record]
            for one in found
        ]
    return lines


def _user(name: str) -> Any:
    """Nobody where no name is given: whoever works at the server itself."""
    if not name:
        return None
    user = get_user_model()._default_manager.filter(username=name).first()
    if user is None:
        raise CommandError(_("没有用户“%(name)s”。") % {"name": name})
    return user
