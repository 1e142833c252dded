"""Reports of an import, row by row, as XLSX, CSV or JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from registry.importing.errors import BadOption
from registry.importing.problems import SEVERITY_LABELS, Severity
from registry.models import ImportRow

HEADINGS = ["文件", "工作表", "行", "结果", "名称", "列", "值", "说明", "怎么办", "记录"]
KINDS = {".xlsx", ".csv", ".json"}
DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def check_report_path(path: Path, read: Path) -> None:
    """Raise BadOption before anything is imported when the report could not be written.

    Nor may it take the place of the file that is ``read``.
    """
    if path.suffix.lower() not in KINDS:
        raise BadOption(_("报告文件名须以 .xlsx、.csv 或 .json 结尾。"))
    if not path.resolve().parent.is_dir():
        raise BadOption(_("报告所在的文件夹不存在：%(path)s") % {"path": path.parent})
    if path.resolve() == read.resolve():
        raise BadOption(_("报告会覆盖要导入的文件。请给报告另起一个文件名。"))
    fresh = not path.exists()
    try:
        with path.open("ab"):
            pass
        if fresh:
            path.unlink()
    except OSError as problem:
        raise BadOption(
            _("报告写不进“%(path)s”（%(why)s）。请换一个位置或文件名。")
            % {"path": path, "why": problem.strerror}
        ) from None


def write_report(path: Path, file_name: str, rows: Iterable[ImportRow]) -> None:
    """Write the report in the form the extension asks for."""
    write_lines(path, list(report_lines(file_name, rows)))


def write_refusal(path: Path, file_name: str, message: str) -> None:
    """The report on a file of which nothing could be read."""
    refused = str(ImportRow.Outcome.REFUSED.label)
    write_lines(path, [[file_name, "", "", refused, "", _("整个文件"), "", message, "", ""]])


def write_lines(path: Path, lines: list[list[str | int]]) -> None:
    """The lines under HEADINGS, as XLSX, CSV or JSON."""
    kind = path.suffix.lower()
    if kind == ".json":
        data = [dict(zip(HEADINGS, line, strict=True)) for line in lines]
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    elif kind == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            writer.writerows([[harmless(cell) for cell in line] for line in lines])
    else:
        _write_workbook(path, lines)


def report_lines(file_name: str, rows: Iterable[ImportRow]) -> Iterator[list[str | int]]:
    """A line for each finding, and one for each row without any."""
    for row in rows:
        record = f"{row.kind}-{row.object_id}" if row.object_id else ""
        start: list[str | int] = [
            file_name, row.sheet, row.number, str(row.get_outcome_display()), row.name
        ]  # fmt: skip
        lines = 0
        for change in row.changes:
            text = f"{change['before'] or '（空）'} → {change['after']}"
            yield [*start, change["field"], "", _("更改：") + text, "", record]
            lines += 1
        for problem in row.problems:
            weight = SEVERITY_LABELS[Severity(problem["severity"])]
            reason = f"{weight}：{problem['reason']}"
            yield [*start, problem["column"], problem["value"], reason, problem["remedy"], record]
            lines += 1
        if not lines:
            yield [*start, "", "", "", "", record]


def harmless(cell: str | int) -> str | int:
    """A cell no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.lstrip(" \u3000").startswith(DANGEROUS):
        return "'" + cell
    return cell


def summary_lines(
    counts: dict[str, int], notices: list[str], *, dry_run: bool = False
) -> list[str]:
    """What an import came to, in a few lines."""
    parts = [
        f"{outcome.label} {counts.get(outcome.value, 0)}"
        for outcome in ImportRow.Outcome
        if outcome not in {ImportRow.Outcome.VANISHED, ImportRow.Outcome.SKIPPED}
    ]
    lines = [(_("检查结果（未写入）：") if dry_run else _("导入结果：")) + "，".join(parts)]
    if counts.get("skipped"):
        lines.append(_("空行、标题和合计等非数据行 %(n)d 行。") % {"n": counts["skipped"]})
    if counts.get("notices"):
        lines.append(_("有提示的行 %(n)d 行。") % {"n": counts["notices"]})
    if counts.get("vanished"):
        lines.append(_("以前有、本文件已无的 %(n)d 条，未改动。") % {"n": counts["vanished"]})
    return lines + notices


def _write_workbook(path: Path, lines: list[list[str | int]]) -> None:
    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False}
    ) as workbook:
        sheet = workbook.add_worksheet(_("导入报告"))
        bold = workbook.add_format({"bold": True})
        sheet.write_row(0, 0, HEADINGS, bold)
        for number, line in enumerate(lines, start=1):
            sheet.write_row(number, 0, [harmless(cell) for cell in line])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(lines), len(HEADINGS) - 1)
        for column, width in enumerate([20, 10, 6, 8, 24, 12, 24, 44, 40, 16]):
            sheet.set_column(column, column, width)
