"""import_registry: exit status, dry run, reports."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from registry.importing.reporting import HEADINGS
from registry.models import HeritageProject, ImportRow, ImportRun, ProtectingUnit, RecordChange
from tests.registry.importing.conftest import command, table_csv

pytestmark = pytest.mark.django_db
HEAD = ["项目名称", "类别", "保护单位"]
GOOD = ["示例面塑", "传统美术", "河东区文化馆"]


def test_a_dry_run_writes_nothing_and_says_the_same(write: Any) -> None:
    path = write(table_csv(HEAD, GOOD, ["示例", "建筑", "甲馆"]))
    status, dry = command(path, "--format", "table", "--dry-run")
    assert status == 1
    assert "未写入" in dry
    for model in (HeritageProject, ImportRun, ImportRow, RecordChange, ProtectingUnit):
        assert not model.objects.exists()
    status, real = command(path, "--format", "table")
    assert status == 1
    assert dry.splitlines()[0].split("：")[1] == real.splitlines()[0].split("：")[1]


def test_exit_status(write: Any) -> None:
    assert command(write(table_csv(HEAD, GOOD)), "--format", "table")[0] == 0
    assert command(write(table_csv(HEAD, GOOD, ["", "民俗", "甲馆"])), "--format", "table")[0] == 1
    assert command(write(b""), "--format", "table")[0] == 2
    assert command("--format", "table")[0] == 2


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_the_report_holds_every_row(write: Any, tmp_path: Path, kind: str) -> None:
    path = write(table_csv(HEAD, GOOD, ["=示例", "传统技艺", "甲馆"], ["@示例", "建筑", "甲馆"]))
    report = tmp_path / f"报告.{kind}"
    status, out = command(path, "--format", "table", "--report", report)
    assert status == 1, out
    if kind == "json":
        lines = json.loads(report.read_text(encoding="utf-8"))
        rows = [list(line.values()) for line in lines]
        assert list(lines[0]) == HEADINGS
    elif kind == "csv":
        with report.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
        assert head == HEADINGS
    else:
        sheet = CalamineWorkbook.from_path(str(report)).get_sheet_by_index(0)
        head, *rows = sheet.to_python()
        assert head == HEADINGS
    assert [str(row[2]).removesuffix(".0") for row in rows] == ["2", "3", "4"]
    assert [row[3] for row in rows] == ["新建", "新建", "拒绝"]
    refused = rows[2]
    assert refused[0] == "名录.csv"
    assert refused[5] == "类别"
    assert refused[6] == "建筑"
    assert "十大门类" in refused[7]
    assert refused[8]
    if kind != "json":
        assert (rows[1][4], refused[4]) == ("'=示例", "'@示例")


def test_a_report_that_cannot_be_written_is_told_before_anything_is_imported(
    write: Any, tmp_path: Path
) -> None:
    path = write(table_csv(HEAD, GOOD))
    for report in (tmp_path / "报告.docx", tmp_path / "没有" / "报告.csv"):
        status, out = command(path, "--format", "table", "--report", report)
        assert status == 2
        assert "报告" in out
    assert not HeritageProject.objects.exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--date", "昨天"], "看不懂日期"),
        (["--level", "乡级"], "没有“乡级”这一级别"),
        (["--category", "建筑"], "没有“建筑”这一类别"),
        (["--division", "999999"], "没有区划代码"),
        (["--column", "项目名称"], "看不懂 --column"),
        (["--column", "项目名称=nonsense"], "没有“nonsense”"),
        (["--batch", "0"], "批次"),
    ],
)
def test_options_that_cannot_be_are_told(write: Any, args: list[str], said: str) -> None:
    path = write(table_csv(HEAD, GOOD))
    status, out = command(path, "--format", "table", *args)
    assert status == 2, out
    assert said in out
    assert not HeritageProject.objects.exists()


def test_drafts_stay_inside(write: Any) -> None:
    status, out = command(write(table_csv(HEAD, GOOD)), "--format", "table", "--draft")
    assert status == 0, out
    project = HeritageProject.objects.get()
    assert not project.live
    assert project.latest_revision is not None
    status, out = command(write(table_csv(HEAD, GOOD)), "--format", "table")
    assert status == 0, out
    assert "不变 1" in out


def test_a_failure_halfway_leaves_nothing(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up, a database that goes away: all of it or nothing."""
    from registry.importing import applying

    def fail(*args: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(applying, "save_rows", fail)
    with pytest.raises(OSError, match="no space"):
        command(write(table_csv(HEAD, GOOD)), "--format", "table")
    assert not HeritageProject.objects.exists()
    assert not RecordChange.objects.exists()
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.FAILED
    assert "没有导入任何内容" in run.message


def test_an_edit_while_planning_makes_the_plan_again(
    write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from registry.domain.publishing import save_record
    from registry.importing import runs

    path = write(table_csv(HEAD, GOOD))
    command(path, "--format", "table")
    real, made = runs.make_plan, []

    def plan_and_edit(*args: Any) -> Any:
        plan = real(*args)
        if not made:
            record = HeritageProject.objects.get().get_latest_revision_as_object()
            record.category = type(record.category).objects.get(ordinal=8)
            save_record(record=record, by=None, publish=True)
        made.append(plan)
        return plan

    monkeypatch.setattr(runs, "make_plan", plan_and_edit)
    changed = write(table_csv(HEAD, ["示例面塑", "民俗", "河东区文化馆"]))
    status, out = command(changed, "--format", "table")
    assert len(made) == 2
    assert status == 1, out
    assert HeritageProject.objects.get().category.ordinal == 8
