"""Real files written in the tests, and imports run the way the command runs them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import call_command

from registry.importing.options import ImportOptions
from registry.importing.runs import run_import
from registry.models import HeritageProject, ImportRow, ImportRun

HEAD = ["项目名称", "类别", "保护单位"]
CLAY = ["示例面塑", "传统美术", "河东区文化馆"]
SUGAR = ["示例糖画", "传统技艺", "河东区文化馆"]
"""Headings and two rows of a plain list."""


def national_row(**values: str) -> dict[str, str]:
    """A row of the national list of projects."""
    return {
        "id": "1", "auto_id": "1", "num": "Ⅷ-82", "title": "剧装戏具制作技艺", "type": "传统技艺",
        "rx_time": "2021</br>(第五批)", "cate": "扩展项目", "province": "天津市河东区",
        "unit": "天津市河东区", "protect_unit": "天津市河东区文化馆", "title2": "", "content": "",
        "project_num": "Ⅷ-082_05_120102", "address": "120000", "city": "120100", "area": "120102",
        "modified": "1", **values,
    }  # fmt: skip


def person_row(**values: str) -> dict[str, str]:
    """A row of the national list of inheritors."""
    return {
        "id": "900", "num": "05-0001", "title": "张三", "sex": "男", "nation": "汉族",
        "type": "传统技艺", "project_num": "Ⅷ-82", "child_num": "Ⅷ-082_05_120102",
        "project": "剧装戏具制作技艺", "rx_time": "05(2018年（第五批）)", "province": "天津市河东区",
        "unit": "天津市河东区", "city": "120100", "area": "120102", "modified": "1", **values,
    }  # fmt: skip


def to_csv(rows: Sequence[dict[str, str]], encoding: str = "utf-8-sig") -> bytes:
    """Rows as a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def to_jsonl(rows: Sequence[dict[str, Any]]) -> bytes:
    """Rows as a JSONL file."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def table_csv(*rows: Sequence[str]) -> bytes:
    """A plain table as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file into the test's own folder."""

    def write_file(content: bytes, name: str = "名录.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write_file


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Writes an XLSX: ``fill(workbook)`` adds the sheets."""

    def write_workbook(fill: Callable[[Any], None], name: str = "名录.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as book:
            fill(book)
        return path

    return write_workbook


@pytest.fixture
def import_file(db: Any) -> Callable[..., ImportRun]:
    """Imports a file and returns the run."""

    def run(path: Path, format_name: str = "table", **options: Any) -> ImportRun:
        made = ImportRun.objects.create(
            format=format_name,
            file_name=path.name,
            options=ImportOptions(**options).as_json(),
            state=ImportRun.State.RUNNING,
        )
        run_import(made, path, by=None)
        made.refresh_from_db()
        return made

    return run


def command(*args: Any) -> tuple[int, str]:
    """Exit status and output of import_registry."""
    out = io.StringIO()
    try:
        call_command("import_registry", *map(str, args), stdout=out, stderr=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def outcomes(run: ImportRun) -> list[str]:
    """The outcome of each row of data, in order."""
    rows = run.rows.exclude(outcome__in=[ImportRow.Outcome.SKIPPED, ImportRow.Outcome.VANISHED])
    return list(rows.values_list("outcome", flat=True))


def reasons(run: ImportRun) -> str:
    """All that was said about the rows."""
    return "\n".join(
        f"{row.number} {problem['column']} {problem['reason']}{problem['remedy']}"
        for row in run.rows.all()
        for problem in row.problems
    )


def write_rows(sheet: Any, rows: list[list[Any]], first: int = 0) -> None:
    """Rows of a worksheet, from its first row or a later one."""
    for number, row in enumerate(rows, start=first):
        sheet.write_row(number, 0, row)


def units_of_projects() -> dict[str, list[str]]:
    """The protecting units of each project, by its name."""
    return {
        one.name: list(one.assignments.order_by("pk").values_list("unit__name", flat=True))
        for one in HeritageProject.objects.order_by("pk")
    }
